import { parseArgs } from "node:util";
import type { Command, CommandContext } from "./command.ts";
import { COMMANDS, SERVERS } from "./command-table.ts";
import { exactJson } from "./exact-json.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { UsageError } from "./usage-error.ts";

/** Where a command line prints to. */
export interface CommandOutput {
  /** Takes text for standard output, line ends included. */
  out(text: string): void;
  /** Takes text for standard error, line ends included. */
  err(text: string): void;
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
  const { values, positionals } = parseUpToServer(argv);
  const [name, ...args] = positionals;
  const { output } = run;
  if (values.version === true) {
    const { ownVersion } = await import("./own-version.ts");
    return output.out(`${await ownVersion()}\n`);
  }
  if (name === undefined) {
    if (values.help === true) return output.out(await programHelp());
    throw new UsageError("which command? 'bandoneon --help' lists them");
  }
  if (name === "help" && args.length === 0) return output.out(await programHelp());
  const wanted = name === "help" ? args[0]! : name;
  const command = await commandOf(wanted);
  if (values.help === true || name === "help") {
    const { commandHelp } = await import("./help.ts");
    return output.out(commandHelp(wanted, command));
  }
  if (values["tango-host"] !== undefined) process.env.TANGO_HOST = values["tango-host"];
  run.json = values.json === true;
  run.about = shorten([wanted, ...args.slice(0, 2)].join(" "));
  const timeoutMs = values.timeout === undefined ? undefined : parseTimeout(values.timeout);
  const context: CommandContext = {
    args,
    json: run.json,
    callOptions: timeoutMs === undefined ? {} : { timeoutMs },
    tango: () => {
      run.facade ??= import("../index.ts");
      return run.facade;
    },
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

/** What stands behind the name of a server is left as it is: for the server. Options for this command stand in front of it. */
function parseUpToServer(argv: readonly string[]): ReturnType<typeof parse> {
  const at = argv.findIndex((argument) => SERVERS.has(argument));
  if (at >= 0 && !HELP.has(argv[at + 1] ?? "")) {
    const { values, positionals } = parse(argv.slice(0, at));
    if (positionals.length === 0) return { values, positionals: argv.slice(at) };
  }
  return parse(argv);
}

function parse(argv: readonly string[]) {
  // A negative number is a value, not an option: it is hidden behind a character that no argument can have.
  const args = argv.map((argument) => (NEGATIVE_NUMBER.test(argument) ? `${HIDDEN}${argument}` : argument));
  const shown = (argument: string): string => argument.replace(HIDDEN, "");
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        timeout: { type: "string" },
        "tango-host": { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
    return { values, positionals: positionals.map(shown) };
  } catch (error) {
    // Node's message goes on about "--" and positional arguments; the help says that too.
    const [message] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new UsageError(`${message}\n  see 'bandoneon --help'`, { cause: error });
  }
}

function parseTimeout(text: string): number {
  const shown = text.replace(HIDDEN, "");
  if (!/^\d+$/.test(shown)) {
    throw new UsageError(`--timeout wants milliseconds such as 5000 (0 for no limit), not "${shown}"`);
  }
  return Number(shown);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

const HELP: ReadonlySet<string> = new Set(["-h", "--help"]);
const HIDDEN = "\0";
const NEGATIVE_NUMBER = /^-(\.?\d|inf|nan)/i;
