import type { CallOptions } from "../../iiop/call-options.ts";
import { getAttributeConfigs } from "./attribute-config-calls.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceConnection } from "./device-connection.ts";

/**
 * Asks for the configurations of those among `names` that the connection does not know yet: from then on `device.attributes` has them. Never
 * rejects, since a value is worth having without its labels.
 */
export async function learnAttributes(
  connection: DeviceConnection,
  device: ConnectedDevice,
  names: readonly string[],
  options: CallOptions | undefined,
): Promise<void> {
  const unknown = names.filter((name) => !device.attributes.has(name));
  if (unknown.length === 0) return;
  await getAttributeConfigs(connection, unknown, options).catch(() => undefined);
}
