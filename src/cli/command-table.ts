import { attrs } from "./attrs.ts";
import { cmd } from "./cmd.ts";
import { cmds } from "./cmds.ts";
import type { Command } from "./command.ts";
import { info } from "./info.ts";
import { ior } from "./ior.ts";
import { ls } from "./ls.ts";
import { ping } from "./ping.ts";
import { prop } from "./prop.ts";
import { read } from "./read.ts";
import { write } from "./write.ts";

/** The commands by name, in the order in which the help lists them. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ls,
  ping,
  info,
  attrs,
  cmds,
  read,
  write,
  cmd,
  prop,
  ior,
};
