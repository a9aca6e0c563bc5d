import type { DecodeLimits } from "../cdr/limits.ts";
import type { GiopMinor } from "../cdr/wire-format.ts";
import type { TransmissionCodeSets } from "./code-set-negotiation.ts";

/** How a client connection is set up. */
export interface ClientConnectionOptions {
  /** The version of everything sent, from the profile. What comes in may be of any. */
  readonly giopMinor: GiopMinor;
  /** From negotiateCodeSets(); ISO-8859-1 and UTF-16, unannounced, unless given. */
  readonly codeSets?: TransmissionCodeSets;
  /** The byte order to send in; native unless given. */
  readonly littleEndian?: boolean;
  /** Messages of more bytes are sent in fragments (only in GIOP 1.2); none are unless given. */
  readonly fragmentSize?: number;
  readonly limits?: DecodeLimits;
  /** Hears of answers to requests that were never sent; they are dropped. */
  readonly onUnexpectedReply?: (requestId: number) => void;
}
