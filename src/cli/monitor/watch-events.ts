import type { CallOptions } from "../../iiop/index.ts";
import type { AnyEventData, DeviceProxy, EventType } from "../../index.ts";
import { eventObservation } from "./event-observation.ts";
import type { MonitoredDevice, MonitoredTarget } from "./monitored-device.ts";
import type { Observation } from "./observation.ts";

/** What is done with what comes: it is given to the one at this place. */
export type Observer = (index: number, observation: Observation) => void;

/**
 * Subscribes to events of a target. Where the device is not there, or does not send them yet, events say so, and it is tried again. Rejects
 * where that is no use.
 */
export async function watchEvents(
  device: MonitoredDevice,
  { index, name }: MonitoredTarget,
  type: EventType,
  options: CallOptions & { readonly signal: AbortSignal },
  observer: Observer,
): Promise<void> {
  const hasValues = !WITHOUT_VALUES.has(type);
  // The first event is to have its unit. Both ask at once, since a device that did not answer is not asked again within a second.
  let held: AnyEventData[] | null = hasValues ? [] : null;
  const show = (event: AnyEventData) => {
    observer(index, eventObservation(event, device.config(name)));
    // The device was not there before.
    if (hasValues && !event.err && device.config(name) === undefined) void device.learn(name, options);
  };
  const learning = hasValues ? device.learn(name, options) : Promise.resolve();
  const subscribing = subscribe(device.proxy, name, type, options, (event) => {
    if (held === null) show(event);
    else held.push(event);
  });
  // Whoever waits for it is told of its failure below.
  subscribing.catch(() => {});
  await learning;
  const first = held ?? [];
  held = null;
  for (const event of first) show(event);
  await subscribing;
}

function subscribe(
  proxy: DeviceProxy,
  name: string,
  type: EventType,
  options: CallOptions,
  callback: (event: AnyEventData) => void,
): Promise<number> {
  const stateless = { ...options, subMode: "Stateless" } as const;
  switch (type) {
    case "intr_change":
      return proxy.subscribeEvent(type, callback, stateless);
    case "attr_conf":
      return proxy.subscribeEvent(name, type, callback, stateless);
    case "data_ready":
      return proxy.subscribeEvent(name, type, callback, stateless);
    case "pipe":
      return proxy.subscribeEvent(name, type, callback, stateless);
    default:
      return proxy.subscribeEvent(name, type, callback, stateless);
  }
}

const WITHOUT_VALUES: ReadonlySet<EventType> = new Set(["attr_conf", "data_ready", "intr_change", "pipe"]);
