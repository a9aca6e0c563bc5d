// The client of pytango_event_client.py, with Bandoneon as built in dist/: the same rows, arguments and output.
import { setTimeout as passed } from "node:timers/promises";
import { ApiUtil, DeviceProxy } from "../../dist/index.js";

const NAMES = { 1: "scalar", 1000: "thousand", 100000: "hundred_thousand" };
const QUIET_MS = 2000;

async function subscribe(device, name, size) {
  const counter = { received: 0, last: 0, arrived: () => {} };
  await device.subscribeEvent(name, "change", (event) => {
    if (event.err) return;
    void event.attrValue.value;
    counter.received++;
    counter.last = performance.now();
    counter.arrived();
  });
  if (size === 1) await device.commandInout("Single");
  else await device.commandInout("Burst", [size, 1]);
  const end = performance.now() + QUIET_MS;
  while (counter.received < 2 && performance.now() < end) await passed(10);
  await passed(200);
  counter.received = 0;
  return counter;
}

async function burst(device, size, count) {
  const counter = await subscribe(device, NAMES[size], size);
  const begin = performance.now();
  counter.last = begin;
  const seconds = await device.commandInout("Burst", [size, count]);
  while (counter.received < count && performance.now() - counter.last < QUIET_MS) await passed(10);
  const { received, last } = counter;
  return {
    received,
    lost: count - received,
    rate: (received * 1000) / (last - begin),
    pushRate: count / seconds,
  };
}

async function latency(device, count) {
  const counter = await subscribe(device, NAMES[1], 1);
  const times = [];
  for (let i = 0; i < count; i++) {
    const arrived = new Promise((resolve) => {
      counter.arrived = resolve;
    });
    const begin = performance.now();
    await device.commandInout("Single");
    await arrived;
    times.push(counter.last - begin);
  }
  times.sort((a, b) => a - b);
  return { medianUs: times[times.length >> 1] * 1000 };
}

const [name, row, ...numbers] = process.argv.slice(2);
const device = new DeviceProxy(name, { timeoutMs: 120_000 });
const result = await { burst, latency }[row](device, ...numbers.map(Number));
process.stdout.write(`${JSON.stringify(result)}\n`);
await ApiUtil.cleanup();
