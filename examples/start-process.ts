// The servers of the examples, each in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/** A server in a process of its own. */
export interface StartedProcess {
  readonly name: string;
  readonly pid: number;
  readonly startMs: number;
  /** What it printed until it was ready. */
  readonly output: string;
  stop(): Promise<void>;
}

/** Runs `bandoneon` with these arguments, and resolves when it serves. */
export async function startProcess(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<StartedProcess> {
  const begin = performance.now();
  // A process group of its own: Ctrl-C is for this program, which ends the others in order.
  const child = spawn(process.execPath, ["--import", "tsx", COMMAND, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const ended = once(child, "exit");
  const kill = () => void child.kill();
  process.once("exit", kill);
  let output = "";
  for await (const line of createInterface(child.stdout)) {
    output += `${line}\n`;
    if (line !== "Ready to accept request") continue;
    const startMs = performance.now() - begin;
    child.stdout.resume();
    const stop = async () => {
      process.off("exit", kill);
      kill();
      await ended;
    };
    return { name, pid: child.pid!, startMs, output, stop };
  }
  process.off("exit", kill);
  throw new Error(`${name} did not start (exit code ${(await ended)[0]}): ${output}`);
}
