import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { Database } from "../../../src/index.ts";
import { ROOT } from "../../support/source-files.ts";
import { end, lineOf, type TangoRelease } from "../../support/tango-release.ts";
import type { Json } from "../tango/scenario.ts";

/**
 * A PushServer (push_server.py) of one release with the devices `test/INSTANCE/1` (EventPusher) and `test/INSTANCE/2` (InterfaceChanger) in the
 * database of that release.
 */
export class PushServer {
  readonly release: TangoRelease;
  readonly instance: string;
  /** With the database's address in front of it. */
  readonly device: string;
  readonly changer: string;
  #program: ChildProcessWithoutNullStreams;

  private constructor(release: TangoRelease, instance: string, program: ChildProcessWithoutNullStreams) {
    this.release = release;
    this.instance = instance;
    const prefix = `tango://127.0.0.1:${release.databasePort}/test/${instance}`;
    this.device = `${prefix}/1`;
    this.changer = `${prefix}/2`;
    this.#program = program;
  }

  /** Starts one; no other may have this instance name meanwhile. */
  static async start(release: TangoRelease, instance: string): Promise<PushServer> {
    await forget(release, instance);
    const devices = CLASSES.map(([className, member]) => ({
      server: `PushServer/${instance}`,
      name: `test/${instance}/${member}`,
      className,
    }));
    await databaseOf(release).addServer(`PushServer/${instance}`, devices);
    return new PushServer(release, instance, await started(release, instance));
  }

  /** Ends it as no server ends by itself, and what it started. */
  async kill(): Promise<void> {
    await end(this.#program, "SIGKILL");
  }

  /** Starts it once more, after kill(). */
  async startAgain(): Promise<void> {
    this.#program = await started(this.release, this.instance);
  }

  /** Ends it and removes all that the database has of it. */
  async stop(): Promise<void> {
    await end(this.#program);
    await forget(this.release, this.instance);
  }
}

const CLASSES = [
  ["EventPusher", "1"],
  ["InterfaceChanger", "2"],
] as const;

async function started(release: TangoRelease, instance: string): Promise<ChildProcessWithoutNullStreams> {
  const program = eventProgram(release, "push_server.py", instance);
  await lineOf(program, /^READY /);
  return program;
}

async function forget(release: TangoRelease, instance: string): Promise<void> {
  const database = databaseOf(release);
  for (const [, member] of CLASSES) {
    const device = `test/${instance}/${member}`;
    for (const attribute of await database.getDeviceAttributeList(device, "*"))
      await database.deleteAllDeviceAttributeProperty(device, attribute);
  }
  const servers = await database.getServerList(`PushServer/${instance}`);
  if (servers.length > 0) await database.deleteServer(`PushServer/${instance}`);
}

function databaseOf({ databasePort }: TangoRelease): Database {
  return new Database(`127.0.0.1:${databasePort}`);
}

/** Starts a program of this folder with the PyTango of a release. */
export function eventProgram(
  { version, databasePort }: TangoRelease,
  ...args: readonly string[]
): ChildProcessWithoutNullStreams {
  const env = { ...process.env, TANGO_HOST: `127.0.0.1:${databasePort}` };
  const script = join(ROOT, "test/interop/events/run.sh");
  return spawn("bash", [script, version, ...args], { detached: true, env });
}

/** An argument of the commands of a PushServer. */
export type PushArgument = Readonly<Record<string, Json>>;
