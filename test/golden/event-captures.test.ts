import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceConnection } from "../../src/tango/client/device-connection.ts";
import type { TangoEvent } from "../../src/tango/event/data/tango-event.ts";
import { eventKind } from "../../src/tango/event/kind/event-kinds.ts";
import {
  decodeEventMessage,
  encodeEventFrames,
  encodeHeartbeatFrames,
} from "../../src/tango/event/message/event-message.ts";
import { formatEventTopic, parseEventTopic } from "../../src/tango/event/message/event-topic.ts";
import { TimeVal } from "../../src/tango/value/time-val.ts";
import { clientIdlOf, contentTypeOf, decodeWhole, deframe, encodeBody } from "../support/event-content.ts";
import { type EventCapture, eventCaptures } from "../support/event-corpus.ts";
import { formatCapture } from "../support/hex-capture.ts";
import { comparable } from "../support/message-content.ts";
import { checkEvent } from "../support/told-event.ts";

/*
 * Every event that was recorded from real servers: our deframer finds its frames, it decodes to what its server was told to send, and
 * encodes to the same octets. Where ours are zero and the server's are old memory, nothing depends on them.
 */

const captures = eventCaptures().filter(({ messages }) => messages !== undefined);

test("there are captures of every kind from both releases", () => {
  for (const folder of ["tango-9.3.4", "tango-10.0.2"])
    assert.ok(captures.filter(({ name }) => name.startsWith(`${folder}/`)).length > 90, folder);
});

for (const capture of captures) {
  test(`${capture.name} decodes to what was sent, and encodes to the same octets`, async () => {
    assert.equal(formatCapture(capture.capture), capture.text);
    const stream = Buffer.concat(capture.capture.blocks.map(({ bytes }) => bytes));
    const messages = deframe([stream]);
    const expected = capture.messages!.map((frames) => frames.map(({ body }) => Buffer.from(body)));
    assert.deepEqual(messages, expected);
    for (const frames of messages) await check(capture, frames);
  });
}

async function check(capture: EventCapture, frames: readonly Buffer[]): Promise<void> {
  if (frames.length === 1) return assert.equal(frames[0]!.toString(), "I like beer");
  const message = decodeEventMessage(frames);
  const topic = parseEventTopic(message.topic)!;
  assert.equal(formatEventTopic(topic), message.topic);
  const [, order, call, content] = frames;
  if (message.content === null) {
    assert.equal(topic.event, "heartbeat");
    // Nobody counts them, and what stands there may be old memory too.
    assert.deepEqual(decodeEventMessage([frames[0]!, ...encodeHeartbeatFrames()]).counter, 0);
    assertSame([...encodeHeartbeatFrames()], [order!, call!]);
    return;
  }
  const type = contentTypeOf(capture, message)!;
  const value = decodeWhole(type, content!, message.littleEndian);
  const { prefix } = type;
  const again = encodeEventFrames(message.counter, type.codec, value as never, {
    prefix,
    hasFailed: message.hasFailed,
  });
  const garbage = assertSame([...again], [order!, call!, content!])[2]!;
  for (const filling of [0x00, 0xff]) {
    const filled = Buffer.from(content!);
    for (const at of garbage) filled[at] = filling;
    assert.deepEqual(comparable(decodeWhole(type, filled, message.littleEndian)), comparable(value));
  }
  const twin = Buffer.concat([new Uint8Array(prefix), encodeBody(type, value, !message.littleEndian)]);
  assert.deepEqual(comparable(decodeWhole(type, twin, !message.littleEndian)), comparable(value));
  checkEvent(capture, await eventOf(capture, frames));
}

/** The event as our client gives it to a subscriber who knows nothing of the device. */
async function eventOf(capture: EventCapture, frames: readonly Buffer[]): Promise<TangoEvent> {
  const message = decodeEventMessage(frames);
  const { type, prefix } = contentTypeOf(capture, message)!;
  const [, name] = JSON.parse(capture.capture.header.get("subscribed with")!) as string[];
  const kind = eventKind(type);
  const connection = {} as DeviceConnection;
  const subject = { name: name!.toLowerCase(), idl: clientIdlOf(capture), connection };
  const content = message.hasFailed
    ? kind.failed(decodeWhole(contentTypeOf(capture, message)!, message.content!, true) as never)
    : await kind.decode(message, subject);
  assert.ok(prefix === 4 || type === "pipe");
  return content({ device: null, name: "x", receptionDate: TimeVal.now(), reason: "Update" });
}

/** That frames are the same, but for octets that are 0 in ours; gives where these are. */
function assertSame(ours: readonly Uint8Array[], theirs: readonly Uint8Array[]): number[][] {
  return ours.map((frame, i) => {
    assert.equal(frame.length, theirs[i]!.length, `frame ${i + 2}`);
    const differing = [...frame.keys()].filter((at) => frame[at] !== theirs[i]![at]);
    for (const at of differing) assert.equal(frame[at], 0, `frame ${i + 2}, octet ${at}`);
    return differing;
  });
}
