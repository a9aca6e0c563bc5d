import assert from "node:assert/strict";
import { test } from "node:test";
import type { Any } from "../../src/giop/idl/any.ts";
import type { InputOf } from "../../src/giop/idl/codec.ts";
import type { AttributeConfig_5 } from "../../src/tango/idl/attribute-config.ts";
import type { AttributeValue_4, AttributeValue_5 } from "../../src/tango/idl/attribute-value.ts";
import type { AttrDataFormat } from "../../src/tango/idl/enums.ts";
import type { DevAttrHistory_5, DevCmdHistory_4 } from "../../src/tango/idl/history.ts";
import { attributeConfig5, attributeInfoFrom5 } from "../../src/tango/value/attribute-info.ts";
import {
  commandTypeOf,
  decodeCommandResult,
  encodeCommandArgument,
} from "../../src/tango/value/command-argument.ts";
import { attributeHistoryFrom5, commandHistoryFrom4 } from "../../src/tango/value/history.ts";
import { deviceAttributeFrom4, deviceAttributeFrom5 } from "../../src/tango/value/read-attribute.ts";
import { timeFromWire } from "../../src/tango/value/time-val.ts";
import { encodeAttributeValue4 } from "../../src/tango/value/write-attribute.ts";
import { type GoldenMessage, goldenFiles } from "../support/golden-corpus.ts";
import { decodeMessage } from "../support/message-content.ts";

/*
 * What real devices and clients said, as values: what was read becomes a DeviceAttribute without loss, and what PyTango wrote is
 * what we send for the same value.
 */

const messages = goldenFiles()
  .filter(({ name }) => name.startsWith("tango-"))
  .flatMap((file) => file.messages);

test("values that were read become DeviceAttributes, and go back", () => {
  const wires = [
    ...results<AttributeValue_5[]>("read_attributes_5"),
    ...results<AttributeValue_5[]>("write_read_attributes_5"),
  ];
  let failed = 0;
  let read = 0;
  for (const wire of wires.flat()) {
    const reading = deviceAttributeFrom5(wire);
    assert.equal(reading.name, wire.name);
    if (wire.err_list.length > 0) {
      failed++;
      assert.deepEqual(reading.errors, wire.err_list);
      continue;
    }
    read++;
    assert.deepEqual(reading.errors, []);
    assert.equal(reading.time.tvSec, wire.time.tv_sec);
    const target = { name: wire.name, dataType: reading.type, dataFormat: wire.data_format };
    if (wire.value.kind === "dev_state_att") {
      assert.equal(reading.value, wire.value.value);
      continue;
    }
    const again = encodeAttributeValue4(target, reading.value);
    assert.deepEqual(again.w_dim, wire.r_dim, wire.name);
    const { kind, value } = again.value as { kind: string; value: ArrayLike<unknown> };
    assert.equal(kind, wire.value.kind);
    const sent = Array.from(wire.value.value as ArrayLike<unknown>);
    assert.deepEqual(Array.from(value), sent.slice(0, reading.nbRead));
    if (reading.writeValue !== null && wire.data_format !== "IMAGE") {
      const written = encodeAttributeValue4(target, reading.writeValue).value as {
        value: ArrayLike<unknown>;
      };
      assert.deepEqual(Array.from(written.value), sent.slice(-reading.nbWritten));
    }
  }
  assert.ok(read >= 70 && failed >= 6, `${read} read, ${failed} failed`);
});

test("we write values as PyTango does", () => {
  const wires = [
    ...inputs<AttributeValue_4[]>("write_attributes_4"),
    ...inputs<AttributeValue_4[]>("write_read_attributes_5"),
  ];
  for (const wire of wires.flat()) {
    const dataFormat: AttrDataFormat = wire.w_dim.dim_y > 0 ? "IMAGE" : isLone(wire) ? "SCALAR" : "SPECTRUM";
    const none = { dim_x: 0, dim_y: 0 };
    const reading = deviceAttributeFrom4({
      ...wire,
      data_format: dataFormat,
      r_dim: wire.w_dim,
      w_dim: none,
    });
    const target = { name: wire.name, dataType: reading.type, dataFormat };
    const ours = encodeAttributeValue4(target, reading.value);
    const { value, ...rest } = ours;
    const { value: theirs, ...others } = wire;
    // cppTango sends memory it never set as r_dim; no server looks at it.
    assert.deepEqual(rest, { ...others, r_dim: none });
    const [our, their] = [value, theirs] as unknown as { kind: string; value: ArrayLike<unknown> }[];
    assert.equal(our?.kind, their?.kind);
    assert.deepEqual(Array.from(our!.value), Array.from(their!.value));
  }
  assert.ok(wires.length > 50, `${wires.length} writes`);
});

