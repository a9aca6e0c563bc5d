import { elementsOf, type NumberedType } from "./elements.ts";
import type { Generation } from "./generation.ts";

/**
 * The picture of a beam on a screen: a cone, brightest near the middle of a black square, whose place and width are a little different at
 * each step. Rows of `size` elements, one behind the other.
 */
export function beamImage(dtype: NumberedType, size: number, generation: Generation): unknown {
  const either = (range: number) => {
    const value = generation.randomBelow(range);
    return generation.randomBelow(2) === 0 ? value : -value;
  };
  const middle = (size - 1) / 2;
  const centreX = middle + either(Math.floor(size * 0.05));
  const centreY = middle + either(Math.floor(size * 0.05));
  const radius = Math.floor(size / 8) + either(Math.floor(Math.floor(size / 8) * 0.2));
  return elementsOf(dtype, size * size, (index) => {
    const x = Math.floor(index / size) - centreX;
    const y = (index % size) - centreY;
    return Math.max(radius - Math.floor(Math.sqrt(x * x + y * y)), 0);
  });
}
