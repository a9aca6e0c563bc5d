import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Command, CommandContext, CommandOption } from "./command.ts";
import { COMMANDS, SERVERS } from "./command-table.ts";
import { exactJson } from "./exact-json.ts";
import type { TangoFacade } from "./tango-facade.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Where a command line prints to. */
export interface CommandOutput {
  /** Takes text for standard output, line ends included. */
  out(text: string): void;
  /** Takes text for standard error, line ends included. */
  err(text: string): void;
  /** The terminal that standard output is; undefined where it is none. */
  readonly terminal?: Terminal | undefined;
}

/** The exit codes of the command: everything worked, something failed, the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs one command line (without the names of the program) to its end and gives the exit code. What it opened is closed, so that
 * the process can end by itself. `--tango-host` is put into the environment, for all that is run in this process.
 */
export async function runCommandLine(argv: readonly string[], output: CommandOutput): Promise<ExitCode> {
  const run: Run = { output, json: argv.includes("--json"), about: "", exitCode: 0, facade: undefined };
  try {
    await runParsed(argv, run);
  } catch (error) {
    if (!(error instanceof UsageError)) await report(run, error, run.about);
    else {
      const { name, message } = error;
      output.err(`${run.json ? exactJson({ error: { name, message } }) : `bandoneon: ${message}`}\n`);
      return 2;
    }
  } finally {
    // Whatever it opened; a library that was never loaded has nothing open.
    if (run.facade !== undefined) await (await run.facade).ApiUtil.cleanup();
  }
  return run.exitCode;
}

interface Run {
  readonly output: CommandOutput;
  json: boolean;
  /** What an error is about: the command and its first arguments. */
  about: string;
  exitCode: ExitCode;
  facade: Promise<TangoFacade> | undefined;
}

async function runParsed(argv: readonly string[], run: Run): Promise<void> {
  const { values, positionals } = await parseLine(argv);
  const [name, ...args] = positionals;
  const { output } = run;
  if (values.version !== undefined) {
    const { ownVersion } = await import("./own-version.ts");
    return output.out(`${await ownVersion()}\n`);
  }
  if (name === undefined) {
    if (values.help !== undefined) return output.out(await programHelp());
    throw new UsageError("which command? 'bandoneon --help' lists them");
  }
  if (name === "help" && args.length === 0) return output.out(await programHelp());
  const wanted = name === "help" ? args[0]! : name;
  const command = await commandOf(wanted);
  if (values.help !== undefined || name === "help") {
    const { commandHelp } = await import("./help.ts");
    return output.out(commandHelp(wanted, command));
  }
  if (values["tango-host"] !== undefined) process.env.TANGO_HOST = values["tango-host"];
  run.json = values.json !== undefined;
  run.about = shorten([wanted, ...args.slice(0, 2)].join(" "));
  const timeoutMs = values.timeout === undefined ? undefined : parseTimeout(values.timeout);
  const context: CommandContext = {
    args,
    option: (name) => values[name],
    json: run.json,
    callOptions: timeoutMs === undefined ? {} : { timeoutMs },
    tango: () => {
      run.facade ??= import("../index.ts");
      return run.facade;
    },
    terminal: output.terminal,
    print: (text) => output.out(`${text}\n`),
    printJson: (value) => output.out(`${exactJson(value)}\n`),
    report: (error, about) => report(run, error, about),
  };
  try {
    await command.run(context);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}\n  see 'bandoneon ${wanted} --help'`, { cause: error });
  }
}

async function programHelp(): Promise<string> {
  const { globalHelp } = await import("./help.ts");
  const commands = Object.keys(COMMANDS).map(async (name) => [name, await commandOf(name)] as const);
  return globalHelp(Object.fromEntries(await Promise.all(commands)));
}

function commandOf(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined)
    throw new UsageError(`there is no command "${name}"; 'bandoneon --help' lists them`);
  return load();
}

async function report(run: Run, error: unknown, about: string): Promise<void> {
  run.exitCode = 1;
  const { errorData, errorText } = await import("./error-text.ts");
  const text = run.json ? exactJson({ error: errorData(error, about) }) : errorText(error, about);
  run.output.err(`${text}\n`);
}

/** A command line taken apart: options by name, an empty text for one without a value. */
interface ParsedLine {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly positionals: readonly string[];
}

/**
 * Takes a command line apart. In front of the name of the command stand options of every command, behind it its own too. What
 * stands behind the name of a server is left as it is: for the server.
 */
async function parseLine(argv: readonly string[]): Promise<ParsedLine> {
  const at = commandIndex(argv);
  const { values } = parse(argv.slice(0, at), []);
  const name = argv[at];
  if (name === undefined) return { values, positionals: [] };
  const isForServer = SERVERS.has(name) && !HELP.has(argv[at + 1] ?? "");
  if (isForServer) return { values, positionals: argv.slice(at) };
  const { options = [] } = name === "help" ? {} : await commandOf(name);
  return parse(argv, options);
}

/** Where the name of the command stands; the length where there is none. */
function commandIndex(argv: readonly string[]): number {
  // Not strict: what is wrong behind the name is told when it is known which options there are.
  const { tokens } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: OPTIONS,
  });
  return tokens.find(({ kind }) => kind === "positional")?.index ?? argv.length;
}

function parse(argv: readonly string[], own: readonly CommandOption[]): ParsedLine {
  // A negative number is a value, not an option: it is hidden behind a character that no argument can have.
  const args = argv.map((argument) => (NEGATIVE_NUMBER.test(argument) ? `${HIDDEN}${argument}` : argument));
  const shown = (argument: string): string => argument.replace(HIDDEN, "");
  const options: ParseArgsConfig["options"] = { ...OPTIONS };
  for (const { name } of own) options[name] = { type: "string" };
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const texts = Object.entries(values).map(([name, value]) => [
      name,
      shown(value === true ? "" : String(value)),
    ]);
    return { values: Object.fromEntries(texts), positionals: positionals.map(shown) };
  } catch (error) {
    // Node's message goes on about "--" and positional arguments; the help says that too.
    const [message] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new UsageError(`${message}\n  see 'bandoneon --help'`, { cause: error });
  }
}

function parseTimeout(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new UsageError(`--timeout wants milliseconds such as 5000 (0 for no limit), not "${text}"`);
  }
  return Number(text);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The options of every command. */
const OPTIONS = {
  json: { type: "boolean" },
  timeout: { type: "string" },
  "tango-host": { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;
const HELP: ReadonlySet<string> = new Set(["-h", "--help"]);
const HIDDEN = "\0";
const NEGATIVE_NUMBER = /^-(\.?\d|inf|nan)/i;
