import { Buffer } from "node:buffer";

/**
 * The peer broke GIOP (CORBA 3.4 Part 2 §9.4): what comes next on the connection cannot be understood, so that it must be
 * closed. `bytes` are the first octets of the message at fault (at most 32), copied.
 */
export class ProtocolError extends Error {
  override readonly name: string = "ProtocolError";
  readonly code = "GIOP_PROTOCOL";
  readonly bytes: Uint8Array;

  constructor(problem: string, message: Uint8Array = new Uint8Array(0), options?: ErrorOptions) {
    // A copy: the slice() of a Buffer would keep the whole message.
    const bytes = new Uint8Array(message.subarray(0, SHOWN));
    super(bytes.length === 0 ? problem : `${problem}; it begins with ${hex(bytes)}`, options);
    this.bytes = bytes;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/..(?!$)/g, "$& ");
}

const SHOWN = 32;
