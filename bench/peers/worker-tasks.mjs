// The tasks of bandoneon-workers.mjs.
import { DeviceProxy } from "../../dist/index.js";

/** Reads for some seconds; the moment of the first value is told in milliseconds since 1970. */
export async function readFor(name, seconds) {
  const device = new DeviceProxy(name);
  await device.readAttribute("double_scalar");
  const first = performance.timeOrigin + performance.now();
  let reads = 1;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; reads++)
    await device.readAttribute("double_scalar");
  return { first, reads, rss: process.memoryUsage.rss() };
}

export function nothing() {}
