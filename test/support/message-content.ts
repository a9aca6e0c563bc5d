import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import type { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import type { GiopMinor } from "../../src/giop/cdr/wire-format.ts";
import {
  decodeSystemException,
  encodeSystemException,
  SystemException,
} from "../../src/giop/exception/system-exception.ts";
import { Any } from "../../src/giop/idl/any.ts";
import type { Codec } from "../../src/giop/idl/codec.ts";
import type { ExceptionType } from "../../src/giop/idl/exception.ts";
import type { Operation, Parameter } from "../../src/giop/idl/operation.ts";
import { decodeIor, encodeIor, type Ior } from "../../src/giop/ior/ior.ts";
import { alignBody } from "../../src/giop/message/body-alignment.ts";
import { decodeCancelRequest } from "../../src/giop/message/cancel-request.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import {
  decodeLocateReplyHeader,
  decodeLocateRequest,
  encodeLocateReplyHeader,
  encodeLocateRequest,
  type LocateReplyHeader,
  type LocateRequestHeader,
} from "../../src/giop/message/locate.ts";
import { beginMessage, finishMessage } from "../../src/giop/message/message-encoder.ts";
import {
  giopMinorOf,
  HEADER_SIZE,
  isLittleEndian,
  messageTypeOf,
} from "../../src/giop/message/message-header.ts";
import { decodeReplyHeader, encodeReplyHeader, type ReplyHeader } from "../../src/giop/message/reply.ts";
import {
  decodeRequestHeader,
  encodeRequestHeader,
  type RequestHeader,
} from "../../src/giop/message/request.ts";

/** Everything a message says, as values. */
export type MessageContent =
  | { readonly type: "Request"; readonly header: RequestHeader; readonly values: readonly unknown[] }
  | { readonly type: "Reply"; readonly header: ReplyHeader; readonly body: ReplyBody }
  | { readonly type: "LocateRequest"; readonly header: LocateRequestHeader }
  | {
      readonly type: "LocateReply";
      readonly header: LocateReplyHeader;
      readonly forward: Ior | null | undefined;
    }
  | { readonly type: "CancelRequest"; readonly requestId: number }
  | { readonly type: "CloseConnection" | "MessageError" };

/** What a Reply brings. */
export type ReplyBody =
  | { readonly kind: "results"; readonly values: readonly unknown[] }
  | { readonly kind: "user-exception"; readonly repositoryId: string; readonly members: unknown }
  | { readonly kind: "system-exception"; readonly exception: SystemException }
  | { readonly kind: "forward"; readonly ior: Ior | null };

/** Decodes a whole message, to its last octet. `operation` is the one called, for a Request and a Reply. */
export function decodeMessage(message: Uint8Array, operation: Operation | undefined): MessageContent {
  const format = messageFormat(giopMinorOf(message), isLittleEndian(message));
  const reader = new CdrReader(message, format, { start: HEADER_SIZE });
  const content = decodeContent(reader, message, operation);
  reader.expectEnd();
  return content;
}

/** Encodes a message in the given byte order. */
export function encodeMessage(
  content: MessageContent,
  operation: Operation | undefined,
  giopMinor: GiopMinor,
  littleEndian: boolean,
): Uint8Array {
  const writer = beginMessage(content.type, messageFormat(giopMinor, littleEndian));
  switch (content.type) {
    case "Request":
      encodeRequestHeader(writer, content.header);
      encodeValues(writer, known(operation).inputs, content.values);
      break;
    case "Reply":
      encodeReplyHeader(writer, content.header);
      encodeReplyBody(writer, content.body, operation);
      break;
    case "LocateRequest":
      encodeLocateRequest(writer, content.header);
      break;
    case "LocateReply":
      encodeLocateReplyHeader(writer, content.header);
      if (content.forward !== undefined) encodeIor(writer, content.forward);
      break;
    case "CancelRequest":
      writer.ulong(content.requestId);
  }
  return finishMessage(writer);
}

