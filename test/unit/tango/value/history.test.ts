import assert from "node:assert/strict";
import { test } from "node:test";
import { Any } from "../../../../src/giop/idl/any.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import {
  DevVarDoubleArray,
  DevVarLongArray,
  DevVarLongStringArray,
  DevVarStringArray,
} from "../../../../src/tango/idl/data-types.ts";
import { DevVarStateArray } from "../../../../src/tango/idl/enums.ts";
import type { DevAttrHistory_5, DevCmdHistory_4 } from "../../../../src/tango/idl/history.ts";
import { CMD_ARG_TYPE } from "../../../../src/tango/value/cmd-arg-type.ts";
import {
  attributeHistoryFrom2,
  attributeHistoryFrom3,
  attributeHistoryFrom4,
  attributeHistoryFrom5,
  commandHistoryFrom2,
  commandHistoryFrom4,
} from "../../../../src/tango/value/history.ts";
import { timeFromWire } from "../../../../src/tango/value/time-val.ts";

const date = (tv_sec: number) => ({ tv_sec, tv_usec: 0, tv_nsec: 0 });
const dim = (dim_x: number, dim_y = 0) => ({ dim_x, dim_y });
const run = (start: number, nb_elt: number) => ({ start, nb_elt });
const LEVEL = { reason: "API_X", severity: "ERR", desc: "d", origin: "o" } as const;

// As tango-server.md §5 has it from a real server: three equal records of a read-write scalar, then with one that failed.
const HISTORY: DevAttrHistory_5 = {
  name: "x",
  data_format: "SCALAR",
  data_type: CMD_ARG_TYPE.DevDouble,
  dates: [date(1), date(2), date(3)],
  value: Any.of(DevVarDoubleArray, [3, 30, 2, 20, 1, 10]),
  quals: ["ATTR_VALID"],
  quals_array: [run(2, 3)],
  r_dims: [dim(1)],
  r_dims_array: [run(2, 3)],
  w_dims: [dim(1)],
  w_dims_array: [run(2, 3)],
  errors: [],
  errors_array: [],
};

test("gives the records of an attribute oldest first", () => {
  const records = attributeHistoryFrom5(HISTORY);
  assert.deepEqual(
    records.map(({ time, value, writeValue }) => [time.tvSec, value, writeValue]),
    [
      [1, 1, 10],
      [2, 2, 20],
      [3, 3, 30],
    ],
  );
  assert.deepEqual(
    attributeHistoryFrom4(HISTORY).map(({ value, type }) => [value, type]),
    [
      [1, "DevDouble"],
      [2, "DevDouble"],
      [3, "DevDouble"],
    ],
  );
});

test("skips the values of records that failed or were invalid", () => {
  const records = attributeHistoryFrom5({
    ...HISTORY,
    dates: [date(1), date(2), date(3), date(4)],
    value: Any.of(DevVarDoubleArray, [4, 40, 1, 10]),
    quals: ["ATTR_ALARM", "ATTR_INVALID", "ATTR_VALID"],
    quals_array: [run(3, 1), run(2, 2), run(0, 1)],
    r_dims: [dim(1), dim(0), dim(1)],
    r_dims_array: [run(3, 1), run(2, 2), run(0, 1)],
    w_dims: [dim(1), dim(0), dim(1)],
    w_dims_array: [run(3, 1), run(2, 2), run(0, 1)],
    errors: [[LEVEL]],
    errors_array: [run(1, 1)],
  });
  assert.deepEqual(
    records.map((record) => [record.hasFailed, record.quality]),
    [
      [false, "ATTR_VALID"],
      [true, "ATTR_INVALID"],
      [false, "ATTR_INVALID"],
      [false, "ATTR_ALARM"],
    ],
  );
  assert.equal(records[0]?.value, 1);
  assert.throws(() => records[1]?.value, DevFailed);
  assert.equal(records[2]?.value, null);
  assert.deepEqual([records[3]?.value, records[3]?.writeValue], [4, 40]);
});

test("reads the history of a State, whose type cppTango 9.3 gives as 0, and one without any value", () => {
  const states = attributeHistoryFrom5({
    ...HISTORY,
    data_type: 0,
    value: Any.of(DevVarStateArray, ["ON", "OFF", "FAULT"]),
    w_dims: [dim(0)],
  });
  assert.deepEqual(
    states.map(({ value, type }) => [value, type]),
    [
      ["FAULT", "DevState"],
      ["OFF", "DevState"],
      ["ON", "DevState"],
    ],
  );
  const failed = attributeHistoryFrom5({
    ...HISTORY,
    value: Any.EMPTY,
    errors: [[LEVEL]],
    errors_array: [run(2, 3)],
  });
  assert.ok(failed.every((record) => record.hasFailed));
});

