import { Buffer } from "node:buffer";
import { COMMAND, frameHeaderSize, writeFrameHeader } from "./frame-header.ts";
import { ZmtpError } from "./zmtp-error.ts";

/** A command of ZMTP (RFC 37 "Commands"): a name and what belongs to it. */
export interface Command {
  readonly name: string;
  readonly data: Uint8Array;
}

/** The frame of a command. */
export function encodeCommand(name: string, data: Uint8Array = NOTHING): Buffer {
  const size = 1 + name.length + data.length;
  const frame = Buffer.allocUnsafe(frameHeaderSize(size) + size);
  const at = writeFrameHeader(frame, 0, COMMAND, size);
  frame[at] = name.length;
  frame.write(name, at + 1, "latin1");
  frame.set(data, at + 1 + name.length);
  return frame;
}

/** Reads the body of a command's frame; `data` is a view of it. Throws a ZmtpError (ZMTP_PROTOCOL) naming `peer`. */
export function decodeCommand(body: Buffer, peer: string): Command {
  const end = 1 + (body[0] ?? 0);
  if (end === 1 || end > body.length) {
    throw new ZmtpError("ZMTP_PROTOCOL", peer, "the peer sent a command without a whole name");
  }
  return { name: body.toString("latin1", 1, end), data: body.subarray(end) };
}

/** The READY command of a socket of this type (RFC 37 "The NULL Mechanism"); like libzmq without an Identity. */
export function encodeReady(socketType: string): Buffer {
  const data = Buffer.alloc(1 + SOCKET_TYPE.length + 4 + socketType.length);
  data[0] = SOCKET_TYPE.length;
  data.write(SOCKET_TYPE, 1, "latin1");
  data.writeUInt32BE(socketType.length, 1 + SOCKET_TYPE.length);
  data.write(socketType, 5 + SOCKET_TYPE.length, "latin1");
  return encodeCommand("READY", data);
}

/**
 * The Socket-Type that the data of a READY command names, or undefined. The names of properties have no case. Throws a ZmtpError
 * (ZMTP_PROTOCOL) naming `peer` where the properties are malformed.
 */
export function socketTypeOf(data: Uint8Array, peer: string): string | undefined {
  let found: string | undefined;
  let at = 0;
  while (at < data.length) {
    const nameEnd = at + 1 + data[at]!;
    const valueAt = nameEnd + 4;
    if (nameEnd === at + 1 || valueAt > data.length) malformed(peer);
    const size = Buffer.from(data.buffer, data.byteOffset + nameEnd, 4).readUInt32BE();
    if (size > data.length - valueAt) malformed(peer);
    const name = latin1(data.subarray(at + 1, nameEnd));
    at = valueAt + size;
    if (name.toLowerCase() === SOCKET_TYPE.toLowerCase()) found = latin1(data.subarray(valueAt, at));
  }
  return found;
}

/** The ERROR command with a reason for people (RFC 37); all but printable ASCII is left out, and what is beyond 255 octets. */
export function encodeError(reason: string): Buffer {
  const text = Buffer.from(reason.replace(/[^ -~]/g, "?").slice(0, 255), "latin1");
  return encodeCommand("ERROR", Buffer.concat([Buffer.of(text.length), text]));
}

/** The reason that the data of an ERROR command gives. */
export function errorReason(data: Uint8Array): string {
  const reason = latin1(data.subarray(1, 1 + (data[0] ?? 0))).replace(/[^ -~]/g, "?");
  return reason === "" ? "no reason given" : reason;
}

function malformed(peer: string): never {
  throw new ZmtpError("ZMTP_PROTOCOL", peer, "the properties of the peer's READY are malformed");
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

const SOCKET_TYPE = "Socket-Type";
const NOTHING = new Uint8Array(0);
