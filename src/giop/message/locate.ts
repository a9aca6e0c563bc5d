import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { decodeOctets, encodeOctets } from "../ior/encapsulation.ts";
import { decodeTargetAddress, encodeTargetAddress, type TargetAddress } from "./target-address.ts";

/** The header, and whole, of a LocateRequest: is this object here? (CORBA 3.4 Part 2 §9.4.5) */
export interface LocateRequestHeader {
  readonly requestId: number;
  /** By key only, before GIOP 1.2. */
  readonly target: TargetAddress;
}

/** The header of a LocateReply (CORBA 3.4 Part 2 §9.4.6). */
export interface LocateReplyHeader {
  readonly requestId: number;
  readonly status: LocateStatus;
}

/** The answers to a LocateRequest in the order of their numbers. The last three are new in GIOP 1.2. */
export const LOCATE_STATUSES = [
  "UNKNOWN_OBJECT",
  "OBJECT_HERE",
  "OBJECT_FORWARD",
  "OBJECT_FORWARD_PERM",
  "LOC_SYSTEM_EXCEPTION",
  "LOC_NEEDS_ADDRESSING_MODE",
] as const;

/** The body behind it: none for the first two; a reference; a system exception; an addressing mode. */
export type LocateStatus = (typeof LOCATE_STATUSES)[number];

/** Writes a LocateRequest in the writer's GIOP version. */
export function encodeLocateRequest(writer: CdrWriter, header: LocateRequestHeader): void {
  writer.ulong(header.requestId);
  if (writer.format.giopMinor === 2) encodeTargetAddress(writer, header.target);
  else if (header.target.kind === "key") encodeOctets(writer, header.target.objectKey);
  else throw new MarshalError("before GIOP 1.2 an object can only be located by its key");
}

/** Reads a LocateRequest; the key is a view of the message. */
export function decodeLocateRequest(reader: CdrReader): LocateRequestHeader {
  const requestId = reader.ulong();
  if (reader.format.giopMinor === 2) return { requestId, target: decodeTargetAddress(reader) };
  return { requestId, target: { kind: "key", objectKey: decodeOctets(reader) } };
}

/** Writes the header of a LocateReply. Its body follows without the alignment of a Reply's, as omniORB has it. */
export function encodeLocateReplyHeader(writer: CdrWriter, header: LocateReplyHeader): void {
  const status = LOCATE_STATUSES.indexOf(header.status);
  if (writer.format.giopMinor < 2 && status > LAST_STATUS_BEFORE_1_2)
    throw new MarshalError(`before GIOP 1.2 there is no locate status ${header.status}`);
  writer.ulong(header.requestId);
  writer.ulong(status);
}

/** Reads the header of a LocateReply and stops at its body. */
export function decodeLocateReplyHeader(reader: CdrReader): LocateReplyHeader {
  const requestId = reader.ulong();
  const ordinal = reader.ulong();
  const status = LOCATE_STATUSES[ordinal];
  if (status === undefined || (reader.format.giopMinor < 2 && ordinal > LAST_STATUS_BEFORE_1_2))
    throw reader.error(`${ordinal} is not a locate status of GIOP 1.${reader.format.giopMinor}`);
  return { requestId, status };
}

const LAST_STATUS_BEFORE_1_2 = LOCATE_STATUSES.indexOf("OBJECT_FORWARD");
