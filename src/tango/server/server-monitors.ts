import type { SerialModel } from "../../threading/serial-model.ts";
import { type Monitor, NO_MONITOR, SerializationMonitor } from "../../threading/serialization-monitor.ts";

/**
 * Gives each device of a server the monitor under which it is called: its own (BY_DEVICE), one that all devices of its class have in common
 * (BY_CLASS), one for all of the server (BY_PROCESS), or none (NO_SYNC).
 */
export function monitorsOf(model: SerialModel): (className: string, device: string) => Monitor {
  const shared = new Map<string, Monitor>();
  return (className, device) => {
    if (model === "NO_SYNC") return NO_MONITOR;
    if (model === "BY_DEVICE") return new SerializationMonitor(device, { owner: device });
    const name = model === "BY_CLASS" ? className : "the server";
    const monitor = shared.get(name) ?? new SerializationMonitor(name);
    shared.set(name, monitor);
    return monitor;
  };
}
