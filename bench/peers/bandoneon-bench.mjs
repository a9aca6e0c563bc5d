// One row of the benchmark, with Bandoneon as built in dist/. The orchestrator runs it in turns with the other clients; rows,
// arguments and output are those of pytango_bench.py, and of tango_bench.cpp for `inflight`.
import { DeviceProxy } from "../../dist/index.js";

const BEGIN = performance.now();
const TEN = [
  "double_scalar",
  "float_scalar",
  "long_scalar",
  "short_scalar",
  "boolean_scalar",
  "ulong_scalar",
  "ushort_scalar",
  "uchar_scalar",
  "long64_scalar",
  "string_scalar",
];
const IN_FLIGHT = 64;

const ROWS = {
  scalar: async (device) => (await device.readAttribute("double_scalar")).value,
  ten: async (device) => (await device.readAttributes(TEN)).map((reading) => reading.value),
  command: (device) => device.commandInout("DevDouble", 3.5),
  write: (device) => device.writeAttribute("double_scalar_w", 3.5),
  image: async (device) => (await device.readAttribute("double_image_ro")).value,
};

async function repeat(call, limit) {
  const begin = performance.now();
  let calls = 0;
  let seconds = 0;
  do {
    await call();
    calls++;
    seconds = (performance.now() - begin) / 1000;
  } while (seconds < limit);
  return { calls, seconds };
}

async function repeatInFlight(call, limit) {
  const parts = await Promise.all(Array.from({ length: IN_FLIGHT }, () => repeat(call, limit)));
  return {
    calls: parts.reduce((sum, part) => sum + part.calls, 0),
    seconds: Math.max(...parts.map((part) => part.seconds)),
  };
}

const [name, row, seconds] = process.argv.slice(2);
const device = new DeviceProxy(name);
const call = () => (ROWS[row] ?? ROWS.scalar)(device);
await call();
const measured =
  row === "first"
    ? { calls: 1, seconds: (performance.now() - BEGIN) / 1000 }
    : await (row === "inflight" ? repeatInFlight : repeat)(call, Number(seconds));
const result = {
  row,
  ...measured,
  rate: measured.calls / measured.seconds,
  rssBytes: process.memoryUsage.rss(),
};
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
