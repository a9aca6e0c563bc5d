import { Any } from "../../../giop/idl/any.ts";
import type { InputOf } from "../../../giop/idl/codec.ts";
import type { AttributeDim } from "../../idl/attribute-value.ts";
import type { DevVarDoubleStringArray, DevVarLongStringArray } from "../../idl/data-types.ts";
import type { DevCmdHistory, DevCmdHistory_4 } from "../../idl/history.ts";
import { type CmdArgType, cmdArgTypeNumber, isAttributeType } from "../../value/cmd-arg-type.ts";
import { decodeCommandResult, encodeCommandArgument } from "../../value/command-argument.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import { encodedToWire } from "../../value/encoded.ts";
import { wireTime } from "../attribute/attribute-value-versions.ts";
import { dimRuns, errorRuns } from "./history-runs.ts";
import type { CommandRecord } from "./polled-object.ts";

// What clients make of these is in value/history.ts. Executions come oldest first.

/**
 * A history for clients of IDL 4 to 6, of a command that gives `type`. Of a DevVoid command it has the moments and failures, as of
 * cppTango 9.3; cppTango 10 refuses it. It has values of the type even where there are none: C++ clients read them without a look.
 */
export function commandHistory4(
  executions: readonly CommandRecord[],
  type: CmdArgType,
): InputOf<typeof DevCmdHistory_4> {
  const given = type === "ConstDevString" ? "DevString" : type;
  const results = executions.map(({ value, errors }) =>
    errors.length > 0 || value === null ? undefined : { value: decodeCommandResult(given, value) },
  );
  const dims = dimRuns(results.map((result) => (result === undefined ? NO_DIM : dimOf(given, result.value))));
  const errors = errorRuns(executions);
  return {
    dates: executions.map(({ time }) => wireTime(time)),
    value: allValues(
      given,
      results.flatMap((result) => (result === undefined ? [] : [result.value])).reverse(),
    ),
    dims: dims.entries,
    dims_array: dims.runs,
    errors: errors.entries,
    errors_array: errors.runs,
    cmd_type: cmdArgTypeNumber(given),
  };
}

/** A history for clients of IDL 2 and 3. */
export function commandHistory2(executions: readonly CommandRecord[]): InputOf<typeof DevCmdHistory>[] {
  return executions.map(({ time, value, errors }) => ({
    time: wireTime(time),
    cmd_failed: errors.length > 0,
    value: value ?? Any.EMPTY,
    errors,
  }));
}

/** All values behind each other. */
function allValues(type: CmdArgType, values: readonly unknown[]): Any {
  if (type === "DevVoid") return Any.EMPTY;
  if (type === "DevVarLongStringArray") {
    const pairs = values as readonly DevVarLongStringArray[];
    return encodeCommandArgument(
      type,
      { lvalue: joined(pairs.map((pair) => pair.lvalue)), svalue: texts(pairs) },
      NAME,
    );
  }
  if (type === "DevVarDoubleStringArray") {
    const pairs = values as readonly DevVarDoubleStringArray[];
    return encodeCommandArgument(
      type,
      { dvalue: joined(pairs.map((pair) => pair.dvalue)), svalue: texts(pairs) },
      NAME,
    );
  }
  if (!isAttributeType(type))
    return encodeCommandArgument(type, joined(values as readonly ArrayLike<unknown>[]), NAME);
  const all = type === "DevEncoded" ? values.map((value) => encodedToWire(value as never)) : values;
  return Any.of(ELEMENT_TYPES[type].arrayCodec, all);
}

function joined(arrays: readonly ArrayLike<unknown>[]): unknown[] {
  return arrays.flatMap((array) => Array.from(array));
}

function texts(pairs: readonly { readonly svalue: readonly string[] }[]): string[] {
  return pairs.flatMap(({ svalue }) => svalue);
}

/** A value has one element and an array its length; of a pair, `dim_x` counts the texts and `dim_y` the numbers. */
function dimOf(type: CmdArgType, value: unknown): AttributeDim {
  if (type === "DevVarLongStringArray") {
    const { lvalue, svalue } = value as DevVarLongStringArray;
    return { dim_x: svalue.length, dim_y: lvalue.length };
  }
  if (type === "DevVarDoubleStringArray") {
    const { dvalue, svalue } = value as DevVarDoubleStringArray;
    return { dim_x: svalue.length, dim_y: dvalue.length };
  }
  const isArray = type !== "DevVoid" && !isAttributeType(type);
  return { dim_x: isArray ? (value as ArrayLike<unknown>).length : 1, dim_y: 0 };
}

const NO_DIM: AttributeDim = { dim_x: 0, dim_y: 0 };
/** What errors would name, which cannot be: the values were made for this type. */
const NAME = "history";
