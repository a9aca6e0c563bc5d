// Compiled, never run: what subscriptions accept, and what their subscribers are given.

import type {
  AttributeInfoEx,
  CmdArgType,
  DeviceAttribute,
  DevicePipe,
  DeviceProxy,
  EventData,
} from "../../src/index.ts";
import type { TangoEvent } from "../../src/tango/event/data/tango-event.ts";
import type { Equal } from "./expect.ts";

/** Does not compile for anything but true. */
declare function check<T extends true>(): T;

export async function subscriptions(device: DeviceProxy): Promise<void> {
  const id = await device.subscribeEvent<number>("a", "change", (event) => {
    check<Equal<typeof event.attrValue, DeviceAttribute<number> | null>>();
    check<Equal<typeof event.device, DeviceProxy>>();
    // @ts-expect-error a value has no configuration
    event.attrConf;
  });
  check<Equal<typeof id, number>>();
  await device.subscribeEvent("a", "attr_conf", ({ attrConf }) => {
    check<Equal<typeof attrConf, AttributeInfoEx | null>>();
  });
  await device.subscribeEvent("a", "data_ready", ({ attrDataType, ctr }) => {
    check<Equal<[typeof attrDataType, typeof ctr], [CmdArgType | null, number | null]>>();
  });
  await device.subscribeEvent("p", "pipe", ({ pipeValue }) => {
    check<Equal<typeof pipeValue, DevicePipe | null>>();
  });
  await device.subscribeEvent("intr_change", { pushEvent: ({ attList }) => attList.length });
  await device.subscribeEvent(
    "a",
    "periodic",
    { queueSize: 10, whenFull: "drop-newest" },
    { subMode: "Async" },
  );
  await device.subscribeEvent("a", "archive", 10, { stateless: true, timeoutMs: 100 });
  await device.subscribeEvent("a", "alarm", async (event: EventData) => event.attrValue?.value);

  // @ts-expect-error there is no such event
  await device.subscribeEvent("a", "changed", () => undefined);
  // @ts-expect-error there is no such mode
  await device.subscribeEvent("a", "change", () => undefined, { subMode: "Later" });
  // @ts-expect-error the interface is not that of an attribute
  await device.subscribeEvent("a", "intr_change", () => undefined);
  // @ts-expect-error an event of an attribute needs its name
  await device.subscribeEvent("change", () => undefined);
  // @ts-expect-error a queue loses one end or the other
  await device.subscribeEvent("a", "change", { whenFull: "wait" });
}

export async function streams(device: DeviceProxy): Promise<void> {
  for await (const event of device.events<Float64Array>("a", "change", { queueSize: 5 })) {
    check<Equal<typeof event.attrValue, DeviceAttribute<Float64Array> | null>>();
  }
  for await (const { cmdList } of device.events("intr_change")) cmdList.length;
  // @ts-expect-error the interface is subscribed to without a name
  device.events("a", "intr_change");
}

export function oneOfAll(event: TangoEvent<DeviceProxy>): unknown {
  switch (event.event) {
    case "attr_conf":
      return event.attrConf;
    case "data_ready":
      return event.ctr;
    case "intr_change":
      return event.attList;
    case "pipe":
      return event.pipeValue;
    default:
      return event.attrValue;
  }
}
