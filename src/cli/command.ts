import type { CallOptions } from "../iiop/index.ts";
import type { TangoFacade } from "./tango-facade.ts";
import type { Terminal } from "./terminal.ts";

/** One line of examples in a help: what to type, and what it does. */
export interface Example {
  readonly line: string;
  readonly what: string;
}

/** An option that only one command has. It stands behind the name of the command, and takes a value. */
export interface CommandOption {
  /** Without the hyphens: `event`. */
  readonly name: string;
  /** What stands for its value in the help: `TYPE`. */
  readonly value: string;
  /** For the help, in lines that leave room for the option in front. */
  readonly what: string;
}

/** One command of `bandoneon`: what its help says and what it does. */
export interface Command {
  /** What stands behind it on the command line, one form each: `DEVICE/ATTR VALUE...`. */
  readonly usage: readonly string[];
  /** One line for the list of all commands. */
  readonly summary: string;
  /** What else is to know, in lines of at most 80 characters. */
  readonly details?: string;
  /** The options that it has beside those of every command. */
  readonly options?: readonly CommandOption[];
  readonly examples: readonly Example[];
  /** Does it. A UsageError says that the command line is wrong; every other error that the command failed. */
  run(context: CommandContext): Promise<void>;
}

/** What a command is run with. */
export interface CommandContext {
  /** The arguments behind the command, options taken out. */
  readonly args: readonly string[];
  /** The value of an option that the command declares; undefined where it was not given. */
  option(name: string): string | undefined;
  /** Whether to print JSON. */
  readonly json: boolean;
  /** For every remote call: the time limit of `--timeout`, if given. */
  readonly callOptions: CallOptions;
  /** The library, loaded when first asked for, so that commands that need no Tango start faster. */
  tango(): Promise<TangoFacade>;
  /** The terminal that standard output is; undefined where it is none. */
  readonly terminal: Terminal | undefined;
  /** Prints text and a line end to standard output. */
  print(text: string): void;
  /** Prints a value as one line of exact JSON to standard output. */
  printJson(value: unknown): void;
  /** Prints an error to standard error and lets the command end with exit code 1; the command goes on. */
  report(error: unknown, about: string): Promise<void>;
}
