import type { Any } from "../../giop/idl/any.ts";
import { type DevError, devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { AttributeDim } from "../idl/attribute-value.ts";
import { DevVarDoubleStringArray, DevVarLongStringArray } from "../idl/data-types.ts";
import type { AttrQuality } from "../idl/enums.ts";
import type {
  DevAttrHistory,
  DevAttrHistory_3,
  DevAttrHistory_4,
  DevAttrHistory_5,
  DevCmdHistory,
  DevCmdHistory_4,
  EltInArray,
} from "../idl/history.ts";
import {
  CMD_ARG_TYPE,
  type CmdArgType,
  type CommandValueOf,
  cmdArgTypeName,
  isAttributeType,
} from "./cmd-arg-type.ts";
import { commandTypeOf, decodeCommandResult } from "./command-argument.ts";
import { type DeviceAttribute, elementCount } from "./device-attribute.ts";
import { sliceOf } from "./image-value.ts";
import { jsonValue } from "./json-value.ts";
import {
  deviceAttribute,
  deviceAttributeFrom1,
  deviceAttributeFrom3,
  elementsOfAny,
  failedAttribute,
  formatOf,
  type KnownAttribute,
} from "./read-attribute.ts";
import { type TimeVal, timeFromWire } from "./time-val.ts";

/** What a command of whatever type gives. */
type CommandResult = CommandValueOf<CmdArgType>;

/** One execution of a polled command. */
export class DeviceDataHistory<V = CommandResult> {
  /** What the command gives. */
  readonly type: CmdArgType;
  /** When it was executed. */
  readonly time: TimeVal;
  /** Why it failed, the root cause first; empty where it did not. */
  readonly errors: readonly DevError[];
  readonly #value: V;

  constructor(type: CmdArgType, time: TimeVal, value: V, errors: readonly DevError[]) {
    this.type = type;
    this.time = time;
    this.errors = errors;
    this.#value = value;
  }

  /** Whether the execution failed. */
  get hasFailed(): boolean {
    return this.errors.length > 0;
  }

  /** What the command gave. Throws the DevFailed where it failed. */
  get value(): V {
    if (this.errors.length > 0) throw new DevFailed(this.errors);
    return this.#value;
  }

  /** As plain data: see DeviceAttribute.toJSON. */
  toJSON(): Record<string, unknown> {
    const { type, time, errors } = this;
    return { type, time: time.toISOString(), errors, value: jsonValue(this.#value) };
  }
}

/** The history of an attribute of a device of IDL 2, oldest record first. */
export function attributeHistoryFrom2(
  wire: readonly DevAttrHistory[],
  known?: KnownAttribute,
): DeviceAttribute[] {
  return wire.map(({ attr_failed, value, errors }) =>
    attr_failed
      ? failedAttribute(value.name, errors, timeFromWire(value.time))
      : deviceAttributeFrom1(value, known),
  );
}

/** The history of an attribute of a device of IDL 3, oldest record first. */
export function attributeHistoryFrom3(
  wire: readonly DevAttrHistory_3[],
  known?: KnownAttribute,
): DeviceAttribute[] {
  return wire.map(({ value }) => deviceAttributeFrom3(value, known));
}

/** The history of an attribute of a device of IDL 4, oldest record first. */
export function attributeHistoryFrom4(wire: DevAttrHistory_4, known?: KnownAttribute): DeviceAttribute[] {
  return attributeHistory(wire, undefined, known);
}

/** Whether only the configuration says the labels of a history of IDL 5 or 6. */
export function isOpenHistory5({ data_type }: DevAttrHistory_5): boolean {
  return data_type === CMD_ARG_TYPE.DevEnum;
}

/** The history of an attribute of a device of IDL 5 or 6, oldest record first. */
export function attributeHistoryFrom5(wire: DevAttrHistory_5, known?: KnownAttribute): DeviceAttribute[] {
  return attributeHistory(wire, wire, known);
}

/** The history of a command of a device of IDL 2 or 3, oldest record first. */
export function commandHistoryFrom2(wire: readonly DevCmdHistory[]): DeviceDataHistory[] {
  return wire.map(({ time, cmd_failed, value, errors }) => {
    const type = commandTypeOf(value);
    const result = cmd_failed ? undefined : decodeCommandResult(type, value);
    return new DeviceDataHistory(type, timeFromWire(time), result as CommandResult, cmd_failed ? errors : []);
  });
}

/** The history of a command of a device of IDL 4 to 6, oldest record first. */
export function commandHistoryFrom4(wire: DevCmdHistory_4): DeviceDataHistory[] {
  const count = wire.dates.length;
  const type = cmdArgTypeName(wire.cmd_type);
  const dims = expand(wire.dims, wire.dims_array, count, NO_DIM);
  const errors = expand(wire.errors, wire.errors_array, count, NO_ERRORS);
  const columns = commandColumns(type, wire.value);
  return wire.dates.map((date, i) => {
    const failure = errors[i]!;
    const value = failure.length > 0 ? undefined : columns.take(dims[i]!);
    return new DeviceDataHistory(type, timeFromWire(date), value as CommandResult, failure);
  });
}

function attributeHistory(
  wire: DevAttrHistory_4,
  declared: Pick<DevAttrHistory_5, "data_format" | "data_type"> | undefined,
  known: KnownAttribute | undefined,
): DeviceAttribute[] {
  const count = wire.dates.length;
  const qualities = expand<AttrQuality>(wire.quals, wire.quals_array, count, "ATTR_INVALID");
  const rDims = expand(wire.r_dims, wire.r_dims_array, count, NO_DIM);
  const wDims = expand(wire.w_dims, wire.w_dims_array, count, NO_DIM);
  const errors = expand(wire.errors, wire.errors_array, count, NO_ERRORS);
  const { type: found, elements } = elementsOfAny(wire.value);
  const named = declared === undefined ? "Unknown" : cmdArgTypeName(declared.data_type);
  // cppTango 9.3 says 0 for the State.
  const type = isAttributeType(named) ? named : found;
  const column = new Column(elements ?? []);
  return wire.dates.map((date, i) => {
    const time = timeFromWire(date);
    const failure = errors[i]!;
    if (failure.length > 0) return failedAttribute(wire.name, failure, time);
    const [rDim, wDim, quality] = [rDims[i]!, wDims[i]!, qualities[i]!];
    const hasValue = quality !== "ATTR_INVALID" && elements !== null;
    const size = elementCount(rDim.dim_x, rDim.dim_y) + elementCount(wDim.dim_x, wDim.dim_y);
    return deviceAttribute({
      name: wire.name,
      type,
      dataFormat: declared?.data_format ?? known?.dataFormat ?? formatOf(rDim),
      quality,
      time,
      elements: hasValue ? column.take(size) : null,
      rDim,
      wDim,
      errors: NO_ERRORS,
      enumLabels: type === "DevEnum" ? known?.enumLabels : undefined,
    });
  });
}

/**
 * The entries of a history record by record. An entry stands for `nb_elt` equal records, counted down from `start`; what no entry
 * names is `missing`.
 */
function expand<T>(entries: readonly T[], runs: readonly EltInArray[], count: number, missing: T): T[] {
  const records = new Array<T>(count).fill(missing);
  if (entries.length !== runs.length) throw wrongBuffer();
  for (const [i, { start, nb_elt }] of runs.entries()) {
    const last = start - nb_elt + 1;
    if (nb_elt < 0 || start >= count || last < 0) throw wrongBuffer();
    records.fill(entries[i]!, last, start + 1);
  }
  return records;
}

/** The values of a history, one record behind the other, the newest first: taken from the end, they come oldest first. */
class Column {
  readonly #elements: ArrayLike<unknown>;
  #end: number;

  constructor(elements: ArrayLike<unknown>) {
    this.#elements = elements;
    this.#end = elements.length;
  }

  take(count: number): ArrayLike<unknown> {
    if (count < 0 || count > this.#end) throw wrongBuffer();
    this.#end -= count;
    return sliceOf(this.#elements, this.#end, this.#end + count);
  }
}

/** The values of a command's history, record by record. */
interface CommandColumns {
  take(dim: AttributeDim): unknown;
}

function commandColumns(type: CmdArgType, any: Any): CommandColumns {
  if (type === "DevVarLongStringArray" && any.holds(DevVarLongStringArray)) {
    const { lvalue, svalue } = any.extract(DevVarLongStringArray);
    return pairColumns("lvalue", lvalue, svalue);
  }
  if (type === "DevVarDoubleStringArray" && any.holds(DevVarDoubleStringArray)) {
    const { dvalue, svalue } = any.extract(DevVarDoubleStringArray);
    return pairColumns("dvalue", dvalue, svalue);
  }
  if (type === "DevVoid") return { take: () => undefined };
  const column = new Column(elementsOfAny(any).elements ?? []);
  if (isAttributeType(type) || type === "ConstDevString") return { take: () => column.take(1)[0] };
  return { take: (dim) => column.take(dim.dim_x) };
}

/** `dim_x` counts the texts of a record, `dim_y` its numbers (cppTango, DeviceProxy::extract_value). */
function pairColumns(name: string, numbers: ArrayLike<unknown>, texts: ArrayLike<unknown>): CommandColumns {
  const numberColumn = new Column(numbers);
  const textColumn = new Column(texts);
  return {
    take: ({ dim_x, dim_y }) => ({ [name]: numberColumn.take(dim_y), svalue: textColumn.take(dim_x) }),
  };
}

function wrongBuffer(): DevFailed {
  const desc = "Data buffer received from server is not valid !";
  return new DevFailed([devError("API_WrongHistoryDataBuffer", desc, "history")]);
}

const NO_DIM: AttributeDim = { dim_x: 0, dim_y: 0 };
const NO_ERRORS: readonly DevError[] = [];
