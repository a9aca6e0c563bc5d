import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import type { Database } from "../../../src/index.ts";
import { ROOT } from "../../support/source-files.ts";
import { end, lineOf, type TangoRelease } from "../../support/tango-release.ts";
import { patientDatabase } from "../tango/patient-client.ts";
import type { Json } from "../tango/scenario.ts";

/** The programs that are a PushServer: that of PyTango, and our twin of it. */
export type PushProgram = "push_server.py" | "pushing-server.ts";

/**
 * A PushServer (push_server.py unless another is wanted) of one release with the devices `test/INSTANCE/1` (EventPusher) and `test/INSTANCE/2` (InterfaceChanger) in the
 * database of that release.
 */
export class PushServer {
  readonly release: TangoRelease;
  readonly instance: string;
  readonly program: PushProgram;
  /** With the database's address in front of it. */
  readonly device: string;
  readonly changer: string;
  #process: ChildProcessWithoutNullStreams;

  private constructor(
    release: TangoRelease,
    instance: string,
    program: PushProgram,
    process: ChildProcessWithoutNullStreams,
  ) {
    this.release = release;
    this.instance = instance;
    this.program = program;
    const prefix = `tango://127.0.0.1:${release.databasePort}/test/${instance}`;
    this.device = `${prefix}/1`;
    this.changer = `${prefix}/2`;
    this.#process = process;
  }

  /** Starts one; no other may have this instance name meanwhile. */
  static async start(
    release: TangoRelease,
    instance: string,
    program: PushProgram = "push_server.py",
  ): Promise<PushServer> {
    await forget(release, instance);
    const devices = CLASSES.map(([className, member]) => ({
      server: `PushServer/${instance}`,
      name: `test/${instance}/${member}`,
      className,
    }));
    await databaseOf(release).addServer(`PushServer/${instance}`, devices);
    return new PushServer(release, instance, program, await started(release, instance, program));
  }

  /** Ends it as no server ends by itself, and what it started. */
  async kill(): Promise<void> {
    await end(this.#process, "SIGKILL");
  }

  /** Starts it once more, after kill(). */
  async startAgain(): Promise<void> {
    this.#process = await started(this.release, this.instance, this.program);
  }

  /** Ends it and removes all that the database has of it. */
  async stop(): Promise<void> {
    await end(this.#process);
    await forget(this.release, this.instance);
  }
}

const CLASSES = [
  ["EventPusher", "1"],
  ["InterfaceChanger", "2"],
] as const;

async function started(
  release: TangoRelease,
  instance: string,
  program: PushProgram,
): Promise<ChildProcessWithoutNullStreams> {
  const child =
    program === "push_server.py"
      ? eventProgram(release, program, instance)
      : ownProgram(release, program, instance);
  await lineOf(child, /^READY /);
  return child;
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
  return patientDatabase(`127.0.0.1:${databasePort}`);
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

/** Starts a program of this folder that is ours. */
function ownProgram(
  { databasePort }: TangoRelease,
  program: string,
  ...args: readonly string[]
): ChildProcessWithoutNullStreams {
  const env = { ...process.env, TANGO_HOST: `127.0.0.1:${databasePort}` };
  const script = join(ROOT, "test/interop/events", program);
  return spawn(process.execPath, ["--import", "tsx", script, ...args], { detached: true, env });
}

/** An argument of the commands of a PushServer. */
export type PushArgument = Readonly<Record<string, Json>>;
