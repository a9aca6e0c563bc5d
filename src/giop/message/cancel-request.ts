import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { WireFormat } from "../cdr/wire-format.ts";
import { beginMessage, finishMessage } from "./message-encoder.ts";

/** A CancelRequest message: the client no longer waits for this request (CORBA 3.4 Part 2 §9.4.4). */
export function encodeCancelRequest(format: WireFormat, requestId: number): Uint8Array {
  const writer = beginMessage("CancelRequest", format, 16);
  writer.ulong(requestId);
  return finishMessage(writer);
}

/** Reads the id of the request that is given up. */
export function decodeCancelRequest(reader: CdrReader): number {
  return reader.ulong();
}
