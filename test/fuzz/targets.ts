import type { Random } from "./random.ts";

/** Something that takes octets from strangers. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs as a well-behaved peer sends them: what is damaged. */
  readonly corpus: readonly Uint8Array[];
  /**
   * Decodes an input. Throws one of the errors that decoding may end in, or returns; anything else is a fault. `random` decides
   * what else may vary, such as where a stream is cut.
   */
  run(input: Uint8Array, random: Random): void;
  /** The bytes that it may allocate for each octet of its input; 4 unless given. */
  readonly bytesPerOctet?: number;
}

/** The octets in chunks, cut at random places. */
export function chunksOf(input: Uint8Array, random: Random): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  while (at < input.length) {
    const size = random.oneIn(3) ? 1 + random.below(16) : 1 + random.below(input.length);
    chunks.push(input.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
