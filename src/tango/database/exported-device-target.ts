import type { SystemException } from "../../giop/exception/system-exception.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import { type AccessGrant, FULL_ACCESS } from "../client/access-grant.ts";
import type { ConnectedDevice } from "../client/connected-device.ts";
import type { ConnectionTarget, ResolvedTarget } from "../client/connection-target.ts";
import { connectionFailureReason } from "../client/direct-target.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { ConnectionFailed } from "../error/dev-failed-classes.ts";
import type { Reason } from "../error/reason.ts";
import type { DbDevImportInfo } from "./db-info.ts";

/** What a target needs of the database in which its device is found. */
export interface DeviceDirectory {
  /** Connects to the database, if there is no connection. */
  connect(options?: CallOptions): Promise<void>;
  importDevice(name: string, options?: CallOptions): Promise<DbDevImportInfo>;
  /** What the user may do with a device. Never rejects: where that cannot be found out, the grant says why. */
  accessTo(name: string, options?: CallOptions): Promise<AccessGrant>;
}

/** A device that a database knows by its name or its alias. */
export class ExportedDeviceTarget implements ConnectionTarget {
  #name: string;
  #isAlias: boolean;
  /** What the database had at the last attempt. */
  #reference = "";
  readonly #directory: DeviceDirectory;
  readonly #checksAccess: boolean;

  constructor(
    directory: DeviceDirectory,
    name: string,
    options: { readonly isAlias?: boolean; readonly checksAccess?: boolean } = {},
  ) {
    this.#directory = directory;
    this.#name = name;
    this.#isAlias = options.isAlias ?? false;
    this.#checksAccess = options.checksAccess ?? true;
  }

  get name(): string {
    return this.#name;
  }

  async resolve(options: CallOptions): Promise<ResolvedTarget> {
    // A database that cannot be reached is told as that, not as a command that failed.
    await this.#directory.connect(options);
    const [info, access] = await Promise.all([
      this.#directory.importDevice(this.#name, options),
      this.#checksAccess ? this.#directory.accessTo(this.#name, options) : FULL_ACCESS,
    ]).catch((error: unknown) => {
      throw this.#notDefined(error);
    });
    if (!info.exported) {
      const desc = `Device ${this.#name} is not exported (hint: try starting the device server)`;
      throw new ConnectionFailed([devError("API_DeviceNotExported", desc, ORIGIN)]);
    }
    this.#reference = info.ior;
    return { reference: info.ior, access };
  }

  failure(error: SystemException): { reason: Reason; desc: string } {
    const reason = connectionFailureReason(this.#reference, error);
    return { reason, desc: `Failed to connect to device ${this.#name}` };
  }

  async onConnected(device: ConnectedDevice, options: CallOptions): Promise<void> {
    if (!this.#isAlias) return;
    this.#name = (await device.invoke("_get_name", [], options)).toLowerCase();
    this.#isAlias = false;
  }

  #notDefined(error: unknown): unknown {
    if (!(error instanceof DevFailed) || error.reason !== "DB_DeviceNotDefined") return error;
    const desc = `Can't connect to device ${this.#name}`;
    return error.withLevel(devError("API_DeviceNotDefined", desc, ORIGIN));
  }
}

const ORIGIN = "DeviceProxy.connect()";