test("arguments and results of commands are told by their TypeCodes, and go back to the same", () => {
  const types = new Set<string>();
  const anys = [...inputs<Any>("command_inout_4", 1), ...results<Any>("command_inout_4")];
  for (const any of anys) {
    const type = commandTypeOf(any);
    types.add(type);
    const value = decodeCommandResult(type, any);
    const again = encodeCommandArgument(type, value, "it");
    assert.deepEqual(
      again.typeCode.kind === "tk_null" ? "tk_null" : again.typeCode,
      any.typeCode.kind === "tk_null" ? "tk_null" : any.typeCode,
    );
    assert.deepEqual(again.value, any.value);
  }
  assert.ok(!types.has("Unknown"));
  assert.ok(types.size >= 20, [...types].join(" "));
});

test("configurations go back to the same", () => {
  const configs = results<AttributeConfig_5[]>("get_attribute_config_5").flat();
  for (const config of configs) {
    const again: InputOf<typeof AttributeConfig_5> = attributeConfig5(attributeInfoFrom5(config));
    // cppTango 9.3 never sets mem_init of an attribute that is not memorized.
    assert.deepEqual(again, { ...config, mem_init: config.memorized && config.mem_init });
  }
  assert.ok(configs.length > 50, `${configs.length} configurations`);
});

test("histories have a record for every date, oldest first", () => {
  const attributes = results<DevAttrHistory_5>("read_attribute_history_5");
  const commands = results<DevCmdHistory_4>("command_inout_history_4");
  for (const history of attributes) {
    const records = attributeHistoryFrom5(history);
    assert.equal(records.length, history.dates.length);
    const failures = history.errors_array.reduce((sum, { nb_elt }) => sum + nb_elt, 0);
    assert.equal(records.filter((record) => record.hasFailed).length, failures);
    assert.deepEqual(
      records.map(({ time }) => time),
      history.dates.map(timeFromWire),
    );
    // The newest record stands first among the values.
    const newest = records.findLast((record) => !record.hasFailed);
    if (newest !== undefined) assert.deepEqual(newest.value, firstOf(history, newest.nbRead));
  }
  for (const history of commands) {
    const records = commandHistoryFrom4(history);
    assert.deepEqual(
      records.map(({ time }) => time),
      history.dates.map(timeFromWire),
    );
    assert.equal(records.at(-1)?.value, (history.value.value as ArrayLike<unknown>)[0]);
  }
  assert.ok(attributes.length >= 4 && commands.length >= 4);
});

/** The first value in a history, as a scalar or a spectrum. */
function firstOf(history: DevAttrHistory_5, count: number): unknown {
  const values = Array.from(history.value.value as ArrayLike<unknown>).slice(0, count);
  return history.data_format === "SCALAR" ? values[0] : values;
}

function isLone(wire: AttributeValue_4): boolean {
  return wire.w_dim.dim_x === 1 && wire.w_dim.dim_y === 0;
}

/** What each call of an operation gave. */
function results<T>(operationName: string): T[] {
  return decoded(operationName, "IN").flatMap((content) =>
    content.type === "Reply" && content.body.kind === "results" ? [content.body.values[0] as T] : [],
  );
}

/** The argument that each call of an operation took at `position`. */
function inputs<T>(operationName: string, position = 0): T[] {
  return decoded(operationName, "OUT").flatMap((content) =>
    content.type === "Request" ? [content.values[position] as T] : [],
  );
}

function decoded(operationName: string, direction: GoldenMessage["direction"]) {
  return messages
    .filter((message) => message.operationName === operationName && message.direction === direction)
    .map((message) => decodeMessage(message.bytes, message.operation));
}
