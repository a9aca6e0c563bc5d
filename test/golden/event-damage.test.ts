import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeEventMessage } from "../../src/tango/event/message/event-message.ts";
import { allocatedBy, allocationLimit } from "../support/allocation.ts";
import {
  clientIdlOf,
  contentTypeOf,
  decodeEvent,
  deframe,
  type EventContentType,
  eventOutcomeOf,
} from "../support/event-content.ts";
import { type EventCapture, eventCaptures } from "../support/event-corpus.ts";

/*
 * What every captured event must stand: its stream cut anywhere, its end missing, any octet changed.
 */

const captures = eventCaptures().filter(({ messages }) => messages !== undefined);
const folders = ["tango-9.3.4", "tango-10.0.2"];

/** The captures of events of a release, without heartbeats and what is no event. */
function events(folder: string): { capture: EventCapture; stream: Buffer; type: EventContentType }[] {
  return captures
    .filter(({ name }) => name.startsWith(`${folder}/`))
    .flatMap((capture) => {
      const stream = Buffer.concat(capture.capture.blocks.map(({ bytes }) => bytes));
      const [frames] = deframe([stream]);
      if (frames!.length < 4) return [];
      return [{ capture, stream, type: contentTypeOf(capture, decodeEventMessage(frames!))! }];
    });
}

for (const folder of folders) {
  test(`${folder}: every split of every stream gives the same messages`, () => {
    for (const { capture, stream } of events(folder)) {
      const whole = deframe([stream]);
      for (let at = 1; at < stream.length; at++) {
        if (!isSame(deframe([stream.subarray(0, at), stream.subarray(at)]), whole))
          assert.fail(`${capture.name} cut at ${at}`);
      }
      const octets = Array.from(stream, (octet) => Uint8Array.of(octet));
      assert.ok(isSame(deframe(octets), whole), `${capture.name} octet by octet`);
    }
  });

  test(`${folder}: every truncation is refused, or waits for the rest`, () => {
    for (const { capture, stream, type } of events(folder)) {
      const idl = clientIdlOf(capture);
      const frames = deframe([stream])[0]!;
      const first = stream.length / deframe([stream]).length;
      for (let length = 0; length < first; length++)
        assert.equal(eventOutcomeOf([stream.subarray(0, length)], type, idl), "not yet", capture.name);
      // The same, as if the frames had never been longer.
      for (const i of [2, 3]) {
        for (let length = 0; length < frames[i]!.length; length++) {
          const cut = frames.with(i, frames[i]!.subarray(0, length));
          assert.throws(
            () => decodeEvent(cut, type.type, type.prefix, idl),
            { name: "MarshalError" },
            `${capture.name} ${length} of frame ${i}`,
          );
        }
      }
    }
  });

  test(`${folder}: every changed octet decodes or is refused, within the limit of memory`, () => {
    const count = { decodes: 0, "not yet": 0, refused: 0 };
    for (const { capture, stream, type } of events(folder)) {
      const idl = clientIdlOf(capture);
      const changed = Buffer.from(stream);
      for (let at = 0; at < stream.length; at++) {
        for (const flip of [0xff, 0x01, 0x80]) {
          changed[at] = stream[at]! ^ flip;
          const allocated = allocatedBy(() => count[eventOutcomeOf([changed], type, idl)]++);
          if (allocated > allocationLimit(stream.length))
            assert.fail(`${capture.name} octet ${at} ^ ${flip}: ${allocated} bytes allocated`);
        }
        changed[at] = stream[at]!;
      }
    }
    assert.ok(count.decodes > 0 && count.refused > 0 && count["not yet"] > 0, JSON.stringify(count));
  });
}

function isSame(some: readonly Buffer[][], others: readonly Buffer[][]): boolean {
  return (
    some.length === others.length &&
    some.every(
      (frames, i) =>
        frames.length === others[i]!.length &&
        frames.every((frame, j) => Buffer.compare(frame, others[i]![j]!) === 0),
    )
  );
}
