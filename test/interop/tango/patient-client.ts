import { Database, type DatabaseOptions, DeviceProxy, type DeviceProxyOptions } from "../../../src/index.ts";
import { PATIENCE_MS } from "../../support/patience.ts";

/** A proxy that waits PATIENCE_MS for its device, and for the database that tells where the device is. */
export function patientProxy(name: string, options: DeviceProxyOptions = {}): DeviceProxy {
  const proxy = new DeviceProxy(name, { timeoutMs: PATIENCE_MS, ...options });
  // The one of its context, which has the limit of a database that nobody has set one for.
  (proxy as unknown as { readonly database: Database | null }).database?.setTimeoutMillis(PATIENCE_MS);
  return proxy;
}

/** A database, at `host:port`, that is waited for as long. */
export function patientDatabase(tangoHost: string, options: DatabaseOptions = {}): Database {
  return new Database(tangoHost, { timeoutMs: PATIENCE_MS, ...options });
}
