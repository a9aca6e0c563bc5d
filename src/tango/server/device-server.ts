import type { Writable } from "node:stream";
import { type Clock, MACHINE_CLOCK } from "../../threading/clock.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import { OrbScope, type PrepareContext } from "../../threading/orb-registry.ts";
import type { SerialModel } from "../../threading/serial-model.ts";
import { DeviceProxy } from "../client/device-proxy.ts";
import { OPENED_DEVICES } from "../client/opened-devices.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { type ServerIdentity, serverName } from "../naming/server-identity.ts";
import type { HostPort } from "../naming/tango-host.ts";
import { PubSocket } from "../zmtp/pub-socket.ts";
import type { EnforcementOptions } from "./call/access-enforcement.ts";
import type { DatabaselessClass } from "./database/no-server-database.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import type { DeviceConstructor } from "./device-constructor.ts";
import { ownHostName } from "./own-host-name.ts";
import { RunningServer, type RunningServerOptions } from "./running-server.ts";
import type { Util } from "./server-util.ts";
import { chooseServerDatabase } from "./startup/choose-server-database.ts";
import type { EndPoint } from "./startup/end-point.ts";
import type { DatabaseChoice } from "./startup/server-options.ts";
import type { StartLimits } from "./startup/start-limit.ts";
import { SubDevices } from "./sub-devices.ts";
import type { ServerWorkersOptions } from "./worker/server-workers.ts";

/** How a DeviceServer is made. */
export interface DeviceServerOptions {
  /** Its name: `PowerSupply/lab` is the instance `lab` of `PowerSupply`. */
  readonly server: ServerIdentity;
  /**
   * Where it finds its devices and their properties: `{ kind: "database" }` for the Tango database of TANGO_HOST,
   * `{ kind: "none", devices: ["lab/supply/1"] }`, `{ kind: "file", path }`, a database such as a MemoryServerDatabase, or a function that
   * is asked for one at each start.
   */
  readonly database: DatabaseChoice | ServerDatabase | OpenServerDatabase;
  /** Where it listens. Unless given, at a free port: of every interface with a Tango database, of the loopback one without. */
  readonly endPoint?: EndPoint | null;
  /** What references name as its address where that is another (NAT). */
  readonly publishedEndPoint?: EndPoint | null;
  /**
   * Object keys of devices that clients know beforehand, by the names of the devices, instead of the usual ones:
   * `{ "sys/database/2": "database" }` serves it as `corbaloc:iiop:host:port/database`. None unless given.
   */
  readonly objectKeys?: Readonly<Record<string, string>>;
  /** How much it logs: the number of `-v`; 0 unless given. */
  readonly traceLevel?: number;
  /**
   * Whether, and how, it refuses by itself what the access control of its system does not allow; false unless given: as every other Tango server it
   * then relies on its clients. A start without a Tango database rejects with API_InvalidArgs, unless there is a `judge`.
   */
  readonly enforceAccessControl?: boolean | EnforcementOptions;
  /** What is called one at a time: calls of one device unless given. */
  readonly serialModel?: SerialModel;
  /** In what its devices have calculations done (`runInWorker`, commands with a `worker`): how many threads, or processes. */
  readonly workers?: ServerWorkersOptions;
  /** Where the console target of its logging writes; the standard output unless given. */
  readonly output?: Writable;
  /** What to do when the admin device is told to end the server (command Kill); `stop()` unless given. */
  readonly onKill?: () => void;
  /** Is called at each start when it listens, before its devices are made: where it can be reached. */
  readonly onListening?: (address: HostPort) => void;
  /** Is called with each context in which the code of its devices runs, as it is made. */
  readonly prepareContext?: PrepareContext;
  /**
   * How long a stop waits for the database, and for what is being answered, and then for the devices to end, in milliseconds; 5000 unless
   * given. What does not end in time is cut off.
   */
  readonly stopTimeoutMs?: number;
  /** The time that heartbeats go by, and the subscriptions that are forgotten; that of the machine unless given. It is for tests. */
  readonly eventClock?: Clock;
}

/** Gives the database of a server with these classes, which has this context for its connections. */
export type OpenServerDatabase = (
  classes: readonly DatabaselessClass[],
  context: OrbContext,
) => ServerDatabase | Promise<ServerDatabase>;

/** How a DeviceServer is started. */
export interface StartOptions {
  /** The longest that it may take, in milliseconds; without end unless given. */
  readonly timeoutMs?: number;
}

/**
 * A device server in this process: the devices of some classes. There may be any number of them, and each can be started and stopped any
 * number of times. It has connections of its own, and what its devices open as clients of others is apart too: `ApiUtil.cleanup()` does not
 * touch it, and `stop()` ends it.
 */
