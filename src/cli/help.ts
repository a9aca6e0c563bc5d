import type { Command } from "./command.ts";
import { textTable } from "./text-table.ts";

/** The help of the program: all commands, the options, values and exit codes. */
export function globalHelp(all: Readonly<Record<string, Command>>): string {
  const commands = Object.entries(all).map(([name, { usage, summary }]) => [
    `  ${name} ${usage.length > 1 ? "..." : usage[0]}`.trimEnd(),
    summary,
  ]);
  return `Usage: bandoneon [options] COMMAND [argument...]

Talks to Tango devices and their database.

Commands:
${textTable(commands)}

'bandoneon COMMAND --help' tells more of each, with examples.

${OPTIONS}

Names:
  DEVICE       domain/family/member or an alias; with tango://host:port/ in front
               for another database; with #dbase=no behind for none at all
  DEVICE/ATTR  the same with an attribute behind it, or an attribute alias

${JSON_RULES}

Exit codes:
  0  done
  1  it failed: the error stack is on standard error, the root cause first
  2  the command line is wrong

Examples:
  bandoneon ls 'sys/*'
  bandoneon read sys/tg_test/1/double_scalar sys/tg_test/1/State
  bandoneon write sys/tg_test/1/double_scalar_w -3.5
  bandoneon cmd sys/tg_test/1 DevString hola
  bandoneon --tango-host control:10000 --json info sys/database/2
`;
}

/** The help of one command. */
export function commandHelp(
  name: string,
  { usage, summary, details, options = [], examples }: Command,
): string {
  const forms = usage.map((form) => `bandoneon ${name} ${form}`.trimEnd()).join("\n       ");
  const lines = textTable(examples.map(({ line, what }) => [`  bandoneon ${line}`, what]));
  const own = textTable(
    options.map((option) => [`  --${option.name} ${option.value}`.padEnd(19), option.what]),
  );
  const ownOptions = options.length === 0 ? undefined : `Its own options, behind its name:\n${own}`;
  return [`Usage: ${forms}`, summary, details, `Examples:\n${lines}`, ownOptions, OPTIONS]
    .filter((part) => part !== undefined)
    .join("\n\n")
    .concat("\n");
}

const OPTIONS = `Options:
  --json             print one line of JSON, errors too
  --timeout MS       how long each call may take, in milliseconds (0: no limit)
  --tango-host H:P   the database, instead of the one in TANGO_HOST
  -h, --help         this text, or that of a command
  --version          the version of bandoneon
  --                 what follows is no option, even if it begins with a -`;

const JSON_RULES = `JSON is exact: a 64 bit integer beyond 2^53 is a string, and so are "NaN",
"Infinity" and "-Infinity". Images are arrays of rows, the data of a DevEncoded
are hexadecimal digits, an enumerated value is the number of its label.`;
