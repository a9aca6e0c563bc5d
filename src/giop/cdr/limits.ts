/** What a peer may make us hold or do while decoding. Every one is checked before memory is taken. */
export interface DecodeLimits {
  /** The largest GIOP message, after reassembly of fragments, in bytes. Tango raises omniORB's to 256 MiB; so do we. */
  readonly maxMessageSize: number;
  /** How deep TypeCodes, anys and recursive types may nest. */
  readonly maxDepth: number;
  /**
   * How many elements the sequences and arrays of one message may have altogether, numbers aside. Numbers take no more memory here than
   * on the wire; but a boolean is one octet there and eight here, a small struct or an empty sequence fifty and more.
   */
  readonly maxElements: number;
  /** How many requests or replies may be partly received (fragmented) on one connection at once. */
  readonly maxFragmentedMessages: number;
}

/** The limits of every connection and reader that is given none. */
export const DEFAULT_LIMITS: DecodeLimits = {
  maxMessageSize: 256 * 1024 * 1024,
  maxDepth: 100,
  maxElements: 4 * 1024 * 1024,
  maxFragmentedMessages: 64,
};
