import type { DevCmdInfo, DevCmdInfo_2 } from "../idl/dev-cmd-info.ts";
import type { DispLevel } from "../idl/enums.ts";
import { type CmdArgType, cmdArgTypeName } from "./cmd-arg-type.ts";

/** What a device tells of a command. */
export interface CommandInfo {
  readonly cmdName: string;
  /** A number of the device's own; 0 as a rule. */
  readonly cmdTag: number;
  readonly inType: CmdArgType;
  readonly outType: CmdArgType;
  readonly inTypeDesc: string;
  readonly outTypeDesc: string;
  readonly dispLevel: DispLevel;
}

/** As a device of IDL 1 tells it; it knows no display levels. */
export function commandInfoFrom1(wire: DevCmdInfo): CommandInfo {
  return commandInfoFrom2({ ...wire, level: "OPERATOR" });
}

/** As a device of IDL 2 and later tells it. */
export function commandInfoFrom2(wire: DevCmdInfo_2): CommandInfo {
  return {
    cmdName: wire.cmd_name,
    cmdTag: wire.cmd_tag,
    inType: cmdArgTypeName(wire.in_type),
    outType: cmdArgTypeName(wire.out_type),
    inTypeDesc: wire.in_type_desc,
    outTypeDesc: wire.out_type_desc,
    dispLevel: wire.level,
  };
}
