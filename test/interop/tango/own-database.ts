import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Database, OrbContext } from "../../../src/index.ts";
import { freePort } from "../../support/free-ports.ts";
import { end, lineOf, run, type TangoRelease } from "../../support/tango-release.ts";
import { patientDatabase } from "./patient-client.ts";

/**
 * A second database server (DataBaseds) over the tables of a release's own, at a port of its own: it may be killed and started again, and nobody
 * else is disturbed.
 */
export class OwnDatabase {
  /** `host:port`, which stays the same. */
  readonly tangoHost: string;
  readonly #release: TangoRelease;
  readonly #instance: string;
  #program: ChildProcessWithoutNullStreams | null = null;

  private constructor(release: TangoRelease, instance: string, port: number) {
    this.#release = release;
    this.#instance = instance;
    this.tangoHost = `127.0.0.1:${port}`;
  }

  /** Defines it in the tables, and starts it. */
  static async start(release: TangoRelease, instance: string): Promise<OwnDatabase> {
    const port = await freePort();
    const database = new OwnDatabase(release, instance, port!);
    await database.#shared.addServer(database.#server, [
      { name: `sys/database/${instance}`, className: "DataBase", server: database.#server },
    ]);
    await database.start();
    return database;
  }

  /** Starts it again, at the same port; resolves when it answers. */
  async start(): Promise<void> {
    const [program, sqlPort] = PROGRAMS[this.#release.version];
    const variables = [`MYSQL_HOST=127.0.0.1:${sqlPort}`, "MYSQL_USER=tango", "MYSQL_PASSWORD=tango"];
    const options = ["-ORBendPoint", `giop:tcp:${this.tangoHost}`];
    const child = run(this.#release, "env", ...variables, program, this.#instance, ...options);
    this.#program = child;
    // That it answers is what counts: what it says may come later, or not at all while clients press it.
    await Promise.race([lineOf(child, /Ready to accept request/), this.#answers(child)]);
  }

  async #answers(child: ChildProcessWithoutNullStreams): Promise<void> {
    while (child.exitCode === null && child.signalCode === null) {
      const context = new OrbContext();
      try {
        await new Database(this.tangoHost, { context }).getInfo();
        return;
      } catch {
        await sleep(200);
      } finally {
        await context.close();
      }
    }
    await new Promise(() => {});
  }

  /** It ends at once. */
  async kill(): Promise<void> {
    if (this.#program !== null) await end(this.#program, "SIGKILL");
  }

  /** Ends it, and takes it out of the tables. */
  async remove(): Promise<void> {
    await this.kill();
    await this.#shared.deleteServer(this.#server);
  }

  get #server(): string {
    return `DataBaseds/${this.#instance}`;
  }

  get #shared(): Database {
    return patientDatabase(`127.0.0.1:${this.#release.databasePort}`);
  }
}

/** The program of each release, and the port of its MariaDB. */
const PROGRAMS = {
  "9.3": ["/usr/lib/tango/DataBaseds", process.env.TANGO93_SQLPORT ?? "3316"],
  "10.0": ["Databaseds", process.env.TANGO10_SQLPORT ?? "3317"],
} as const;
