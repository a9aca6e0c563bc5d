import assert from "node:assert/strict";
import { test } from "node:test";
import { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import type { Codec } from "../../src/giop/idl/codec.ts";
import { DevFailed } from "../../src/tango/error/dev-failed.ts";
import { AttributeValue_4, AttributeValue_5 } from "../../src/tango/idl/attribute-value.ts";
import { Attribute } from "../../src/tango/server/attribute/attribute.ts";
import type { AttributeSnapshot } from "../../src/tango/server/attribute/attribute-snapshot.ts";
import {
  attributeValue4,
  attributeValue5,
} from "../../src/tango/server/attribute/attribute-value-versions.ts";
import { failedSnapshot, partOf, takeSnapshot } from "../../src/tango/server/attribute/take-snapshot.ts";
import { defineAttribute } from "../../src/tango/server/definition/attribute-definition.ts";
import type { AttributeType } from "../../src/tango/value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../src/tango/value/device-attribute.ts";
import { deviceAttributeFrom4, deviceAttributeFrom5 } from "../../src/tango/value/read-attribute.ts";
import { timeFromWire } from "../../src/tango/value/time-val.ts";
import { goldenFiles } from "../support/golden-corpus.ts";
import { decodeMessage } from "../support/message-content.ts";

/*
 * A device here that reads what a real one has read, with the same set value, quality, time and failures, answers with the same octets.
 */

const messages = goldenFiles()
  .filter(({ name }) => name.startsWith("tango-"))
  .flatMap((file) => file.messages);

test("readings for clients of IDL 5 go out as from real devices", () => {
  const wires = [
    ...results<AttributeValue_5>("read_attributes_5"),
    ...results<AttributeValue_5>("write_read_attributes_5"),
  ];
  assert.ok(wires.length > 50);
  for (const wire of wires) {
    const served = attributeValue5(snapshotOf(wire, deviceAttributeFrom5(wire)));
    assert.deepEqual(octets(AttributeValue_5, served), octets(AttributeValue_5, wire), wire.name);
  }
});

test("readings for clients of IDL 4 go out as from real devices", () => {
  for (const wire of results<AttributeValue_4>("read_attributes_4")) {
    const served = attributeValue4(snapshotOf(wire, deviceAttributeFrom4(wire)));
    assert.deepEqual(octets(AttributeValue_4, served), octets(AttributeValue_4, wire), wire.name);
  }
});

function snapshotOf(wire: AttributeValue_4, reading: DeviceAttribute): AttributeSnapshot {
  const time = timeFromWire(wire.time);
  if (wire.err_list.length > 0) {
    return failedSnapshot(wire.name, undefined, new DevFailed(wire.err_list), time);
  }
  const { quality, value, writeValue } = reading;
  const attribute = new Attribute(
    defineAttribute(wire.name, {
      dtype: reading.type as AttributeType,
      dformat: reading.dataFormat as "SCALAR" | "SPECTRUM" | "IMAGE",
      maxDimX: 10_000,
      maxDimY: 10_000,
      enumLabels: ["a", "b", "c", "d"],
      read() {},
    }),
  );
  const written = writeValue === null ? null : partOf(attribute, writeValue);
  return takeSnapshot(attribute, { value, quality, time }, time, written);
}

function octets<T, I>(codec: Codec<T, I>, value: I): Uint8Array {
  const writer = new CdrWriter();
  codec.encode(writer, value);
  return writer.bytes();
}

function results<T>(operation: string): T[] {
  return messages
    .filter((message) => message.operationName === operation && message.direction === "IN")
    .map(({ bytes, operation: called }) => decodeMessage(bytes, called))
    .flatMap((content) =>
      content.type === "Reply" && content.body.kind === "results" ? (content.body.values[0] as T[]) : [],
    );
}
