import { Any } from "../../../giop/idl/any.ts";
import type { InputOf } from "../../../giop/idl/codec.ts";
import type { AttributeDim } from "../../idl/attribute-value.ts";
import type {
  DevAttrHistory,
  DevAttrHistory_3,
  DevAttrHistory_4,
  DevAttrHistory_5,
} from "../../idl/history.ts";
import { type AttributeType, cmdArgTypeNumber } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import type { AttributeSnapshot, ValuePart } from "../attribute/attribute-snapshot.ts";
import { attributeValue1, attributeValue3, wireTime } from "../attribute/attribute-value-versions.ts";
import { dimRuns, errorRuns, runsOf } from "./history-runs.ts";
import type { PollableAttribute } from "./pollable-device.ts";

// What clients make of these is in value/history.ts. Readings come oldest first.

/** A history for clients of IDL 5 and 6, under the name by which they `asked`. Unlike cppTango, it says of which type the State is. */
export function attributeHistory5(
  readings: readonly AttributeSnapshot[],
  asked: string,
  { dataType, dataFormat }: Pick<PollableAttribute, "dataType" | "dataFormat">,
): InputOf<typeof DevAttrHistory_5> {
  return {
    ...attributeHistory4(readings, asked, dataType),
    data_format: dataFormat,
    data_type: cmdArgTypeNumber(dataType),
  };
}

/** A history for clients of IDL 4, under the name by which they `asked`. */
export function attributeHistory4(
  readings: readonly AttributeSnapshot[],
  asked: string,
  dataType: AttributeType,
): InputOf<typeof DevAttrHistory_4> {
  const quals = runsOf(
    readings.map(({ quality, errors }) => (errors.length > 0 ? "ATTR_INVALID" : quality)),
    (a, b) => a === b,
  );
  const rDims = dimRuns(readings.map(({ read }) => dimOf(read)));
  const wDims = dimRuns(readings.map(({ read, written }) => dimOf(read === null ? null : written)));
  const errors = errorRuns(readings);
  return {
    name: asked,
    dates: readings.map(({ time }) => wireTime(time)),
    value: allElements(readings, dataType),
    quals: quals.entries,
    quals_array: quals.runs,
    r_dims: rDims.entries,
    r_dims_array: rDims.runs,
    w_dims: wDims.entries,
    w_dims_array: wDims.runs,
    errors: errors.entries,
    errors_array: errors.runs,
  };
}

/** A history for clients of IDL 3. */
export function attributeHistory3(
  readings: readonly AttributeSnapshot[],
): InputOf<typeof DevAttrHistory_3>[] {
  return readings.map((reading) => ({
    attr_failed: reading.errors.length > 0,
    value: attributeValue3(reading),
  }));
}

/** A history for clients of IDL 2. */
export function attributeHistory2(readings: readonly AttributeSnapshot[]): InputOf<typeof DevAttrHistory>[] {
  return readings.map((reading) => ({
    attr_failed: reading.errors.length > 0,
    value: attributeValue1(reading),
    errors: reading.errors,
  }));
}

/** What was read and then what was written, of the newest reading first; an empty any where there is nothing. */
function allElements(readings: readonly AttributeSnapshot[], dataType: AttributeType): Any {
  const parts: ArrayLike<unknown>[] = [];
  for (const { read, written } of [...readings].reverse()) {
    if (read === null) continue;
    parts.push(read.elements);
    if (written !== null) parts.push(written.elements);
  }
  if (parts.length === 0) return Any.EMPTY;
  const { arrayCodec, arrayType } = ELEMENT_TYPES[dataType];
  if (arrayType === null)
    return Any.of(
      arrayCodec,
      parts.flatMap((part) => Array.from(part)),
    );
  const all = new arrayType(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    (all as { set(values: ArrayLike<unknown>, at: number): void }).set(part, at);
    at += part.length;
  }
  return Any.of(arrayCodec, all);
}

function dimOf(part: ValuePart | null): AttributeDim {
  return part === null ? { dim_x: 0, dim_y: 0 } : { dim_x: part.dimX, dim_y: part.dimY };
}
