import type { TypeOf } from "../../giop/idl/codec.ts";
import { boolean, long, ulong } from "../../giop/idl/primitives.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { AttributeConfigList_5 } from "./attribute-config.ts";
import { DevVarCharArray } from "./data-types.ts";
import { DevCmdInfoList_2 } from "./dev-cmd-info.ts";

/** What a data ready event carries. `data_type` is a CmdArgType number, `ctr` is the server's own counter. */
export const AttDataReady = struct("IDL:Tango/AttDataReady:1.0", {
  name: string,
  data_type: long,
  ctr: long,
});
export interface AttDataReady extends TypeOf<typeof AttDataReady> {}

/** What an interface change event carries: the commands and attributes that a device now has. */
export const DevIntrChange = struct("IDL:Tango/DevIntrChange:1.0", {
  dev_started: boolean,
  cmds: DevCmdInfoList_2,
  atts: AttributeConfigList_5,
});
export interface DevIntrChange extends TypeOf<typeof DevIntrChange> {}

/** The second last frame of an event: tells what kind of call the last one is. */
export const ZmqCallInfo = struct("IDL:Tango/ZmqCallInfo:1.0", {
  version: long,
  ctr: ulong,
  method_name: string,
  oid: DevVarCharArray,
  call_is_except: boolean,
});
export interface ZmqCallInfo extends TypeOf<typeof ZmqCallInfo> {}
