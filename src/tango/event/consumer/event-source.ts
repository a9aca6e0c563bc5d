import { formatAddress } from "../../../giop/ior/format-address.ts";
import type { CallOptions } from "../../../iiop/call-options.ts";
import type { Location } from "../../client/connection.ts";
import type { DeviceConnection } from "../../client/device-connection.ts";
import { fullHostName } from "../../naming/tango-host.ts";

/** A device that can be subscribed to, through the proxy that its events name. */
export interface EventSource {
  /** The proxy. */
  readonly device: object;
  readonly connection: DeviceConnection;
  readonly location: Location;
  /** `host:port` of every database of the device's control system; none for a device without one. Rejects where that cannot be asked. */
  databaseHosts(options: CallOptions | undefined): Promise<readonly string[]>;
  /** Makes a connection to the admin device that its server has now. */
  connectAdmin(options: CallOptions | undefined): Promise<DeviceConnection>;
}

/** The name of a device as events have it: `tango://host:port/d/f/m[#dbase=no]` in lower case, the host by its full name. */
export interface FullDeviceName {
  /** `tango://host:port/`. */
  readonly prefix: string;
  /** `d/f/m`. */
  readonly device: string;
  /** `#dbase=no`, or nothing. */
  readonly modifier: string;
}

/** Finds the full name of a device: that of its database, or of its server where it has none. */
export async function fullDeviceName({ connection, location }: EventSource): Promise<FullDeviceName> {
  const { database, server } = location;
  const host = (database === null ? server : database[0])!;
  const full = { host: (await fullHostName(host.host)).toLowerCase(), port: host.port };
  return {
    prefix: `tango://${formatAddress(full)}/`,
    device: connection.target.name.toLowerCase(),
    modifier: database === null ? "#dbase=no" : "",
  };
}

/** The full name of an attribute or pipe of a device; of the device itself for no name. */
export function fullName({ prefix, device, modifier }: FullDeviceName, name: string): string {
  return `${prefix}${device}${name === "" ? "" : `/${name}`}${modifier}`;
}
