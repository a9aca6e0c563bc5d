import type { Writable } from "node:stream";
import { OrbContext } from "../../../threading/orb-context.ts";
import type { SerialModel } from "../../../threading/serial-model.ts";
import { DeviceProxy } from "../../client/device-proxy.ts";
import { adminDeviceName, type ServerIdentity } from "../../naming/server-identity.ts";
import type { HostPort } from "../../naming/tango-host.ts";
import { TESTED_DEVICES } from "../../naming/tested-devices.ts";
import { FileServerDatabase } from "../database/file-server-database.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { DeviceServer } from "../device-server.ts";
import type { ServerWorkersOptions } from "../worker/server-workers.ts";
import {
  checkTestedClasses,
  classNameOf,
  databaseOf,
  deviceNamesOf,
  type TestedClass,
} from "./tested-devices.ts";

/** How the server of a test is started. */
export interface TestContextOptions {
  /** The name of the server; that of the first class unless given. */
  readonly serverName?: string;
  /** Its instance; the name of the server in lower case unless given. */
  readonly instanceName?: string;
  /** The path of a database file, which is read and changed, in the place of a database in memory. */
  readonly db?: string;
  /** Where it listens: 127.0.0.1 unless given. */
  readonly host?: string;
  /** The port at which it listens: a free one unless given. */
  readonly port?: number;
  /** How much it logs: the number of `-v`; 0, only fatal errors, unless given. */
  readonly debug?: number;
  /** Where it logs: the standard output unless given. */
  readonly output?: Writable;
  /** What is called one at a time: calls of one device unless given. */
  readonly serialModel?: SerialModel;
  /** In what its devices have calculations done: see DeviceServerOptions. */
  readonly workers?: ServerWorkersOptions;
  /** The longest that a start may take, and that a stop waits for what goes on, in milliseconds; 5000 unless given. */
  readonly timeoutMs?: number;
  /**
   * Whether to go on where the initialisation of a device fails, which leaves it in FAULT, as servers do. Unless given, the start rejects with
   * the error.
   */
  readonly allowsFailedInit?: boolean;
  /**
   * Whether names without a host lead to its devices in what these devices do, as the devices of a real system find each other:
   * `new DeviceProxy("test/supply/1")`. true unless given (PyTango, `enable_test_context_tango_host_override`). What a database file alone names
   * is not found so.
   */
  readonly resolvesNames?: boolean;
}

/** A server of a test in this process, with what both kinds of contexts do with it. */
export abstract class TestContext {
  readonly #server: DeviceServer;
  readonly #identity: ServerIdentity;
  readonly #timeoutMs: number;
  readonly #allowsFailedInit: boolean;
  /** Those that names without a host lead to. */
  readonly #namedDevices: readonly string[];
  /** Where it listens. */
  #address: HostPort | null = null;
  readonly #proxies = new Map<string, DeviceProxy>();
  /** That of the proxies; null while the server does not run. */
  #context: OrbContext | null = null;

  constructor(classes: readonly TestedClass[], options: TestContextOptions) {
    checkTestedClasses(classes);
    const serverName = options.serverName ?? classNameOf(classes[0]!.class);
    const { instanceName = serverName.toLowerCase(), host = LOOPBACK, port = 0 } = options;
    const database: ServerDatabase =
      options.db === undefined ? databaseOf(classes) : new FileServerDatabase(options.db);
    this.#identity = { executable: serverName, instance: instanceName };
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#allowsFailedInit = options.allowsFailedInit ?? false;
    this.#namedDevices =
      options.resolvesNames === false ? [] : [...deviceNamesOf(classes), adminDeviceName(this.#identity)];
    this.#server = new DeviceServer(
      classes.map((one) => one.class),
      {
        server: this.#identity,
        database,
        endPoint: { host, port },
        traceLevel: options.debug ?? 0,
        stopTimeoutMs: this.#timeoutMs,
        // What a stop at the wish of a client fails with, nobody waits for.
        onKill: () => void this.stop().catch(() => {}),
        onListening: (address) => {
          this.#address = address;
        },
        prepareContext: (context) => this.#leadNames(context),
        ...(options.serialModel === undefined ? {} : { serialModel: options.serialModel }),
        ...(options.workers === undefined ? {} : { workers: options.workers }),
        ...(options.output === undefined ? {} : { output: options.output }),
      },
    );
  }

  /**
   * Starts the server: resolves when its devices are initialised. Rejects, and nothing is left of it then, with the error of a device whose
   * initialisation failed, with API_DeviceTimedOut where that takes too long, and with a TypeError where a class contradicts itself.
   */
  async start(): Promise<void> {
    await this.#server.start({ timeoutMs: this.#timeoutMs });
    const failure = this.#allowsFailedInit ? undefined : this.#initFailure();
    if (failure !== undefined) {
      await this.#server.stop();
      throw failure;
    }
    this.#context ??= new OrbContext();
  }

  /** Stops the server: the devices end, the proxies also, and nothing is left open. */
  async stop(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    this.#proxies.clear();
    await context?.close();
    await this.#server.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** The server. */
  get server(): DeviceServer {
    return this.#server;
  }

  /** The port at which it listens. Throws API_StartupSequence where it does not run. */
  get port(): number {
    return this.#server.running.port;
  }

  /** The full name of the server's admin device, for a DeviceProxy of any program on this machine. */
  getServerAccess(): string {
    return this.getDeviceAccess(adminDeviceName(this.#identity));
  }

  /** The full name of a device, for a DeviceProxy of any program on this machine. */
  getDeviceAccess(name: string): string {
    const { host, port } = this.#server.running;
    return `tango://${host}:${port}/${name}#dbase=no`;
  }

  /** A proxy of a device, the same one each time. It ends with `stop`. */
  getDevice(name: string): DeviceProxy {
    const access = this.getDeviceAccess(name);
    const key = name.toLowerCase();
    const known = this.#proxies.get(key);
    if (known !== undefined) return known;
    const proxy = new DeviceProxy(access, { context: this.#context! });
    this.#proxies.set(key, proxy);
    return proxy;
  }

  #leadNames(context: OrbContext): void {
    if (this.#address !== null) context.shared(TESTED_DEVICES).lead(this.#namedDevices, this.#address);
  }

  #initFailure(): Error | undefined {
    for (const { initFailure } of this.#server.running.devices) if (initFailure !== null) return initFailure;
    return undefined;
  }
}

const LOOPBACK = "127.0.0.1";
/** As PyTango's for servers in threads. */
const TIMEOUT_MS = 5000;