/** A value with every any in it as its TypeCode and value, and errors as what they say: what deepEqual can compare. */
export function comparable(value: unknown, seen: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const present = seen.get(value);
  if (present !== undefined) return present;
  if (value instanceof SystemException) return `${value.message} ${value.minor}`;
  if (value instanceof Any) return { typeCode: value.typeCode, value: comparable(value.value, seen) };
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const [key, member] of Object.entries(value)) Reflect.set(copy, key, comparable(member, seen));
  return copy;
}

function decodeContent(
  reader: CdrReader,
  message: Uint8Array,
  operation: Operation | undefined,
): MessageContent {
  const type = messageTypeOf(message);
  switch (type) {
    case "Request": {
      const header = decodeRequestHeader(reader);
      return { type, header, values: decodeValues(reader, known(operation).inputs) };
    }
    case "Reply": {
      const header = decodeReplyHeader(reader);
      return { type, header, body: decodeReplyBody(reader, header, operation) };
    }
    case "LocateRequest":
      return { type, header: decodeLocateRequest(reader) };
    case "LocateReply": {
      const header = decodeLocateReplyHeader(reader);
      const forwards = header.status === "OBJECT_FORWARD" || header.status === "OBJECT_FORWARD_PERM";
      return { type, header, forward: forwards ? decodeIor(reader) : undefined };
    }
    case "CancelRequest":
      return { type, requestId: decodeCancelRequest(reader) };
    case "Fragment":
      throw new Error("a fragment has no content of its own");
    default:
      return { type };
  }
}

function decodeReplyBody(
  reader: CdrReader,
  header: ReplyHeader,
  operation: Operation | undefined,
): ReplyBody {
  switch (header.status) {
    case "NO_EXCEPTION":
      return { kind: "results", values: decodeValues(reader, outputsOf(known(operation))) };
    case "USER_EXCEPTION": {
      const repositoryId = reader.string();
      const members = exceptionOf(known(operation), repositoryId, reader).decode(reader);
      return { kind: "user-exception", repositoryId, members };
    }
    case "SYSTEM_EXCEPTION":
      return { kind: "system-exception", exception: decodeSystemException(reader) };
    case "LOCATION_FORWARD":
    case "LOCATION_FORWARD_PERM":
      return { kind: "forward", ior: decodeIor(reader) };
    default:
      throw reader.error(`a reply with the status ${header.status} is not expected here`);
  }
}

function encodeReplyBody(writer: CdrWriter, body: ReplyBody, operation: Operation | undefined): void {
  if (body.kind === "results") return encodeValues(writer, outputsOf(known(operation)), body.values);
  alignBody(writer);
  switch (body.kind) {
    case "user-exception":
      writer.string(body.repositoryId);
      return known(operation)
        .raises.find(({ repositoryId }) => repositoryId === body.repositoryId)!
        .encode(writer, body.members);
    case "system-exception":
      return encodeSystemException(writer, body.exception);
    case "forward":
      return encodeIor(writer, body.ior);
  }
}

/** The result and then the out and inout parameters, as a Reply has them. */
function outputsOf(operation: Operation): readonly Parameter[] {
  return [["result", operation.result], ...operation.outputs];
}

function decodeValues(reader: CdrReader, parameters: readonly Parameter[]): unknown[] {
  return parameters.map(([, codec]) => codec.decode(reader));
}

function encodeValues(writer: CdrWriter, parameters: readonly Parameter[], values: readonly unknown[]): void {
  if (parameters.some(([, codec]) => codec.minSize > 0)) alignBody(writer);
  parameters.forEach(([, codec], i) => {
    (codec as Codec<unknown>).encode(writer, values[i]);
  });
}

function exceptionOf(operation: Operation, id: string, reader: CdrReader): ExceptionType<object, never> {
  const found = operation.raises.find(({ repositoryId }) => repositoryId === id);
  if (found === undefined) throw reader.error(`the operation does not raise ${id}`);
  return found;
}

function known(operation: Operation | undefined): Operation {
  if (operation === undefined) throw new Error("the operation of this message is not known");
  return operation;
}