export class DeviceServer {
  readonly name: string;
  readonly #classes: readonly DeviceConstructor[];
  readonly #options: DeviceServerOptions;
  #running: RunningServer | null = null;
  /** Where what its devices open lives: proxies of other devices. */
  #scope: OrbScope | undefined;
  #hostName: Promise<string> | undefined;
  /** Starts that have not ended: a stop aborts them. */
  readonly #starts = new Set<AbortController>();
  /** The start or stop that goes on: the next waits for it. */
  #change: Promise<void> = Promise.resolve();

  constructor(classes: readonly DeviceConstructor[], options: DeviceServerOptions) {
    this.name = serverName(options.server);
    this.#classes = classes;
    this.#options = options;
  }

  /** Whether it serves. */
  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** The server as it runs: its devices, its address. Throws API_StartupSequence where it does not run. */
  get running(): RunningServer {
    if (this.#running !== null) return this.#running;
    const desc = `The server ${this.name} does not run: call start() first`;
    throw new DevFailed([devError("API_StartupSequence", desc, "DeviceServer.running")]);
  }

  /** What can be known and done of it while it runs. Throws API_StartupSequence where it does not. */
  get util(): Util {
    return this.running.environment.util;
  }

  /**
   * Starts: resolves when all devices are initialised and clients are served. Does nothing where it runs. Rejects with DevFailed:
   * API_DatabaseAccess where the database does not know the server, API_StartupSequence where another process is this server, and where it
   * is stopped meanwhile, API_DeviceTimedOut where it takes too long; nothing is left of it then.
   */
  async start({ timeoutMs = 0 }: StartOptions = {}): Promise<void> {
    const stopped = new AbortController();
    this.#starts.add(stopped);
    try {
      await this.#inTurn(async () => {
        this.#running ??= await this.#run({ timeoutMs, signal: stopped.signal });
      });
    } finally {
      this.#starts.delete(stopped);
    }
  }

  /**
   * Stops: what is being answered is answered, the devices end, nothing is left. A start that goes on is given up. Does nothing where it does
   * not run. Rejects with DevFailed where the database could not be told; nothing is left then either.
   */
  stop(): Promise<void> {
    for (const start of this.#starts) start.abort();
    return this.#inTurn(async () => {
      const running = this.#running;
      this.#running = null;
      const scope = this.#scope;
      try {
        await scope?.run(async () => running?.stop());
      } finally {
        await scope?.close();
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #run(startLimits: StartLimits): Promise<RunningServer> {
    // What a stop at the wish of a client fails with, nobody waits for: the devices have ended.
    const {
      onKill = () => void this.stop().catch(() => {}),
      serialModel = "BY_DEVICE",
      traceLevel = 0,
    } = this.#options;
    this.#hostName ??= ownHostName();
    const subDevices = new SubDevices();
    const scope = new OrbScope({}, (context) => {
      context.shared(OPENED_DEVICES).watch = (device) => subDevices.watch(device);
      this.#options.prepareContext?.(context);
    });
    const options: RunningServerOptions = {
      scope,
      subDevices,
      identity: this.#options.server,
      openDatabase: opener(this.#options.database, this.#hostName),
      endPoint: this.#options.endPoint ?? null,
      publishedEndPoint: this.#options.publishedEndPoint ?? null,
      objectKeys: this.#options.objectKeys ?? {},
      hostName: this.#hostName,
      output: this.#options.output ?? process.stdout,
      openConsumer: (device, context) => new DeviceProxy(device, { context }),
      openEventSocket: (address, options) => PubSocket.listen(address, options),
      eventClock: this.#options.eventClock ?? MACHINE_CLOCK,
      serialModel,
      enforcement: enforcementOptions(this.#options.enforceAccessControl),
      workers: this.#options.workers ?? {},
      traceLevel,
      onKill,
      onListening: this.#options.onListening ?? (() => {}),
      startLimits,
      stopTimeoutMs: this.#options.stopTimeoutMs ?? STOP_TIMEOUT_MS,
    };
    try {
      const server = await scope.run(() => RunningServer.start(this.#classes, options));
      this.#scope = scope;
      return server;
    } catch (error) {
      await scope.close();
      throw error;
    }
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const done = this.#change.then(change);
    this.#change = done.catch(() => {});
    return done;
  }
}

function enforcementOptions(
  choice: DeviceServerOptions["enforceAccessControl"] = false,
): EnforcementOptions | null {
  if (choice === false) return null;
  return choice === true ? {} : choice;
}

function opener(database: DeviceServerOptions["database"], hostName: Promise<string>): OpenServerDatabase {
  if (typeof database === "function") return database;
  if ("open" in database) return () => database;
  return (classes, context) => chooseServerDatabase(database, classes, context, hostName);
}

const STOP_TIMEOUT_MS = 5000;
