import type { CallOptions } from "../../iiop/call-options.ts";
import type { DevState } from "../idl/enums.ts";
import { type DeviceInfo, deviceInfoFrom } from "../value/device-info.ts";
import { plainCall } from "./call-text.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** The device's own name, in the case in which its server has it. */
export function deviceName(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  const text = plainCall("name", "name");
  return connection.call(text, options, (device, o) => device.invoke("_get_name", [], o), asIs);
}

/** The name of the admin device of its server, as the device gives it. */
export function adminName(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  const text = plainCall("admName", "adm_name");
  return connection.call(text, options, (device, o) => device.invoke("_get_adm_name", [], o), asIs);
}

/** What the device says it is. */
export function deviceDescription(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  const text = plainCall("description", "description");
  return connection.call(text, options, (device, o) => device.invoke("_get_description", [], o), asIs);
}

/** The state of the device, asked for as a CORBA attribute: neither polled nor with quality or time. */
export function deviceState(connection: DeviceConnection, options?: CallOptions): Promise<DevState> {
  const text = plainCall("state", "state");
  return connection.call(text, options, (device, o) => device.invoke("_get_state", [], o), asIs);
}

/** The status of the device, asked for as a CORBA attribute. */
export function deviceStatus(connection: DeviceConnection, options?: CallOptions): Promise<string> {
  const text = plainCall("status", "status");
  return connection.call(text, options, (device, o) => device.invoke("_get_status", [], o), asIs);
}

/** Calls the device for nothing; gives the time that took, in microseconds. */
export function ping(connection: DeviceConnection, options?: CallOptions): Promise<number> {
  const begun = performance.now();
  return connection.call(
    plainCall("ping", "ping"),
    options,
    (device, o) => device.invoke("ping", [], o),
    () => Math.round((performance.now() - begun) * 1000),
  );
}

/** The class, server and versions of the device. */
export function deviceInfo(connection: DeviceConnection, options?: CallOptions): Promise<DeviceInfo> {
  return connection.call(
    plainCall("info", "info"),
    options,
    async (device, o) => {
      if (device.idl >= 6) return deviceInfoFrom(await device.invoke("info_6", [], o));
      if (device.idl >= 3) return deviceInfoFrom(await device.invoke("info_3", [], o));
      return deviceInfoFrom(await device.invoke("info", [], o));
    },
    asIs,
  );
}

/** The last `count` calls that the device got, the newest first. */
export function blackBox(
  connection: DeviceConnection,
  count: number,
  options?: CallOptions,
): Promise<string[]> {
  return connection.call(
    plainCall("blackBox", "black_box"),
    options,
    (device, o) => device.invoke("black_box", [count], o),
    asIs,
  );
}

function asIs<T>(value: T): T {
  return value;
}
