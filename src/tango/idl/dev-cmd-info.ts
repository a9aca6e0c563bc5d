import { alias } from "../../giop/idl/alias.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
import { long } from "../../giop/idl/primitives.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { DispLevel } from "./enums.ts";

/** What a device of IDL 1 tells of a command. The types are CmdArgType numbers. */
export const DevCmdInfo = struct("IDL:Tango/DevCmdInfo:1.0", {
  cmd_name: string,
  cmd_tag: long,
  in_type: long,
  out_type: long,
  in_type_desc: string,
  out_type_desc: string,
});
export interface DevCmdInfo extends TypeOf<typeof DevCmdInfo> {}

/** What a device of IDL 2 and later tells of a command. */
export const DevCmdInfo_2 = struct("IDL:Tango/DevCmdInfo_2:1.0", {
  cmd_name: string,
  level: DispLevel,
  cmd_tag: long,
  in_type: long,
  out_type: long,
  in_type_desc: string,
  out_type_desc: string,
});
export interface DevCmdInfo_2 extends TypeOf<typeof DevCmdInfo_2> {}

export const DevCmdInfoList = alias("IDL:Tango/DevCmdInfoList:1.0", sequence(DevCmdInfo));
export const DevCmdInfoList_2 = alias("IDL:Tango/DevCmdInfoList_2:1.0", sequence(DevCmdInfo_2));
