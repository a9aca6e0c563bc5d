// A whole Tango system of our own for the examples: a database and a TangoTest that is registered in it, each in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

export interface OwnSystem {
  /** What TANGO_HOST is to be. */
  readonly tangoHost: string;
  /** Its processes. */
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly startMs: number }[];
  /** Ends the processes, the last one first, and takes a temporary folder away. */
  stop(): Promise<void>;
}

/** Starts the system, and resolves when it serves. The database is kept in `data`, or else in a temporary folder. */
export async function startSystem(data?: string): Promise<OwnSystem> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), "bandoneon-")));
  const started: StartedProcess[] = [];
  const stop = async () => {
    for (const one of started.toReversed()) await one.stop();
    if (data === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const database = await startProcess("database", ["database", "--port", "0", "--data", folder]);
    started.push(database);
    const tangoHost = /^TANGO_HOST=(.*)$/m.exec(database.output)![1]!;
    // A new database knows TangoTest/test and its device sys/tg_test/1, as the real one does.
    started.push(await startProcess("TangoTest", ["tangotest", "test"], { TANGO_HOST: tangoHost }));
    return { tangoHost, processes: started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface StartedProcess {
  readonly name: string;
  readonly pid: number;
  readonly startMs: number;
  /** What it printed until it was ready. */
  readonly output: string;
  stop(): Promise<void>;
}

async function startProcess(
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
