import type { CallOptions } from "../../iiop/call-options.ts";
import type { DevState } from "../idl/enums.ts";
import { type DeviceInfo, deviceInfoFrom } from "../value/device-info.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import { plainDeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** The device's own name, in the case in which its server has it. */
export function deviceName(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  return connection.call(NAME, options);
}

/** The name of the admin device of its server, as the device gives it. */
export function adminName(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  return connection.call(ADMIN_NAME, options);
}

/** What the device says it is. */
export function deviceDescription(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  return connection.call(DESCRIPTION, options);
}

/** The state of the device, asked for as a CORBA attribute: neither polled nor with quality or time. */
export function deviceState(connection: DeviceConnection, options?: CallOptions): Promise<DevState> {
  return connection.call(STATE, options);
}

/** The status of the device, asked for as a CORBA attribute. */
export function deviceStatus(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  return connection.call(STATUS, options);
}

/** Calls the device for nothing; gives the time that took, in microseconds. */
export async function ping(connection: DeviceConnection, options?: CallOptions): Promise<number> {
  const begun = performance.now();
  await connection.call(PING, options);
  return Math.round((performance.now() - begun) * 1000);
}

/** The class, server and versions of the device. */
export function deviceInfo(connection: DeviceConnection, options?: CallOptions): Promise<DeviceInfo> {
  return connection.call(INFO, options);
}

/** The last `count` calls that the device got, the newest first. */
export function blackBox(
  connection: DeviceConnection,
  count: number,
  options?: CallOptions,
): Promise<string[]> {
  const call = plainDeviceCall("blackBox", "black_box", (device, o) =>
    device.invoke("black_box", [count], o),
  );
  return connection.call(call, options);
}

async function info(device: ConnectedDevice, options: CallOptions): Promise<DeviceInfo> {
  if (device.idl >= 6) return deviceInfoFrom(await device.invoke("info_6", [], options));
  if (device.idl >= 3) return deviceInfoFrom(await device.invoke("info_3", [], options));
  return deviceInfoFrom(await device.invoke("info", [], options));
}

const NAME = plainDeviceCall("name", "name", (device, o) => device.invoke("_get_name", [], o));
const ADMIN_NAME = plainDeviceCall("admName", "adm_name", (device, o) =>
  device.invoke("_get_adm_name", [], o),
);
const DESCRIPTION = plainDeviceCall("description", "description", (device, o) =>
  device.invoke("_get_description", [], o),
);
const STATE = plainDeviceCall("state", "state", (device, o) => device.invoke("_get_state", [], o));
const STATUS = plainDeviceCall("status", "status", (device, o) => device.invoke("_get_status", [], o));
const PING = plainDeviceCall("ping", "ping", (device, o) => device.invoke("ping", [], o));
const INFO = plainDeviceCall("info", "info", info);
