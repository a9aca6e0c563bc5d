import assert from "node:assert/strict";
import { test } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import type { DevError } from "../../../../../src/tango/error/dev-error.ts";
import { DevCmdHistory_4, DevCmdHistoryList } from "../../../../../src/tango/idl/history.ts";
import { commandHistory2, commandHistory4 } from "../../../../../src/tango/server/polling/command-history.ts";
import type { CommandRecord } from "../../../../../src/tango/server/polling/polled-object.ts";
import { type CmdArgType, cmdArgTypeName } from "../../../../../src/tango/value/cmd-arg-type.ts";
import { encodeCommandArgument } from "../../../../../src/tango/value/command-argument.ts";
import { commandHistoryFrom2, commandHistoryFrom4 } from "../../../../../src/tango/value/history.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import { FAILURE } from "./polled-values.ts";
import { goldenResults, plain, received } from "./wire-values.ts";

const record = (type: CmdArgType, value: unknown, time = new TimeVal(1)): CommandRecord => ({
  value: encodeCommandArgument(type, value, "it"),
  time,
  errors: [],
});
const failed = (errors: readonly DevError[] = [FAILURE]): CommandRecord => ({
  value: null,
  time: new TimeVal(2),
  errors,
});

test("is what real servers answer", () => {
  const wires = goldenResults<DevCmdHistory_4>("command_inout_history_4");
  for (const wire of wires) {
    const type = cmdArgTypeName(wire.cmd_type);
    const records = commandHistoryFrom4(wire).map((one) =>
      one.hasFailed ? { ...failed(one.errors), time: one.time } : record(type, one.value, one.time),
    );
    assert.deepEqual(plain(received(DevCmdHistory_4, commandHistory4(records, type))), plain(wire));
  }
  assert.ok(wires.length >= 4, `${wires.length} histories`);
});

test("has the values of any type, those of failed executions left out", () => {
  const cases: readonly [CmdArgType, readonly unknown[]][] = [
    ["DevBoolean", [true, false]],
    ["DevUShort", [1, 2]],
    ["DevULong", [3, 4]],
    ["DevLong64", [5n, 6n]],
    ["DevUChar", [7, 8]],
    ["DevString", ["a", ""]],
    ["DevState", ["ON", "OFF"]],
    [
      "DevEncoded",
      [
        { format: "x", data: Uint8Array.of(1, 2) },
        { format: "", data: new Uint8Array() },
      ],
    ],
    ["DevVarDoubleArray", [Float64Array.of(1, 2, 3), Float64Array.of(4)]],
    ["DevVarUShortArray", [Uint16Array.of(), Uint16Array.of(4, 5)]],
    ["DevVarStringArray", [["a", "b"], []]],
    [
      "DevVarLongStringArray",
      [
        { lvalue: Int32Array.of(1, 2), svalue: ["a"] },
        { lvalue: Int32Array.of(3), svalue: [] },
      ],
    ],
    [
      "DevVarDoubleStringArray",
      [
        { dvalue: Float64Array.of(1), svalue: ["a", "b"] },
        { dvalue: Float64Array.of(), svalue: ["c"] },
      ],
    ],
  ];
  for (const [type, [first, second]] of cases) {
    const wire = received(
      DevCmdHistory_4,
      commandHistory4([record(type, first), failed(), record(type, second), record(type, second)], type),
    );
    const history = commandHistoryFrom4(wire);
    assert.deepEqual(
      history.map((one) => plain(one.hasFailed ? one.errors : one.value)),
      [plain(first), [FAILURE], plain(second), plain(second)],
      type,
    );
    assert.equal(history[0]?.type, type);
  }
});

test("counts the texts of a pair before its numbers", () => {
  const wire = commandHistory4(
    [record("DevVarLongStringArray", { lvalue: [1, 2, 3], svalue: ["a"] })],
    "DevVarLongStringArray",
  );
  assert.deepEqual(wire.dims, [{ dim_x: 1, dim_y: 3 }]);
});

test("has moments and failures of a command that gives nothing", () => {
  const nothing: CommandRecord = { value: Any.EMPTY, time: new TimeVal(1), errors: [] };
  const wire = received(DevCmdHistory_4, commandHistory4([nothing, failed(), nothing], "DevVoid"));
  assert.equal(wire.value.typeCode.kind, "tk_null");
  assert.deepEqual(
    commandHistoryFrom4(wire).map(({ hasFailed }) => hasFailed),
    [false, true, false],
  );
});

test("has values of the type where all executions failed", () => {
  const wire = received(DevCmdHistory_4, commandHistory4([failed(), failed()], "DevDouble"));
  assert.equal(wire.value.typeCode.kind, "tk_alias");
  assert.deepEqual(wire.errors_array, [{ start: 1, nb_elt: 2 }]);
  assert.equal(commandHistoryFrom4(wire).filter(({ hasFailed }) => hasFailed).length, 2);
});

test("gives a constant text as a text", () => {
  const wire = commandHistory4([record("ConstDevString", "a")], "ConstDevString");
  assert.equal(cmdArgTypeName(wire.cmd_type), "DevString");
});

test("gives older clients each execution on its own", () => {
  const wire = received(DevCmdHistoryList, commandHistory2([record("DevDouble", 1.5), failed()]));
  const history = commandHistoryFrom2(wire);
  assert.equal(history[0]?.value, 1.5);
  assert.deepEqual(history[1]?.errors, [FAILURE]);
});
