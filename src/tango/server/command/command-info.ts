import type { InputOf } from "../../../giop/idl/codec.ts";
import type { DevCmdInfo, DevCmdInfo_2 } from "../../idl/dev-cmd-info.ts";
import { cmdArgTypeNumber } from "../../value/cmd-arg-type.ts";
import type { CommandDefinition } from "../definition/command-definition.ts";

/** What clients of IDL 1 are told of a command: it has no display level; cppTango tells it as the tag. */
export function commandInfo1(command: CommandDefinition): InputOf<typeof DevCmdInfo> {
  return { ...commandInfo2(command), cmd_tag: command.displayLevel === "EXPERT" ? 1 : 0 };
}

/** What later clients are told of a command. */
export function commandInfo2(command: CommandDefinition): InputOf<typeof DevCmdInfo_2> {
  return {
    cmd_name: command.name,
    level: command.displayLevel,
    cmd_tag: 0,
    in_type: cmdArgTypeNumber(command.dtypeIn),
    out_type: cmdArgTypeNumber(command.dtypeOut),
    in_type_desc: command.docIn,
    out_type_desc: command.docOut,
  };
}
