// The tasks of examples/thread-pool.ts: ordinary functions, which can also be called directly, as by a unit test.
import { setTimeout as wait } from "node:timers/promises";
import { currentTask, DeviceProxy } from "../src/index.ts";

let device: DeviceProxy;

/** The initializer: each worker has a proxy of its own, for its whole life. */
export async function open(name: string): Promise<void> {
  device = await DeviceProxy.connect(name);
}

export async function read(attribute: string): Promise<{ name: string; type: string }> {
  const { name, type } = await device.readAttribute(attribute);
  return { name, type };
}

export async function meanOf(spectrum: string, readings: number): Promise<number> {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < readings; i++) {
    const { value } = await device.readAttribute<Float64Array>(spectrum);
    for (const element of value ?? []) sum += element;
    count += value?.length ?? 0;
  }
  return count === 0 ? 0 : sum / count;
}

/** Reads until nobody wants it any more. */
export async function watch(): Promise<never> {
  const { signal } = currentTask();
  while (true) {
    await device.readAttribute("double_scalar", { signal });
    await wait(50, undefined, { signal });
  }
}
