import type { DevSource } from "../idl/enums.ts";

/**
 * A DeviceProxy as plain data that can be posted to another thread or process, where `DeviceProxy.fromHandle` makes a proxy of it: the
 * name and the settings, not the connection.
 */
export interface DeviceHandle {
  /** Tells a handle from other data. */
  readonly kind: "bandoneon.DeviceHandle";
  /** The form of the handle. */
  readonly version: 1;
  /** The name the proxy was made with. */
  readonly name: string;
  /** The TANGO_HOST that the proxy was made under; null for a name that has its own host. */
  readonly tangoHost: string | null;
  /** Whether the access control is asked what may be done with the device. */
  readonly checksAccess: boolean;
  /** In milliseconds; 0 means without end. */
  readonly timeoutMs: number;
  /** Where readings are taken from. */
  readonly source: DevSource;
  /** Whether a call whose connection is lost reconnects and is made once more. */
  readonly transparencyReconnection: boolean;
}

/** Whether something received is a handle that this version can read. */
export function isDeviceHandle(value: unknown): value is DeviceHandle {
  if (typeof value !== "object" || value === null) return false;
  const { kind, version, name } = value as Partial<DeviceHandle>;
  return kind === "bandoneon.DeviceHandle" && version === 1 && typeof name === "string";
}
