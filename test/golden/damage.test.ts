import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { patchMessageSize } from "../../src/giop/message/message-header.ts";
import { allocatedBy, allocationLimit } from "../support/allocation.ts";
import { type Outcome, outcomeOf, receive } from "../support/damage.ts";
import { goldenFiles } from "../support/golden-corpus.ts";
import { octetsOf } from "../support/hex-capture.ts";

/*
 * What every captured message must stand: its stream cut anywhere, its end missing, any octet changed.
 */

const files = goldenFiles();
const folders = [...new Set(files.map(({ name }) => name.split("/").slice(0, 2).join("/")))];
const inFolder = (folder: string) => files.filter(({ name }) => name.startsWith(`${folder}/`));

for (const folder of folders) {
  test(`${folder}: every split of every stream gives the same messages`, () => {
    for (const { name, capture } of inFolder(folder)) {
      for (const direction of ["OUT", "IN"] as const) {
        const stream = octetsOf(capture, direction);
        const whole = receive([stream]);
        for (let at = 1; at < stream.length; at++) {
          if (!isSame(receive([stream.subarray(0, at), stream.subarray(at)]), whole))
            assert.fail(`${name} ${direction} cut at ${at}`);
        }
        const octets = Array.from(stream, (octet) => Uint8Array.of(octet));
        assert.ok(isSame(receive(octets), whole), `${name} ${direction} octet by octet`);
      }
    }
  });

  test(`${folder}: every truncation is refused, or waits for the rest`, () => {
    for (const { name, messages } of inFolder(folder)) {
      for (const [i, { bytes, operation }] of messages.entries()) {
        for (let length = 0; length < bytes.length; length++) {
          const cut = new Uint8Array(bytes.subarray(0, length));
          assert.equal(outcomeOf(cut, operation), "not yet", `${name} message ${i} stops after ${length}`);
          if (length < 12) continue;
          // The same, as if the message had never been longer.
          patchMessageSize(cut);
          assert.equal(outcomeOf(cut, operation), "refused", `${name} message ${i} is only ${length} long`);
        }
      }
    }
  });

  test(`${folder}: every changed octet decodes or is refused, within the limit of memory`, () => {
    const count: Record<Outcome, number> = { decodes: 0, "not yet": 0, refused: 0 };
    for (const { name, messages } of inFolder(folder)) {
      for (const [i, { bytes, operation }] of messages.entries()) {
        const changed = new Uint8Array(bytes);
        for (let at = 0; at < bytes.length; at++) {
          for (const flip of [0xff, 0x01, 0x80]) {
            changed[at] = bytes[at]! ^ flip;
            const allocated = allocatedBy(() => count[outcomeOf(changed, operation)]++);
            if (allocated > allocationLimit(bytes.length))
              assert.fail(`${name} message ${i} octet ${at} ^ ${flip}: ${allocated} bytes allocated`);
          }
          changed[at] = bytes[at]!;
        }
      }
    }
    assert.ok(count.decodes > 0 && count.refused > 0 && count["not yet"] > 0, JSON.stringify(count));
  });
}

function isSame(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return some.length === others.length && some.every((bytes, i) => Buffer.compare(bytes, others[i]!) === 0);
}
