import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { decodeOctets, encodeOctets } from "../ior/encapsulation.ts";
import { alignBody } from "./body-alignment.ts";
import { decodeServiceContexts, encodeServiceContexts, type ServiceContext } from "./service-context.ts";
import { decodeTargetAddress, encodeTargetAddress, type TargetAddress } from "./target-address.ts";

/** The header of a Request, the same for all versions (CORBA 3.4 Part 2 §9.4.2). */
export interface RequestHeader {
  /** Unique among the requests in progress on the connection. */
  readonly requestId: number;
  readonly responseFlags: ResponseFlags;
  /** By key only, before GIOP 1.2. */
  readonly target: TargetAddress;
  readonly operation: string;
  readonly serviceContexts: readonly ServiceContext[];
}

/** Whether an answer is wanted, and from whom: one of the three RESPONSE constants. */
export type ResponseFlags = typeof RESPONSE_NONE | typeof RESPONSE_FROM_SERVER | typeof RESPONSE_FROM_TARGET;

/** Oneway: no Reply will come (SYNC_NONE, SYNC_WITH_TRANSPORT). */
export const RESPONSE_NONE = 0x00;
/** A Reply as soon as the server has the request (SYNC_WITH_SERVER). Our server sends it when the operation has run, as omniORB's does. */
export const RESPONSE_FROM_SERVER = 0x01;
/** The usual: a Reply when the operation has run. */
export const RESPONSE_FROM_TARGET = 0x03;

/** Writes the header in the writer's GIOP version; `contexts` stand for its service contexts where given. */
export function encodeRequestHeader(
  writer: CdrWriter,
  header: RequestHeader,
  contexts: readonly ServiceContext[] = header.serviceContexts,
): void {
  if (writer.format.giopMinor === 2) encode12(writer, header, contexts);
  else encode10(writer, header, contexts);
}

/** Reads the header of a Request and moves to its body. Key and contexts are views of the message. */
export function decodeRequestHeader(reader: CdrReader): RequestHeader {
  return reader.format.giopMinor === 2 ? decode12(reader) : decode10(reader);
}

function encode12(writer: CdrWriter, header: RequestHeader, contexts: readonly ServiceContext[]): void {
  writer.ulong(header.requestId);
  writer.octet(header.responseFlags);
  // Three reserved octets, zero as padding is.
  writer.align(4);
  encodeTargetAddress(writer, header.target);
  writer.string(header.operation);
  encodeServiceContexts(writer, contexts);
}

function decode12(reader: CdrReader): RequestHeader {
  const requestId = reader.ulong();
  const responseFlags = responseFlagsOf(reader.octet());
  reader.align(4);
  const target = decodeTargetAddress(reader);
  const operation = reader.string();
  const serviceContexts = decodeServiceContexts(reader);
  if (reader.remaining > 0) alignBody(reader);
  return { requestId, responseFlags, target, operation, serviceContexts };
}

/** GIOP 1.0, and 1.1, which differs by three reserved octets where 1.0 has padding anyway. */
function encode10(writer: CdrWriter, header: RequestHeader, contexts: readonly ServiceContext[]): void {
  const { target } = header;
  if (target.kind !== "key")
    throw new MarshalError("before GIOP 1.2 a request can only be addressed by object key");
  encodeServiceContexts(writer, contexts);
  writer.ulong(header.requestId);
  writer.boolean(header.responseFlags !== RESPONSE_NONE);
  encodeOctets(writer, target.objectKey);
  writer.string(header.operation);
  // The requesting principal, deprecated and empty.
  writer.ulong(0);
}

function decode10(reader: CdrReader): RequestHeader {
  const serviceContexts = decodeServiceContexts(reader);
  const requestId = reader.ulong();
  const responseFlags = reader.boolean() ? RESPONSE_FROM_TARGET : RESPONSE_NONE;
  const target: TargetAddress = { kind: "key", objectKey: decodeOctets(reader) };
  const operation = reader.string();
  decodeOctets(reader);
  return { requestId, responseFlags, target, operation, serviceContexts };
}

// Bit 0 asks for a reply, bit 1 that it come from the target; the other bits are reserved.
function responseFlagsOf(octet: number): ResponseFlags {
  return (octet & 1) === 0 ? RESPONSE_NONE : (octet & 2) === 0 ? RESPONSE_FROM_SERVER : RESPONSE_FROM_TARGET;
}
