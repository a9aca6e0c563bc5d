import type { CallOptions } from "../iiop/index.ts";
import type { TangoFacade } from "./tango-facade.ts";

/** One line of examples in a help: what to type, and what it does. */
export interface Example {
  readonly line: string;
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
  readonly examples: readonly Example[];
  /** Does it. A UsageError says that the command line is wrong; every other error that the command failed. */
  run(context: CommandContext): Promise<void>;
}

/** What a command is run with. */
export interface CommandContext {
  /** The arguments behind the command, options taken out. */
  readonly args: readonly string[];
  /** Whether to print JSON. */
  readonly json: boolean;
  /** For every remote call: the time limit of `--timeout`, if given. */
  readonly callOptions: CallOptions;
  /** The library, loaded when first asked for, so that commands that need no Tango start faster. */
  tango(): Promise<TangoFacade>;
  /** Prints text and a line end to standard output. */
  print(text: string): void;
  /** Prints a value as one line of exact JSON to standard output. */
  printJson(value: unknown): void;
  /** Prints an error to standard error and lets the command end with exit code 1; the command goes on. */
  report(error: unknown, about: string): Promise<void>;
}
