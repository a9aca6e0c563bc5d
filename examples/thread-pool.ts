// What PyTango's PyTangoThreadPoolExecutor and Python's multiprocessing.Pool are for: functions of a module, run by threads or processes that each
// have an ORB context of their own.
//
//   npx tsx examples/thread-pool.ts                       with a TangoTest server of our own
//   TANGO_HOST=host:10000 npx tsx examples/thread-pool.ts         with sys/tg_test/1 of a Tango system
import { ApiUtil, DevFailed, TangoThreadPool } from "../src/index.ts";
import { startTangoTest } from "./own-tangotest.ts";

type Tasks = typeof import("./thread-pool-tasks.ts");
const TASKS = new URL("./thread-pool-tasks.ts", import.meta.url);
const ATTRIBUTES = ["double_scalar", "long_scalar", "short_scalar", "float_scalar", "boolean_scalar"];

async function useWorkers(kind: "thread" | "process", device: string): Promise<void> {
  // Closed when the block is left: the tasks are waited for, and each worker closes its context.
  await using pool = new TangoThreadPool<Tasks>(TASKS, { kind, size: 3, initializer: ["open", device] });

  // One call; the names of tasks and their arguments are checked by the compiler.
  const mean = await pool.submit("meanOf", "double_spectrum_ro", 10);
  console.log(`${kind}: the mean of 10 readings of double_spectrum_ro is ${mean.toFixed(3)}`);

  // Many, of which at most six are taken ahead.
  const read: string[] = [];
  for await (const { name, type } of pool.map("read", ATTRIBUTES)) read.push(`${name} (${type})`);
  console.log(`${kind}: read ${read.join(", ")}`);

  // An error comes back as what it was.
  const error = await pool.submit("read", "no_such_attribute").catch((reason: unknown) => reason);
  if (!(error instanceof DevFailed)) throw error;
  console.log(`${kind}: no_such_attribute fails with ${error.reason}`);

  // A task that takes too long is told, and its worker is kept where it obeys.
  const late = await pool.submitWith({ timeoutMs: 200 }, "watch").catch((reason: Error) => reason);
  console.log(`${kind}: ${(late as Error).message}; ${pool.statistics.replaced} workers had to be replaced`);
}

try {
  const server = ApiUtil.getEnvVar("TANGO_HOST") ? null : await startTangoTest();
  try {
    const device = server?.device ?? "sys/tg_test/1";
    await useWorkers("thread", device);
    await useWorkers("process", device);
  } finally {
    await server?.stop();
  }
} catch (error) {
  console.error(error instanceof DevFailed ? error.message : error);
  process.exitCode = 1;
}
