import type { CmdArgType } from "../../value/cmd-arg-type.ts";
import type { CommandSpecOf } from "../definition/command-definition.ts";
import type { AdministeredServer } from "./administered-server.ts";

/** What the commands of the admin device are called on. */
export interface Administrator {
  readonly server: AdministeredServer;
}

/** A command of the admin device: its types are those of its specification. */
export function adminCommand<I extends CmdArgType = "DevVoid", O extends CmdArgType = "DevVoid">(
  spec: CommandSpecOf<I, O, Administrator>,
): CommandSpecOf<I, O, Administrator> {
  return spec;
}
