// What PyTango's manual shows under "Multiprocessing": a parent with a DeviceProxy of its own starts workers that each make theirs.
// Four rounds of six, once as threads and once as processes. Then the stale case: what becomes of a proxy when its context is
// closed.
//
//   npm start                             with a whole Tango system of our own: a database, and a TangoTest in it
//   npm start -- --data DIR               which is kept in this folder, not forgotten at the end
//   TANGO_HOST=host:10000 npm start       with sys/tg_test/1 of a Tango system that is there
//   npm start -- a/b/c --rounds 1         with another device
import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { ApiUtil, Database, DevFailed, DeviceProxy } from "../src/index.ts";
import type { WorkerReport } from "./multiprocessing-worker.ts";
import { startSystem } from "./own-system.ts";
import { startThread } from "./start-thread.ts";

const { values: OPTIONS, positionals: DEVICES } = parseArgs({
  options: { rounds: { type: "string", default: "4" }, data: { type: "string" } },
  allowPositionals: true,
});
// Not what a tangorc says: whoever just tries this is not to load a real system with it.
const { TANGO_HOST } = process.env;
const ATTRIBUTE = "double_scalar";
const ROUNDS = Number(OPTIONS.rounds);
const WORKERS = 6;
const WORKER = new URL("./multiprocessing-worker.ts", import.meta.url);

type Kind = "worker_threads" | "child_process.fork";

/** What the workers of one kind did, in all rounds. */
interface Outcome {
  readonly kind: Kind;
  readonly reads: number;
  readonly errors: number;
  readonly seconds: number;
}

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

async function runRounds(kind: Kind, start: () => Promise<WorkerReport>): Promise<Outcome> {
  const rows: Record<string, string> = {};
  const begin = performance.now();
  let [reads, errors] = [0, 0];
  for (let round = 1; round <= ROUNDS; round++) {
    const reports = await Promise.all(Array.from({ length: WORKERS }, start));
    reads += reports.reduce((sum, report) => sum + report.reads, 0);
    errors += reports.reduce((sum, report) => sum + report.errors, 0);
    rows[`round ${round}`] = reports.map(({ reads, errors }) => `${reads}/${errors}`).join("  ");
  }
  console.log(`\n${kind}: reads/errors of each worker`);
  for (const [round, cells] of Object.entries(rows)) console.log(`  ${round}  ${cells}`);
  return { kind, reads, errors, seconds: (performance.now() - begin) / 1000 };
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

async function runJob(name: string): Promise<readonly Outcome[]> {
  const device = new DeviceProxy(name);
  const { value } = await device.readAttribute(ATTRIBUTE);
  console.log(`${name} is ${await device.state()}, ${ATTRIBUTE} = ${value}`);
  const outcomes = [
    await runRounds("worker_threads", () => runInThread(name)),
    await runRounds("child_process.fork", () => runInProcess(name)),
  ];
  console.log(`\nthe parent's own proxy still reads ${(await device.readAttribute(ATTRIBUTE)).value}`);
  await showStaleProxy(device, name);
  return outcomes;
}

/** Starts a whole system, and runs the job against it. Ctrl-C ends all of it in order. */
async function runInOwnSystem(): Promise<readonly Outcome[]> {
  console.log("TANGO_HOST is not set: starting a Tango system of our own");
  const system = await startSystem(OPTIONS.data);
  const interrupted = () => void system.stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  try {
    // Workers of both kinds inherit it.
    process.env.TANGO_HOST = system.tangoHost;
    const outcomes = await runJob("sys/tg_test/1");
    console.log(`\na system of our own at TANGO_HOST=${system.tangoHost}`);
    for (const { name, pid, startMs } of system.processes)
      console.log(`  ${name.padEnd(10)} process ${pid}, ready after ${startMs.toFixed(0)} ms`);
    return outcomes;
  } finally {
    process.off("SIGINT", interrupted);
    process.off("SIGTERM", interrupted);
    await system.stop();
  }
}

function showTable(outcomes: readonly Outcome[]): void {
  const row = (...cells: string[]) =>
    console.log(
      cells
        .map((cell) => cell.padEnd(20))
        .join("")
        .trimEnd(),
    );
  console.log();
  row("WORKERS", "READS", "ERRORS", "READS PER SECOND");
  for (const { kind, reads, errors, seconds } of outcomes)
    row(kind, String(reads), String(errors), (reads / seconds).toFixed(0));
}

async function main(): Promise<readonly Outcome[]> {
  if (DEVICES[0] !== undefined) return runJob(DEVICES[0]);
  if (TANGO_HOST) {
    const exported = await new Database().getDeviceExported("*");
    console.log(`database ${TANGO_HOST} (the variable TANGO_HOST): ${exported.length} devices exported`);
    return runJob("sys/tg_test/1");
  }
  return runInOwnSystem();
}

try {
  // Nothing is left that would keep the process: it ends by itself.
  const outcomes = await main();
  showTable(outcomes);
  const errors = outcomes.reduce((sum, outcome) => sum + outcome.errors, 0);
  console.log(errors === 0 ? "no errors" : `${errors} errors`);
  process.exitCode = errors === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof DevFailed ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error) console.error(`  caused by: ${error.cause}`);
  if (TANGO_HOST && DEVICES.length === 0)
    console.error("\nWithout TANGO_HOST this example starts a Tango system of its own.");
  process.exitCode = 1;
}
