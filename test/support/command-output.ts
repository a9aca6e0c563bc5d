import { runCommandLine } from "../../src/cli/command-line.ts";

/** What a command line prints, and its exit code. */
export interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process, without a terminal. */
export async function commandOutput(...argv: readonly string[]): Promise<CommandOutput> {
  let out = "";
  let err = "";
  const code = await runCommandLine(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}
