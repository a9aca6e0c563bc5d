// Six workers of a pool read a device for some seconds, while their parent has a proxy of its own: PyTango's example of multiprocessing. Arguments
// and output are those of pytango_workers.py.
import { DeviceProxy, TangoThreadPool } from "../../dist/index.js";

const WORKERS = 6;
const WARM = 300;

const [name, kind, seconds] = process.argv.slice(2);
await new DeviceProxy(name).readAttribute("double_scalar");
const rssBefore = process.memoryUsage.rss();
const begin = performance.timeOrigin + performance.now();
const pool = new TangoThreadPool(new URL("./worker-tasks.mjs", import.meta.url), { kind, size: WORKERS });
const reports = await Promise.all(
  Array.from({ length: WORKERS }, () => pool.submit("readFor", name, Number(seconds))),
);
const wallSeconds = (performance.timeOrigin + performance.now() - begin) / 1000;
const reads = reports.reduce((sum, { reads }) => sum + reads, 0);
const shared = (process.memoryUsage.rss() - rssBefore) / WORKERS;
const times = [];
for (let i = 0; i < WARM; i++) {
  const start = performance.now();
  await pool.submit("nothing");
  times.push((performance.now() - start) * 1000);
}
await pool.close();
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const result = {
  rate: reads / Number(seconds),
  programRate: reads / wallSeconds,
  firstMs: median(reports.map(({ first }) => first - begin)),
  rssBytes: kind === "thread" ? shared : median(reports.map(({ rss }) => rss)),
  warmUs: median(times),
};
console.log(JSON.stringify(result));
