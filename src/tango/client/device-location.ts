import { type DeviceDirectory, ExportedDeviceTarget } from "../database/exported-device-target.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { DeviceName } from "../naming/device-name.ts";
import { type HostPort, parseTangoHost } from "../naming/tango-host.ts";
import { requireTangoHost } from "../naming/tangorc.ts";
import type { ConnectionTarget } from "./connection-target.ts";
import { DirectTarget } from "./direct-target.ts";

/** The hosts of the database that knows a name: those in the name, else those given, else those of TANGO_HOST. */
export function databaseHosts(
  name: Pick<DeviceName, "server">,
  tangoHost: string | undefined,
): readonly HostPort[] {
  if (name.server !== null) return [name.server];
  return tangoHost === undefined ? requireTangoHost() : parseTangoHost(tangoHost);
}

/** Where the connection to a device leads: through the database, or without one straight to its server. */
export function targetOf(
  name: DeviceName,
  directory: DeviceDirectory | null,
  checksAccess: boolean,
): ConnectionTarget {
  if (directory === null) return new DirectTarget(name.device, name.server!);
  return new ExportedDeviceTarget(directory, name.device, { isAlias: name.isAlias, checksAccess });
}

/** Whether a connection failed though the device is well known: its server may be started at any time. */
export function isNotRunning(error: unknown): boolean {
  return error instanceof DevFailed && error.errors.some(({ reason }) => NOT_RUNNING.has(reason));
}

const NOT_RUNNING: ReadonlySet<string> = new Set([
  "API_DeviceNotExported",
  "API_CantConnectToDevice",
  "API_ServerNotRunning",
]);