for (const [title, changes] of [
  ["a run beyond the records", { quals_array: [run(3, 1)] }],
  ["a run before the first record", { r_dims_array: [run(0, 2)] }],
  ["a run that counts back", { w_dims_array: [run(0, -5)] }],
  ["more entries than runs", { quals: ["ATTR_VALID", "ATTR_VALID"] }],
  ["too few values", { value: Any.of(DevVarDoubleArray, [1]) }],
  ["values that its dimensions take back", { r_dims: [dim(-5)] }],
] as const) {
  test(`rejects a history with ${title}`, () => {
    assert.throws(
      () => attributeHistoryFrom5({ ...HISTORY, ...changes } as DevAttrHistory_5),
      (error) => error instanceof DevFailed && error.reason === "API_WrongHistoryDataBuffer",
    );
  });
}

const COMMAND: DevCmdHistory_4 = {
  dates: [date(1), date(2), date(3)],
  value: Any.of(DevVarStringArray, ["c", "a"]),
  dims: [dim(1), dim(0), dim(1)],
  dims_array: [run(2, 1), run(1, 1), run(0, 1)],
  errors: [[LEVEL]],
  errors_array: [run(1, 1)],
  cmd_type: CMD_ARG_TYPE.DevString,
};

test("gives the records of a command oldest first", () => {
  const records = commandHistoryFrom4(COMMAND);
  assert.deepEqual([records[0]?.value, records[2]?.value], ["a", "c"]);
  assert.equal(records[1]?.hasFailed, true);
  assert.throws(() => records[1]?.value, DevFailed);
  assert.deepEqual(records[0]?.time, timeFromWire(date(1)));
});

test("gives arrays and pairs of arrays of commands", () => {
  const arrays = commandHistoryFrom4({
    ...COMMAND,
    value: Any.of(DevVarLongArray, Int32Array.of(5, 6, 1)),
    dims: [dim(2), dim(0), dim(1)],
    cmd_type: CMD_ARG_TYPE.DevVarLongArray,
  });
  assert.deepEqual([arrays[0]?.value, arrays[2]?.value], [Int32Array.of(1), Int32Array.of(5, 6)]);
  const pairs = commandHistoryFrom4({
    ...COMMAND,
    value: Any.of(DevVarLongStringArray, { lvalue: Int32Array.of(5, 6, 1), svalue: ["c", "a", "b"] }),
    // dim_x counts the texts, dim_y the numbers (cppTango, pollring.cpp).
    dims: [dim(1, 2), dim(0), dim(2, 1)],
    cmd_type: CMD_ARG_TYPE.DevVarLongStringArray,
  });
  assert.deepEqual(pairs[2]?.value, { lvalue: Int32Array.of(5, 6), svalue: ["c"] });
  assert.deepEqual(pairs[0]?.value, { lvalue: Int32Array.of(1), svalue: ["a", "b"] });
  const voids = commandHistoryFrom4({ ...COMMAND, value: Any.EMPTY, dims: [], dims_array: [], cmd_type: 0 });
  assert.deepEqual(voids[0]?.value, undefined);
});

test("reads the histories of devices of IDL 2 and 3", () => {
  const value = {
    value: Any.of(DevVarDoubleArray, [1]),
    quality: "ATTR_VALID",
    time: date(1),
    name: "x",
  } as const;
  const two = attributeHistoryFrom2([
    { attr_failed: false, value: { ...value, dim_x: 1, dim_y: 0 }, errors: [] },
    { attr_failed: true, value: { ...value, dim_x: 0, dim_y: 0 }, errors: [LEVEL] },
  ]);
  assert.equal(two[0]?.value, 1);
  assert.deepEqual(two[1]?.errors, [LEVEL]);
  const three = attributeHistoryFrom3([
    { attr_failed: false, value: { ...value, r_dim: dim(1), w_dim: dim(0), err_list: [] } },
  ]);
  assert.equal(three[0]?.value, 1);
  const commands = commandHistoryFrom2([
    { time: date(1), cmd_failed: false, value: Any.of(DevVarLongArray, [1]), errors: [] },
    { time: date(2), cmd_failed: true, value: Any.EMPTY, errors: [LEVEL] },
  ]);
  assert.deepEqual(commands[0]?.value, [1]);
  assert.deepEqual(commands[1]?.errors, [LEVEL]);
});

test("takes the format and the labels from what is known of the attribute", () => {
  const known = { dataFormat: "SPECTRUM", enumLabels: ["A", "B"] } as const;
  const value = {
    value: Any.of(DevVarDoubleArray, Float64Array.of(1)),
    quality: "ATTR_VALID",
    time: date(1),
    name: "x",
  } as const;
  const two = { ...value, dim_x: 1, dim_y: 0 };
  const [record] = attributeHistoryFrom2([{ attr_failed: false, value: two, errors: [] }], known);
  assert.deepEqual(record?.value, Float64Array.of(1));
  const three = { ...value, r_dim: dim(1), w_dim: dim(0), err_list: [] };
  assert.equal(
    attributeHistoryFrom3([{ attr_failed: false, value: three }], known)[0]?.dataFormat,
    "SPECTRUM",
  );
});
