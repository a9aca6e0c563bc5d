import { alias } from "../../giop/idl/alias.ts";
import type { Codec, TypeOf } from "../../giop/idl/codec.ts";
import { enumeration } from "../../giop/idl/enumeration.ts";
import { lazy } from "../../giop/idl/lazy.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { AttrValUnion, type AttrValUnionInput } from "./attr-val-union.ts";
import { DevVarStringArray } from "./data-types.ts";
import { DispLevel } from "./enums.ts";
import { TimeVal } from "./time-val.ts";

/** Whether a pipe can be written. */
export const PipeWriteType = enumeration("IDL:Tango/PipeWriteType:1.0", [
  "PIPE_READ",
  "PIPE_READ_WRITE",
  "PIPE_WT_UNKNOWN",
]);
export type PipeWriteType = TypeOf<typeof PipeWriteType>;

export const PipeConfig = struct("IDL:Tango/PipeConfig:1.0", {
  name: string,
  description: string,
  label: string,
  level: DispLevel,
  writable: PipeWriteType,
  extensions: DevVarStringArray,
});
export interface PipeConfig extends TypeOf<typeof PipeConfig> {}

export const PipeConfigList = alias("IDL:Tango/PipeConfigList:1.0", sequence(PipeConfig));

/**
 * An element of a pipe: a value, with "Scalar" or "Array" for `inner_blob_name`, or a blob of its own, with the blob's
 * name there and no value.
 */
export interface DevPipeDataElt {
  name: string;
  value: AttrValUnion;
  inner_blob: DevPipeDataElt[];
  inner_blob_name: string;
}

/** What a DevPipeDataElt is encoded from. */
export interface DevPipeDataEltInput {
  readonly name: string;
  readonly value: AttrValUnionInput;
  readonly inner_blob: ArrayLike<DevPipeDataEltInput>;
  readonly inner_blob_name: string;
}

export const DevVarPipeDataEltArray: Codec<DevPipeDataElt[], ArrayLike<DevPipeDataEltInput>> = alias(
  "IDL:Tango/DevVarPipeDataEltArray:1.0",
  sequence(lazy<DevPipeDataElt, DevPipeDataEltInput>(() => DevPipeDataElt)),
);

export const DevPipeDataElt: Codec<DevPipeDataElt, DevPipeDataEltInput> = struct(
  "IDL:Tango/DevPipeDataElt:1.0",
  { name: string, value: AttrValUnion, inner_blob: DevVarPipeDataEltArray, inner_blob_name: string },
);

export const DevPipeBlob = struct("IDL:Tango/DevPipeBlob:1.0", {
  name: string,
  blob_data: DevVarPipeDataEltArray,
});
export interface DevPipeBlob extends TypeOf<typeof DevPipeBlob> {}

export const DevPipeData = struct("IDL:Tango/DevPipeData:1.0", {
  name: string,
  time: TimeVal,
  data_blob: DevPipeBlob,
});
export interface DevPipeData extends TypeOf<typeof DevPipeData> {}
