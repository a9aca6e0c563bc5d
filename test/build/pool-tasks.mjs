// Tasks of a pool, as a user of the package writes them.
import { DevFailed, DeviceProxy, devError } from "bandoneon";

export const level = async (name) => (await new DeviceProxy(name).readAttribute("level")).value;

export function fail() {
  throw new DevFailed([devError("Mine", "it failed", "pool-tasks")]);
}
