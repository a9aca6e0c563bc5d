import type { TestContext } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import type { OrbContext } from "../../src/threading/orb-context.ts";
import { freePort } from "./free-ports.ts";
import { PATIENCE_MS } from "./patience.ts";
import { type ServerProgram, serverProgram } from "./server-program.ts";

/** What of an EventServer may be chosen. */
export interface EventServerOptions {
  /** Its devices; `event/test/1` unless given. */
  readonly devices?: readonly string[];
  /** Between one serial number and the next, in milliseconds; 20 unless given. */
  readonly periodMs?: number;
  /** `host:port` of the Tango database in which it and its devices are; without one (`-nodb`) unless given. */
  readonly tangoHost?: string;
  /** The second half of its name; `test` unless given. */
  readonly instance?: string;
  /** The port of its devices; a free one unless given. */
  readonly port?: number;
  /** The port that references to its devices name. */
  readonly publishedPort?: number;
  /** Further variables of its environment. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** The program `fixture/event-server.ts`, which never stops to push events: a process that may be killed and started again at its port. */
export class EventServer {
  readonly devices: readonly string[];
  readonly #t: TestContext;
  readonly #options: EventServerOptions;
  #program: ServerProgram | null = null;
  #port: number;
  #starts = 0;

  private constructor(t: TestContext, options: EventServerOptions, port: number) {
    this.#t = t;
    this.#options = options;
    this.devices = options.devices ?? ["event/test/1"];
    this.#port = port;
  }

  /** Starts it, at a free port; it ends with the test. */
  static async start(t: TestContext, options: EventServerOptions = {}): Promise<EventServer> {
    // One that the system chose could be given to another while the server is away.
    const port = options.port ?? (await freePort());
    const server = new EventServer(t, options, port);
    await server.start();
    return server;
  }

  /** The port of its devices. */
  get port(): number {
    return this.#port;
  }

  /** What clients call one of its devices. */
  nameOf(device = this.devices[0]!): string {
    const { tangoHost } = this.#options;
    if (tangoHost !== undefined) return `tango://${tangoHost}/${device}`;
    return `tango://127.0.0.1:${this.#port}/${device}#dbase=no`;
  }

  /** A proxy of one of its devices. Its calls fail where the server ends, not where the machine holds it up. */
  proxy(context: OrbContext, device?: string): DeviceProxy {
    return new DeviceProxy(this.nameOf(device), { context, timeoutMs: PATIENCE_MS });
  }

  /**
   * Starts it again, with serial numbers that are greater than all before, at the same port, or with a database at another; resolves when it
   * serves.
   */
  async start(): Promise<void> {
    const { periodMs = 20, instance = "test", tangoHost, publishedPort, environment } = this.#options;
    const isFound = tangoHost !== undefined;
    const args = [instance, ...(isFound ? [] : ["-nodb", "-dlist", this.devices.join(",")])];
    args.push("-ORBendPoint", `giop:tcp:127.0.0.1:${isFound ? "" : this.#port}`);
    const first = 1 + SERIALS_PER_START * this.#starts++;
    const variables = { PERIOD_MS: `${periodMs}`, FIRST_SERIAL: `${first}`, ...environment };
    if (publishedPort !== undefined) args.push("-ORBendPointPublish", `giop:tcp:127.0.0.1:${publishedPort}`);
    const all = isFound ? { TANGO_HOST: tangoHost, ...variables } : variables;
    const program = serverProgram(this.#t, args, all, "event-server.ts");
    this.#program = program;
    if (isFound) this.#port = await program.port();
    else await program.says("Ready to accept request\n");
  }

  /** It ends at once; resolves when it has. */
  async kill(): Promise<void> {
    this.#program!.process.kill("SIGKILL");
    await this.#program!.exit;
  }

  /** It keeps its connections, and does nothing. */
  freeze(): void {
    this.#program!.process.kill("SIGSTOP");
  }

  thaw(): void {
    this.#program!.process.kill("SIGCONT");
  }
}

/** More than are pushed between two starts. */
const SERIALS_PER_START = 10_000_000;
