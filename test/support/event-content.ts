import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import { NATIVE_FORMAT } from "../../src/giop/cdr/wire-format.ts";
import type { Codec } from "../../src/giop/idl/codec.ts";
import type { DeviceConnection } from "../../src/tango/client/device-connection.ts";
import { eventKind } from "../../src/tango/event/kind/event-kinds.ts";
import {
  decodeEventMessage,
  decodeFailure,
  type EventMessage,
  PIPE_PREFIX,
  VALUE_PREFIX,
} from "../../src/tango/event/message/event-message.ts";
import { parseEventTopic } from "../../src/tango/event/message/event-topic.ts";
import { type EventType, isEventType, isValueEvent } from "../../src/tango/event/message/event-type.ts";
import { AttributeConfig_3, AttributeConfig_5 } from "../../src/tango/idl/attribute-config.ts";
import { AttributeValue_3, AttributeValue_4, AttributeValue_5 } from "../../src/tango/idl/attribute-value.ts";
import { DevErrorList } from "../../src/tango/idl/dev-error.ts";
import { AttDataReady, DevIntrChange } from "../../src/tango/idl/device-change.ts";
import { DevPipeData } from "../../src/tango/idl/pipe-data.ts";
import { FrameDeframer } from "../../src/tango/zmtp/frame-deframer.ts";
import { ZmtpError } from "../../src/tango/zmtp/zmtp-error.ts";
import type { EventCapture } from "./event-corpus.ts";

/** Of which type the content of an event is. */
export interface EventContentType {
  readonly type: EventType;
  readonly codec: Codec<unknown, never>;
  readonly prefix: 4 | 8;
}

/** What a capture's events carry, by what was subscribed to; undefined for heartbeats and what is no event. */
export function contentTypeOf(capture: EventCapture, message: EventMessage): EventContentType | undefined {
  const type = parseEventTopic(message.topic)?.event ?? "";
  if (!isEventType(type)) return undefined;
  const codec = message.hasFailed ? DevErrorList : codecOf(type, clientIdlOf(capture));
  return {
    type,
    codec: codec as Codec<unknown> as Codec<unknown, never>,
    prefix: type === "pipe" ? PIPE_PREFIX : VALUE_PREFIX,
  };
}

function codecOf(type: EventType, idl: number): Codec<unknown, never> {
  if (isValueEvent(type))
    return idl >= 5 ? AttributeValue_5 : idl === 4 ? AttributeValue_4 : AttributeValue_3;
  if (type === "attr_conf") return idl >= 5 ? AttributeConfig_5 : AttributeConfig_3;
  if (type === "data_ready") return AttDataReady;
  return type === "pipe" ? DevPipeData : DevIntrChange;
}

/** The messages of a stream of ZMTP frames, as our deframer finds them; the frames begin as those of an event socket do. */
export function deframe(chunks: readonly Uint8Array[]): Buffer[][] {
  const messages: Buffer[][] = [];
  const sink = { onFrames: (frames: Buffer[]) => void messages.push(frames), onCommandFrame: () => {} };
  const limits = { maxMessageSize: 1 << 20, maxFrames: 16, maxCommandSize: 1024 };
  const deframer = new FrameDeframer(sink, limits, "a capture", VALUE_PREFIX);
  for (const chunk of chunks) deframer.push(Buffer.from(chunk));
  return messages;
}

/** What became of a stream that may be damaged. Any error but a MarshalError and a ZmtpError passes through, as the fault it is. */
export function eventOutcomeOf(
  chunks: readonly Uint8Array[],
  { type, prefix }: EventContentType,
  idl: number,
): "decodes" | "not yet" | "refused" {
  try {
    const messages = deframe(chunks);
    for (const frames of messages) decodeEvent(frames, type, prefix, idl);
    return messages.length === 0 ? "not yet" : "decodes";
  } catch (error) {
    if (error instanceof MarshalError || error instanceof ZmtpError) return "refused";
    throw error;
  }
}

/** Decodes the frames of a message as our client does for a subscriber to events of a type. */
export function decodeEvent(
  frames: readonly Uint8Array[],
  type: EventType,
  prefix: 4 | 8,
  idl: number,
): void {
  const message = decodeEventMessage(frames);
  if (message.content === null) return;
  if (message.hasFailed) decodeFailure(message, prefix);
  else eventKind(type).decode(message, { name: "x", idl, connection: KNOWN });
}

/** A device that need not be asked: all its attributes are known to be enumerations. */
const KNOWN = {
  device: { attributes: { get: () => ({ dataFormat: "SCALAR", enumLabels: ["ONE", "TWO"] }) } },
} as unknown as DeviceConnection;

/** The generation that a capture's client said it is of, or is taken for. */
export function clientIdlOf({ capture }: EventCapture): number {
  const [, , , , client] = JSON.parse(capture.header.get("subscribed with") ?? "[]") as string[];
  // Who does not say it is taken for one of Tango 8.
  return Number(client ?? 4);
}

/** What a content says, to its last octet; throws a MarshalError where it does not say that to the end. */
export function decodeWhole(
  { codec, prefix }: EventContentType,
  content: Uint8Array,
  littleEndian: boolean,
): unknown {
  if (content.length < prefix) throw new MarshalError("no content");
  const reader = new CdrReader(content.subarray(prefix), { ...NATIVE_FORMAT, littleEndian });
  const value = codec.decode(reader);
  reader.expectEnd();
  return value;
}

/** The octets of a content behind its prefix. */
export function encodeBody({ codec }: EventContentType, value: unknown, littleEndian: boolean): Uint8Array {
  const writer = new CdrWriter({ ...NATIVE_FORMAT, littleEndian });
  codec.encode(writer, value as never);
  return writer.bytes();
}
