import type { Codec } from "./codec.ts";

/**
 * A type that is not there yet: how a recursive type names itself. Each step through it counts as one level of
 * nesting, so that a hostile message cannot exhaust the stack.
 *
 * ```ts
 * interface Tree { label: string; kids: Tree[] }
 * const Tree: Codec<Tree> = struct("IDL:Forest/Tree:1.0", { label: string, kids: sequence(lazy(() => Tree)) });
 * ```
 */
export function lazy<T, I = T>(type: () => Codec<T, I>): Codec<T, I> {
  return {
    encode: (writer, value) => type().encode(writer, value),
    decode: (reader) => reader.nested(() => type().decode(reader)),
    get typeCode() {
      return type().typeCode;
    },
    // Recursion goes through a sequence, whose count takes this much.
    minSize: 4,
  };
}
