/** What an image may be given as: an ImageValue, or its rows, each as long as the first. */
export type ImageRows<E> = ImageValue<E, ArrayLike<E>> | ArrayLike<ArrayLike<E>>;

/**
 * The value of an attribute of format IMAGE: `dimY` rows of `dimX` elements, one row behind the other in `data`. Nothing
 * is copied: `data` of numbers is a typed array, maybe a view of the received message.
 */
export class ImageValue<E = number, A extends ArrayLike<E> = ArrayLike<E>> {
  readonly data: A;
  /** Elements of a row. */
  readonly dimX: number;
  /** Rows. */
  readonly dimY: number;

  /** Throws a RangeError where `data` has not dimX times dimY elements. */
  constructor(data: A, dimX: number, dimY: number) {
    if (data.length !== dimX * dimY) {
      throw new RangeError(`an image of ${dimX} x ${dimY} has not ${data.length} elements`);
    }
    this.data = data;
    this.dimX = dimX;
    this.dimY = dimY;
  }

  /** Puts rows together. Throws a RangeError where they differ in length. */
  static fromRows<E>(rows: ArrayLike<ArrayLike<E>>): ImageValue<E, E[]> {
    const dimX = rows[0]?.length ?? 0;
    const data: E[] = [];
    for (let y = 0; y < rows.length; y++) {
      const row = rows[y]!;
      if (typeof row?.length !== "number") throw new RangeError(`row ${y} of the image is no array`);
      if (row.length !== dimX) {
        throw new RangeError(`row ${y} of the image has ${row.length} elements, the first one has ${dimX}`);
      }
      for (let x = 0; x < dimX; x++) data.push(row[x]!);
    }
    return new ImageValue(data, dimX, rows.length);
  }

  /** The element in column `x` of row `y`, both from 0; undefined outside the image. */
  at(x: number, y: number): E | undefined {
    return x >= 0 && x < this.dimX ? this.data[y * this.dimX + x] : undefined;
  }

  /** Row `y`, from 0: for numbers a view, which shares its memory with `data`. */
  row(y: number): A {
    return sliceOf(this.data, y * this.dimX, (y + 1) * this.dimX);
  }

  /** All rows. */
  toRows(): A[] {
    return Array.from({ length: this.dimY }, (_, y) => this.row(y));
  }

  /** Row by row. */
  *[Symbol.iterator](): Generator<A> {
    for (let y = 0; y < this.dimY; y++) yield this.row(y);
  }
}

/** Part of an array: of a typed array a view, else a copy. */
export function sliceOf<A extends ArrayLike<unknown>>(array: A, start: number, end: number): A {
  const typed = array as unknown as { subarray?(start: number, end: number): A };
  if (typed.subarray !== undefined) return typed.subarray(start, end);
  return (array as unknown as { slice(start: number, end: number): A }).slice(start, end);
}
