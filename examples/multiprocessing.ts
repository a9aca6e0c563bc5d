// What PyTango's manual shows under "Multiprocessing": a parent with a DeviceProxy of its own starts workers that each make theirs.
// Four rounds of six, once as threads and once as processes. Then the stale case: what becomes of a proxy when its context is
// closed.
//
//   npm start                             with a TangoTest server of our own
//   TANGO_HOST=host:10000 npm start       with sys/tg_test/1 of a Tango system
//   npm start -- a/b/c --rounds 1         with another device
import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { ApiUtil, Database, DevFailed, DeviceProxy } from "../src/index.ts";
import type { WorkerReport } from "./multiprocessing-worker.ts";
import { startTangoTest } from "./own-tangotest.ts";
import { startThread } from "./start-thread.ts";

const { values: OPTIONS, positionals: DEVICES } = parseArgs({
  options: { rounds: { type: "string", default: "4" } },
  allowPositionals: true,
});
const TANGO_HOST = ApiUtil.getEnvVar("TANGO_HOST");
const ATTRIBUTE = "double_scalar";
const ROUNDS = Number(OPTIONS.rounds);
const WORKERS = 6;
const WORKER = new URL("./multiprocessing-worker.ts", import.meta.url);

type Kind = "worker_threads" | "child_process.fork";

async function runInThread(device: string): Promise<WorkerReport> {
  const worker = startThread(WORKER, [device]);
  const [[report]] = await Promise.all([once(worker, "message"), once(worker, "exit")]);
  return report;
}

async function runInProcess(device: string): Promise<WorkerReport> {
  const child = fork(WORKER, [device]);
  const [[report]] = await Promise.all([once(child, "message"), once(child, "exit")]);
  return report;
}

async function runRounds(kind: Kind, start: () => Promise<WorkerReport>): Promise<number> {
  const rows: Record<string, string> = {};
  let errors = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const reports = await Promise.all(Array.from({ length: WORKERS }, start));
    errors += reports.reduce((sum, report) => sum + report.errors, 0);
    rows[`round ${round}`] = reports.map(({ reads, errors }) => `${reads}/${errors}`).join("  ");
  }
  console.log(`\n${kind}: reads/errors of each worker`);
  for (const [round, cells] of Object.entries(rows)) console.log(`  ${round}  ${cells}`);
  return errors;
}

async function showStaleProxy(stale: DeviceProxy, name: string): Promise<void> {
  await ApiUtil.cleanup();
  try {
    await stale.readAttribute(ATTRIBUTE);
    throw new Error("a proxy of a closed context must not work");
  } catch (error) {
    if (!(error instanceof DevFailed) || error.reason !== "API_OrbContextClosed") throw error;
    console.log(`\nafter cleanup the old proxy says: ${error.errors[0]?.desc}`);
  }
  const fresh = new DeviceProxy(name);
  console.log(`a new one reads ${ATTRIBUTE} = ${(await fresh.readAttribute(ATTRIBUTE)).value}`);
  await ApiUtil.cleanup();
}

/** Gives the number of errors. */
async function runJob(name: string): Promise<number> {
  const device = new DeviceProxy(name);
  const { value } = await device.readAttribute(ATTRIBUTE);
  console.log(`${name} is ${await device.state()}, ${ATTRIBUTE} = ${value}`);
  const errors =
    (await runRounds("worker_threads", () => runInThread(name))) +
    (await runRounds("child_process.fork", () => runInProcess(name)));
  console.log(`\nthe parent's own proxy still reads ${(await device.readAttribute(ATTRIBUTE)).value}`);
  await showStaleProxy(device, name);
  console.log(errors === 0 ? "no errors" : `${errors} errors`);
  return errors;
}

async function main(): Promise<number> {
  if (DEVICES[0] !== undefined) return runJob(DEVICES[0]);
  if (TANGO_HOST) {
    const exported = await new Database().getDeviceExported("*");
    console.log(`database ${TANGO_HOST}: ${exported.length} devices exported`);
    return runJob("sys/tg_test/1");
  }
  console.log("TANGO_HOST is not set: starting a TangoTest server of our own, without a database");
  const server = await startTangoTest();
  try {
    return await runJob(server.device);
  } finally {
    await server.stop();
  }
}

try {
  // Nothing is left that would keep the process: it ends by itself.
  process.exitCode = (await main()) === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof DevFailed ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error) console.error(`  caused by: ${error.cause}`);
  if (TANGO_HOST && DEVICES.length === 0)
    console.error("\nWithout TANGO_HOST this example starts a TangoTest server of its own.");
  process.exitCode = 1;
}
