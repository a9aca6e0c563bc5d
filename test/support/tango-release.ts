import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

/** One release of Tango that can be had for tests: where its database listens, and how to run a program of it. */
export interface TangoRelease {
  readonly folder: string;
  /** As test/interop/events/run.sh calls it. */
  readonly version: "9.3" | "10.0";
  readonly peer: string;
  readonly databasePort: number;
  readonly run: readonly string[];
}

const PEERS = join(ROOT, "test/interop/peers");

/** Those that test/interop/peers installs. */
export const TANGO_RELEASES: readonly TangoRelease[] = [
  {
    folder: "tango-9.3.4",
    version: "9.3",
    peer: "DataBaseds and TangoTest of Tango 9.3.4, PyTango 9.3.6 (cppTango 9.3.4, omniORB 4.2.5)",
    databasePort: Number(process.env.TANGO93_PORT ?? 10000),
    run: ["bash", join(PEERS, "tango93.sh"), "exec"],
  },
  {
    folder: "tango-10.0.2",
    version: "10.0",
    peer: "Databaseds and TangoTest of Tango 10.0.2, PyTango 10.0.2 (cppTango 10.0.2, omniORB 4.3.3)",
    databasePort: Number(process.env.TANGO10_PORT ?? 11000),
    run: ["bash", join(PEERS, "tango10.sh"), "exec"],
  },
];

/** Runs a program of the release, in a process group of its own with all that it starts. */
export function run(release: TangoRelease, ...command: string[]): ChildProcessWithoutNullStreams {
  const [program, ...args] = [...release.run, ...command];
  return spawn(program!, args, { detached: true });
}

/** A server of cppTango whose device is being read when the signal comes may wait for ever for that read to end. */
const PATIENCE_MS = 20_000;

/** Ends such a program, and all that it started, by a signal, or by SIGKILL where that does not; resolves when it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  process.kill(-pid, signal);
  const impatience = setTimeout(() => process.kill(-pid, "SIGKILL"), PATIENCE_MS);
  await gone;
  clearTimeout(impatience);
}

/** Resolves when the program is done; rejects with all it said where it fails. */
export async function finished(child: ChildProcessWithoutNullStreams): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const [code] = (await once(child, "exit")) as [number];
  if (code !== 0) throw new Error(`${child.spawnargs.join(" ")}: exit code ${code}\n${said}`);
}

/** The next line of the child's output that matches; an Error with all it said when it ends before. */
export function lineOf(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const take = (chunk: Buffer): void => {
      said += chunk.toString("latin1");
      const line = said
        .split("\n")
        .slice(0, -1)
        .find((text) => pattern.test(text));
      if (line !== undefined) settle(() => resolve(line));
    };
    const fail = (): void => settle(() => reject(new Error(`it ended before ${pattern}:\n${said}`)));
    const settle = (result: () => void): void => {
      for (const stream of [child.stdout, child.stderr]) stream.off("data", take);
      child.off("exit", fail);
      result();
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", take);
    child.on("exit", fail);
  });
}
