import { Any } from "../../../giop/idl/any.ts";
import type { InputOf } from "../../../giop/idl/codec.ts";
import { devError } from "../../error/dev-error.ts";
import type { AttrValUnionInput } from "../../idl/attr-val-union.ts";
import type {
  AttributeDim,
  AttributeValue,
  AttributeValue_3,
  AttributeValue_4,
  AttributeValue_5,
} from "../../idl/attribute-value.ts";
import { DevState } from "../../idl/enums.ts";
import { cmdArgTypeNumber } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import type { TimeVal } from "../../value/time-val.ts";
import type { AttributeSnapshot, ValuePart } from "./attribute-snapshot.ts";

/** A reading for clients of IDL 5 and 6. One that failed has neither type nor format, as from cppTango. */
export function attributeValue5(snapshot: AttributeSnapshot): InputOf<typeof AttributeValue_5> {
  const hasFailed = snapshot.errors.length > 0;
  return {
    value: unionOf(snapshot),
    quality: snapshot.quality,
    data_format: hasFailed ? "FMT_UNKNOWN" : snapshot.dataFormat,
    data_type: hasFailed ? 0 : cmdArgTypeNumber(snapshot.dataType),
    time: wireTime(snapshot.time),
    name: snapshot.name,
    r_dim: dimOf(snapshot.read),
    w_dim: dimOf(snapshot.written),
    err_list: snapshot.errors,
  };
}

/** A reading for clients of IDL 4. */
export function attributeValue4(snapshot: AttributeSnapshot): InputOf<typeof AttributeValue_4> {
  return {
    value: unionOf(snapshot),
    quality: snapshot.quality,
    data_format: snapshot.errors.length > 0 ? "FMT_UNKNOWN" : snapshot.dataFormat,
    time: wireTime(snapshot.time),
    name: snapshot.name,
    r_dim: dimOf(snapshot.read),
    w_dim: dimOf(snapshot.written),
    err_list: snapshot.errors,
  };
}

/** A reading for clients of IDL 3, which do not know DevEncoded values: such a reading has failed. */
export function attributeValue3(snapshot: AttributeSnapshot): InputOf<typeof AttributeValue_3> {
  if (snapshot.dataType === "DevEncoded" && snapshot.read !== null) {
    const errors = [devError("API_NotSupportedFeature", NO_ENCODED, "attributeValue3")];
    return attributeValue3({ ...snapshot, quality: "ATTR_INVALID", read: null, written: null, errors });
  }
  return {
    value: anyOf(snapshot),
    quality: snapshot.quality,
    time: wireTime(snapshot.time),
    name: snapshot.name,
    r_dim: dimOf(snapshot.read),
    w_dim: dimOf(snapshot.written),
    err_list: snapshot.errors,
  };
}

/** A reading that did not fail, for clients of IDL 1 and 2: for one that did, the call fails. */
export function attributeValue1(snapshot: AttributeSnapshot): InputOf<typeof AttributeValue> {
  const { dim_x, dim_y } = dimOf(snapshot.read);
  return {
    value: anyOf(snapshot),
    quality: snapshot.quality,
    time: wireTime(snapshot.time),
    name: snapshot.name,
    dim_x,
    dim_y,
  };
}

/** What was read and then what was written, in one row of elements; that of a write-only attribute once. */
export function elementsOf({ read, written }: AttributeSnapshot): ArrayLike<unknown> {
  if (read === null) return [];
  if (written === null || written === read) return read.elements;
  return concatenated(read.elements, written.elements);
}

/** Two rows of elements as one, of the kind of the first. */
function concatenated(first: ArrayLike<unknown>, second: ArrayLike<unknown>): ArrayLike<unknown> {
  if (first.length === 1 && second.length === 1) return [first[0], second[0]];
  if (!ArrayBuffer.isView(first)) return [...(first as unknown[]), ...Array.from(second)];
  const typed = first as unknown as NumericRow;
  const all = new typed.constructor(first.length + second.length);
  all.set(typed, 0);
  all.set(second as NumericRow, first.length);
  return all;
}

function unionOf(snapshot: AttributeSnapshot): AttrValUnionInput {
  if (snapshot.read === null) return NO_VALUE;
  if (isDeviceState(snapshot)) return { kind: "dev_state_att", value: snapshot.read.elements[0] as DevState };
  const kind = ELEMENT_TYPES[snapshot.dataType].member;
  return { kind, value: elementsOf(snapshot) } as AttrValUnionInput;
}

function anyOf(snapshot: AttributeSnapshot): Any {
  if (snapshot.read === null) return Any.EMPTY;
  if (isDeviceState(snapshot)) return Any.of(DevState, snapshot.read.elements[0] as DevState);
  return Any.of(ELEMENT_TYPES[snapshot.dataType].arrayCodec, elementsOf(snapshot));
}

/** The state of the device goes as such, not as a sequence of states. */
function isDeviceState({ dataType, name }: AttributeSnapshot): boolean {
  return dataType === "DevState" && name === "State";
}

function dimOf(part: ValuePart | null): AttributeDim {
  return part === null ? NO_DIM : { dim_x: part.dimX, dim_y: part.dimY };
}

/** A moment as a TimeVal of the wire. */
export function wireTime({ tvSec, tvUsec, tvNsec }: TimeVal): {
  tv_sec: number;
  tv_usec: number;
  tv_nsec: number;
} {
  return { tv_sec: tvSec, tv_usec: tvUsec, tv_nsec: tvNsec };
}

interface NumericRow extends ArrayLike<unknown> {
  readonly constructor: new (length: number) => NumericRow & ArrayLike<unknown>;
  set(values: ArrayLike<unknown>, at: number): void;
}

const NO_ENCODED = "The DevEncoded data type is available only for device implementing IDL 4 and above";
const NO_DIM: AttributeDim = { dim_x: 0, dim_y: 0 };
const NO_VALUE: AttrValUnionInput = { kind: "union_no_data", value: true };
