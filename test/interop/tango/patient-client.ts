import { Database, type DatabaseOptions, DeviceProxy, type DeviceProxyOptions } from "../../../src/index.ts";

/**
 * How long a real peer may take for an answer: on a busy machine it takes seconds for some, and how many is nothing to be tested. A test that is
 * about time limits sets its own.
 */
export const PATIENCE_MS = 60_000;

/** A proxy that waits so long for its device, and for the database that tells where the device is. */
export function patientProxy(name: string, options: DeviceProxyOptions = {}): DeviceProxy {
  const proxy = new DeviceProxy(name, { timeoutMs: PATIENCE_MS, ...options });
  // The one of its context, which has the limit of a database that nobody has set one for.
  (proxy as unknown as { readonly database: Database | null }).database?.setTimeoutMillis(PATIENCE_MS);
  return proxy;
}

/** A database, at `host:port`, that is waited for so long. */
export function patientDatabase(tangoHost: string, options: DatabaseOptions = {}): Database {
  return new Database(tangoHost, { timeoutMs: PATIENCE_MS, ...options });
}
