import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { NonSupportedFeature } from "../error/dev-failed-classes.ts";
import type { DeviceAttribute } from "../value/device-attribute.ts";
import {
  attributeHistoryFrom2,
  attributeHistoryFrom3,
  attributeHistoryFrom4,
  attributeHistoryFrom5,
  commandHistoryFrom2,
  commandHistoryFrom4,
  type DeviceDataHistory,
} from "../value/history.ts";
import { type CallText, plainCall } from "./call-text.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** The last values of a polled attribute, the oldest first. */
export function attributeHistory(
  connection: DeviceConnection,
  name: string,
  depth: number,
  options: CallOptions | undefined,
): Promise<DeviceAttribute[]> {
  const text = plainCall("attributeHistory", "attribute_history");
  return connection.call(
    text,
    options,
    async (device, callOptions) => {
      switch (device.idl) {
        case 1:
          throw unsupported(connection, text);
        case 2:
          return attributeHistoryFrom2(
            await device.invoke("read_attribute_history_2", [name, depth], callOptions),
          );
        case 3:
          return attributeHistoryFrom3(
            await device.invoke("read_attribute_history_3", [name, depth], callOptions),
          );
        case 4:
          return attributeHistoryFrom4(
            await device.invoke("read_attribute_history_4", [name, depth], callOptions),
          );
        default:
          return attributeHistoryFrom5(
            await device.invoke("read_attribute_history_5", [name, depth], callOptions),
          );
      }
    },
    (history) => history,
  );
}

/** The last results of a polled command, the oldest first. */
export function commandHistory(
  connection: DeviceConnection,
  command: string,
  depth: number,
  options: CallOptions | undefined,
): Promise<DeviceDataHistory[]> {
  const text = plainCall("commandHistory", "command_history");
  return connection.call(
    text,
    options,
    async (device, callOptions) => {
      if (device.idl === 1) throw unsupported(connection, text);
      if (device.idl < 4) {
        return commandHistoryFrom2(
          await device.invoke("command_inout_history_2", [command, depth], callOptions),
        );
      }
      return commandHistoryFrom4(
        await device.invoke("command_inout_history_4", [command, depth], callOptions),
      );
    },
    (history) => history,
  );
}

function unsupported(connection: DeviceConnection, text: CallText): NonSupportedFeature {
  const desc = `Device ${connection.target.name} does not support ${text.operation} feature`;
  return new NonSupportedFeature([devError("API_UnsupportedFeature", desc, text.origin)]);
}
