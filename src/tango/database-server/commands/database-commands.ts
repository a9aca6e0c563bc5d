import { ATTRIBUTE_ALIAS_COMMANDS } from "./attribute-alias-commands.ts";
import { CLASS_COMMANDS } from "./class-commands.ts";
import type { DatabaseCommand } from "./database-command.ts";
import { DEVICE_ALIAS_COMMANDS } from "./device-alias-commands.ts";
import { DEVICE_COMMANDS } from "./device-commands.ts";
import { DEVICE_LIST_COMMANDS } from "./device-list-commands.ts";
import { EVENT_COMMANDS } from "./event-commands.ts";
import { HOST_COMMANDS } from "./host-commands.ts";
import { INFORMATION_COMMANDS } from "./information-commands.ts";
import { PROPERTY_COMMANDS } from "./property-commands.ts";
import { SERVER_CACHE_COMMAND } from "./server-cache-command.ts";
import { SERVER_COMMANDS } from "./server-commands.ts";
import { SERVER_INFO_COMMANDS } from "./server-info-commands.ts";
import { SERVER_LIST_COMMANDS } from "./server-list-commands.ts";

/** All commands of the class DataBase, by name. */
export const DATABASE_COMMANDS: Readonly<Record<string, DatabaseCommand>> = {
  ...DEVICE_COMMANDS,
  ...DEVICE_LIST_COMMANDS,
  ...DEVICE_ALIAS_COMMANDS,
  ...CLASS_COMMANDS,
  ...SERVER_COMMANDS,
  ...SERVER_LIST_COMMANDS,
  ...SERVER_INFO_COMMANDS,
  ...HOST_COMMANDS,
  ...ATTRIBUTE_ALIAS_COMMANDS,
  ...EVENT_COMMANDS,
  ...PROPERTY_COMMANDS,
  ...SERVER_CACHE_COMMAND,
  ...INFORMATION_COMMANDS,
};
