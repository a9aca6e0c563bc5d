import type { CallOptions } from "../iiop/index.ts";
import { definedDevice } from "./defined-device.ts";
import { type RunRecord, runRecord } from "./run-record.ts";
import type { TangoFacade } from "./tango-facade.ts";

/** What the database knows of a server. */
export interface RegisteredServer {
  /** As the database has it. */
  readonly name: string;
  readonly run: RunRecord;
  /** All but its admin device. */
  readonly devices: readonly { readonly name: string; readonly class: string; readonly exported: boolean }[];
}

type Database = InstanceType<TangoFacade["Database"]>;

/** What the database knows of a server (`executable/instance`, in any case); undefined where it does not know it. */
export async function registeredServer(
  database: Database,
  tango: TangoFacade,
  server: string,
  options: CallOptions,
): Promise<RegisteredServer | undefined> {
  const [devices, running, admin] = await Promise.all([
    database.getDeviceClassList(server, options),
    database.getDeviceExported("*", options),
    definedDevice(database, tango, adminDevice(server), options),
  ]);
  if (devices.length === 0) return undefined;
  const exported = new Set(running.map((name) => name.toLowerCase()));
  return {
    name: admin?.dsFullName ?? server,
    run: runRecord(admin),
    devices: devices
      .filter(({ className }) => className.toLowerCase() !== "dserver")
      .map(({ name, className }) => ({ name, class: className, exported: exported.has(name.toLowerCase()) })),
  };
}

/** The name of a server's admin device. */
export function adminDevice(server: string): string {
  return `dserver/${server}`;
}
