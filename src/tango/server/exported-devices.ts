import { randomUUID } from "node:crypto";
import { formatIor } from "../../giop/ior/stringified-ior.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { Device_6 } from "../idl/device.ts";
import type { ServerDatabase } from "./database/server-database.ts";
import { IDL_VERSION } from "./library-versions.ts";
import { DeviceServant } from "./servant/device-servant.ts";
import type { ServedDevice } from "./served-device.ts";

/** What clients can reach of a server: the references of its devices, which its database knows. */
export class ExportedDevices {
  readonly #context: OrbContext;
  readonly #database: ServerDatabase;
  readonly #hostName: string;
  readonly #objectKeys: ReadonlyMap<string, string>;
  readonly #exports = new Map<ServedDevice, { readonly objectKey: string; readonly reference: string }>();

  /** `objectKeys` are those that clients know beforehand, by the names of the devices. */
  constructor(
    context: OrbContext,
    database: ServerDatabase,
    hostName: string,
    objectKeys: Readonly<Record<string, string>> = {},
  ) {
    this.#context = context;
    this.#database = database;
    this.#hostName = hostName;
    const entries = Object.entries(objectKeys);
    this.#objectKeys = new Map(entries.map(([device, key]) => [device.toLowerCase(), key]));
  }

  /**
   * Serves a device, and tells the database. Without a Tango database its key is its name, which clients know; with one nobody needs to know
   * it. One that clients know beforehand is its only one. Rejects as the database does.
   */
  async export(served: ServedDevice): Promise<void> {
    const { name } = served;
    const usual = this.#database.kind === "database" ? randomUUID() : name.toLowerCase();
    const objectKey = this.#objectKeys.get(name.toLowerCase()) ?? usual;
    const { orb } = this.#context;
    orb.activate(Device_6, new DeviceServant(served), objectKey);
    const reference = formatIor(orb.reference(Device_6.repositoryId, objectKey));
    this.#exports.set(served, { objectKey, reference });
    await this.#database.exportDevice({
      name,
      ior: reference,
      host: this.#hostName,
      pid: process.pid,
      version: String(IDL_VERSION),
    });
  }

  /** Serves a device no more. The database is not told. */
  withdraw(served: ServedDevice): void {
    const exported = this.#exports.get(served);
    if (exported === undefined) return;
    this.#context.orb.deactivate(exported.objectKey);
    this.#exports.delete(served);
  }

  /** The reference of a device, as text. Throws API_DeviceNotFound where it is not served. */
  referenceOf(served: ServedDevice): string {
    const exported = this.#exports.get(served);
    if (exported !== undefined) return exported.reference;
    const desc = `Device ${served.name} is not served: it could not be restarted`;
    throw new DevFailed([devError("API_DeviceNotFound", desc, "ExportedDevices.referenceOf")]);
  }
}
