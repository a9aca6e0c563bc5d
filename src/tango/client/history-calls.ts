import type { CallOptions } from "../../iiop/call-options.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import {
  attributeHistoryFrom2,
  attributeHistoryFrom3,
  attributeHistoryFrom4,
  attributeHistoryFrom5,
  commandHistoryFrom2,
  commandHistoryFrom4,
  type DeviceDataHistory,
  isOpenHistory5,
} from "../value/history.ts";
import type { KnownAttribute } from "../value/read-attribute.ts";
import { plainCall } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import { plainDeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { learnAttributes } from "./known-attributes.ts";
import { refuseBefore } from "./unsupported-feature.ts";

/** The last values of a polled attribute, the oldest first. What the answer leaves open is asked for, once per connection. */
export function attributeHistory(
  connection: DeviceConnection,
  name: string,
  depth: number,
  options: CallOptions | undefined,
): Promise<DeviceAttribute[]> {
  const known = async (
    device: ConnectedDevice,
    callOptions: CallOptions,
  ): Promise<KnownAttribute | undefined> => {
    await learnAttributes(connection, device, [name], callOptions);
    return device.attributes.get(name);
  };
  const call = plainDeviceCall("attributeHistory", "attribute_history", async (device, o) => {
    const text = plainCall("attributeHistory", "attribute_history");
    refuseBefore(2, device, connection.target.name, text);
    switch (device.idl) {
      case 1:
      case 2: {
        const wire = await device.invoke("read_attribute_history_2", [name, depth], o);
        return attributeHistoryFrom2(wire, await known(device, o));
      }
      case 3: {
        const wire = await device.invoke("read_attribute_history_3", [name, depth], o);
        return attributeHistoryFrom3(wire, await known(device, o));
      }
      case 4: {
        const wire = await device.invoke("read_attribute_history_4", [name, depth], o);
        return attributeHistoryFrom4(wire, await known(device, o));
      }
      default: {
        const wire = await device.invoke("read_attribute_history_5", [name, depth], o);
        return attributeHistoryFrom5(wire, isOpenHistory5(wire) ? await known(device, o) : undefined);
      }
    }
  });
  return connection.call(call, options);
}

/** The last results of a polled command, the oldest first. */
export function commandHistory(
  connection: DeviceConnection,
  command: string,
  depth: number,
  options: CallOptions | undefined,
): Promise<DeviceDataHistory[]> {
  const call = plainDeviceCall("commandHistory", "command_history", async (device, o) => {
    refuseBefore(2, device, connection.target.name, plainCall("commandHistory", "command_history"));
    return device.idl < 4
      ? commandHistoryFrom2(await device.invoke("command_inout_history_2", [command, depth], o))
      : commandHistoryFrom4(await device.invoke("command_inout_history_4", [command, depth], o));
  });
  return connection.call(call, options);
}
