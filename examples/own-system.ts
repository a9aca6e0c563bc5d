// A whole Tango system of our own for the examples: a database and a TangoTest that is registered in it, each in a process of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StartedProcess, startProcess } from "./start-process.ts";

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
