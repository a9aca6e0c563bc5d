import { spawn } from "node:child_process";
import { text as textOf } from "node:stream/consumers";
import { ROOT } from "./source-files.ts";

/** How long a busy machine may take with an example. */
const PATIENCE_MS = 300_000;

/** How an example ended. */
export interface ExampleRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a file of examples/ as a program of its own. That it ends shows that no thread, process, socket or timer is left. */
export async function runExample(
  file: string,
  tangoHost: string,
  args: readonly string[] = [],
): Promise<ExampleRun> {
  const child = spawn(process.execPath, ["--import", "tsx", `examples/${file}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, TANGO_HOST: tangoHost },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [code, out, err] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
  return { code, out, err };
}
