import {
  type AttributeInfoEx,
  type CmdArgType,
  type CommandInfo,
  type DevError,
  DevFailed,
  type DeviceAttribute,
  type DeviceDataHistory,
  ImageValue,
  NamedDevFailedList,
  type TimeVal,
} from "../../../src/index.ts";
import { isObject, type Json, type ViewEntry, type ViewedError } from "./scenario.ts";

// Values as JSON and back, in the form that the top of view.py describes.

/** A value of our API from a value of the scenario. */
export function valueFrom(type: string, value: Json): unknown {
  if (type === "DevVarLongStringArray" || type === "DevVarDoubleStringArray") {
    const { numbers, strings } = value as { numbers: Json[]; strings: string[] };
    return type === "DevVarLongStringArray"
      ? { lvalue: numbers, svalue: strings }
      : { dvalue: numbers.map(realFrom), svalue: strings };
  }
  if (isObject(value)) {
    const { dim_x, dim_y, data } = value as { dim_x: number; dim_y: number; data: Json[] };
    return new ImageValue<unknown>(
      data.map((item) => itemFrom(type, item)),
      dim_x,
      dim_y,
    );
  }
  if (Array.isArray(value) && type !== "DevEncoded") return value.map((item: Json) => itemFrom(type, item));
  return itemFrom(type, value);
}

function itemFrom(type: string, value: Json): unknown {
  if (type.includes("Long64")) return BigInt(value as string);
  if (type.includes("Float") || type.includes("Double")) return realFrom(value);
  return value;
}

function realFrom(value: Json): number {
  return Number(value);
}

/**
 * A value of a Tango type. It throws where it is not what our API promises for the type, such as a typed array of the right kind: such
 * a fault is a difference.
 */
export function viewedValue(type: CmdArgType, value: unknown): Json {
  if (type === "DevVoid") {
    if (value === undefined) return null;
    throw new TypeError(`a command that gives nothing gave ${typeof value}`);
  }
  if (type === "DevVarLongStringArray" || type === "DevVarDoubleStringArray") {
    const { lvalue, dvalue, svalue } = value as { lvalue: unknown; dvalue: unknown; svalue: unknown };
    return type === "DevVarLongStringArray"
      ? { numbers: viewedElements("DevLong", lvalue), strings: viewedElements("DevString", svalue) }
      : { numbers: viewedElements("DevDouble", dvalue), strings: viewedElements("DevString", svalue) };
  }
  if (type.startsWith("DevVar")) {
    const element = type === "DevVarCharArray" ? "DevUChar" : type.slice("DevVar".length, -"Array".length);
    return viewedElements(`Dev${element.replace(/^Dev/, "")}`, value);
  }
  return viewedItem(type, value);
}

/** Several elements, which must be in an array of the kind that the type has. */
function viewedElements(type: string, value: unknown): Json[] {
  const kind = ARRAYS[type] ?? Array;
  if (!(value instanceof kind)) throw new TypeError(`elements of ${type} are not in a ${kind.name}`);
  return Array.from(value as ArrayLike<unknown>, (item) => viewedItem(type, item));
}

const ARRAYS: Readonly<Record<string, new () => object>> = {
  DevShort: Int16Array,
  DevEnum: Int16Array,
  DevLong: Int32Array,
  DevLong64: BigInt64Array,
  DevFloat: Float32Array,
  DevDouble: Float64Array,
  DevUChar: Uint8Array,
  DevUShort: Uint16Array,
  DevULong: Uint32Array,
  DevULong64: BigUint64Array,
};

function viewedItem(type: string, value: unknown): Json {
  switch (typeof value) {
    case "bigint":
      if (!type.includes("Long64")) break;
      return String(value);
    case "number":
      if (["DevBoolean", "DevString", "DevState", "DevLong64", "DevULong64"].includes(type)) break;
      if (Object.is(value, -0)) return "-0";
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      if (type !== "DevBoolean") break;
      return value;
    case "string":
      if (type !== "DevString" && type !== "DevState") break;
      return value;
    case "object": {
      if (type !== "DevEncoded") break;
      const { format, data } = value as { format: string; data: Uint8Array };
      return [format, Buffer.from(data).toString("hex")];
    }
  }
  throw new TypeError(`a ${typeof value} for a ${type}`);
}

export function viewedReading(reading: DeviceAttribute): Json {
  const { type, hasFailed } = reading;
  const half = (value: unknown): Json => {
    if (value === null) return null;
    if (reading.dataFormat === "SCALAR") return viewedItem(type, value);
    if (reading.dataFormat !== "IMAGE") return viewedElements(type, value);
    if (!(value instanceof ImageValue)) throw new TypeError("the value of an image is no ImageValue");
    return viewedElements(type, value.data);
  };
  return {
    name: reading.name,
    type: typeOrNull(type),
    data_format: reading.dataFormat,
    quality: reading.quality,
    dim_x: reading.dimX,
    dim_y: reading.dimY,
    w_dim_x: reading.wDimX,
    w_dim_y: reading.wDimY,
    nb_read: reading.nbRead,
    nb_written: reading.nbWritten,
    has_failed: hasFailed,
    is_empty: reading.isEmpty,
    value: hasFailed ? null : half(reading.value),
    w_value: hasFailed ? null : half(reading.writeValue),
    time: viewedTime(reading.time),
    err_stack: viewedStack(reading.errors),
  };
}

export function viewedRecord(record: DeviceDataHistory): Json {
  const { type, hasFailed } = record;
  return {
    type: hasFailed ? null : typeOrNull(type),
    value: hasFailed ? null : viewedValue(type, record.value),
    has_failed: hasFailed,
    time: viewedTime(record.time),
    err_stack: viewedStack(record.errors),
  };
}

/** All fields by their PyTango names. */
export function viewedInfo(info: AttributeInfoEx | CommandInfo): Json {
  return snakeCased(info as unknown as Json, (key, value) =>
    ["dataType", "inType", "outType"].includes(key) ? typeOrNull(value as string) : value,
  );
}

function snakeCased(value: Json, change: (key: string, value: Json) => Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(change(key, item), change),
    ]),
  );
}

export function camelCased(text: string): string {
  return text.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function typeOrNull(type: string): string | null {
  return type === "Unknown" ? null : type;
}

function viewedTime({ tvSec, tvUsec, tvNsec }: TimeVal): Json {
  return { tv_sec: tvSec, tv_usec: tvUsec, tv_nsec: tvNsec };
}

function viewedStack(errors: readonly DevError[]): ViewedError[] & Json {
  return errors.map(({ reason, severity, desc, origin }) => ({
    reason,
    severity,
    desc,
    origin,
  })) as ViewedError[] & Json;
}

export function viewedFailure(error: unknown): NonNullable<ViewEntry["error"]> {
  if (!(error instanceof DevFailed)) {
    const { name, message } = error as Error;
    return { class: name, stack: [], message };
  }
  // PyTango has no class of its own for it.
  const name = error instanceof NamedDevFailedList ? "DevFailed" : error.name;
  return { class: name, stack: viewedStack(error.errors) };
}
