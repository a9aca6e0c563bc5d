import { ATTRIBUTE_PROPERTY_COMMANDS } from "./attribute-property-commands.ts";
import type { DatabaseCommand } from "./database-command.ts";
import { OWNER_PROPERTY_COMMANDS } from "./owner-property-commands.ts";
import { PIPE_PROPERTY_COMMANDS } from "./pipe-property-commands.ts";
import type { PropertyCommand } from "./property-command.ts";
import { PROPERTY_COMMAND_DOCS } from "./property-command-docs.ts";

type PropertyCommandName = keyof typeof PROPERTY_COMMAND_DOCS;

const COMMANDS: Readonly<Record<PropertyCommandName, PropertyCommand>> = {
  ...OWNER_PROPERTY_COMMANDS,
  ...ATTRIBUTE_PROPERTY_COMMANDS,
  ...PIPE_PROPERTY_COMMANDS,
};

/**
 * The commands for properties, by name. Their errors have the reasons, texts and origins of the real database; where that has none and fails with the
 * CORBA exception BAD_PARAM, because a text is missing, it is DB_IncorrectArguments with a text that says what is needed.
 */
export const PROPERTY_COMMANDS = Object.fromEntries(
  Object.entries(PROPERTY_COMMAND_DOCS).map(([name, doc]) => [
    name,
    { ...COMMANDS[name as PropertyCommandName], ...doc },
  ]),
) as Readonly<Record<PropertyCommandName, DatabaseCommand>>;
