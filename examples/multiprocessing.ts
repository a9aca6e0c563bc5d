// What PyTango's manual shows under "Multiprocessing": a parent with a Database and a DeviceProxy of its own starts workers that
// each make theirs. Four rounds of six, once as threads and once as processes. Then the stale case: what becomes of a
// proxy when its context is closed.
//
//   TANGO_HOST=host:10000 npm start
import { fork } from "node:child_process";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { ApiUtil, Database, DevFailed, DeviceProxy } from "../src/index.ts";
import type { WorkerReport } from "./multiprocessing-worker.ts";

const TANGO_HOST = ApiUtil.getEnvVar("TANGO_HOST");
const DEVICE = "sys/tg_test/1";
const ATTRIBUTE = "double_scalar";
const ROUNDS = 4;
const WORKERS = 6;
const WORKER = new URL("./multiprocessing-worker.ts", import.meta.url);

type Kind = "worker_threads" | "child_process.fork";

// The example runs from its TypeScript source, and a thread does not inherit tsx from its parent as a process does. A program that
// was built just says new Worker(url).
const START_THREAD = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import("${WORKER}"); })`;

async function runInThread(): Promise<WorkerReport> {
  const worker = new Worker(START_THREAD, { eval: true });
  const [[report]] = await Promise.all([once(worker, "message"), once(worker, "exit")]);
  return report;
}

async function runInProcess(): Promise<WorkerReport> {
  const child = fork(WORKER);
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

async function showStaleProxy(stale: DeviceProxy): Promise<void> {
  await ApiUtil.cleanup();
  try {
    await stale.readAttribute(ATTRIBUTE);
    throw new Error("a proxy of a closed context must not work");
  } catch (error) {
    if (!(error instanceof DevFailed) || error.reason !== "API_OrbContextClosed") throw error;
    console.log(`\nafter cleanup the old proxy says: ${error.errors[0]?.desc}`);
  }
  const fresh = new DeviceProxy(DEVICE);
  console.log(`a new one reads ${ATTRIBUTE} = ${(await fresh.readAttribute(ATTRIBUTE)).value}`);
  await ApiUtil.cleanup();
}

async function main(): Promise<void> {
  const database = new Database();
  const device = new DeviceProxy(DEVICE);
  console.log(`database ${TANGO_HOST}: ${(await database.getDeviceExported("*")).length} devices exported`);
  console.log(
    `${DEVICE} is ${await device.state()}, ${ATTRIBUTE} = ${(await device.readAttribute(ATTRIBUTE)).value}`,
  );

  const errors =
    (await runRounds("worker_threads", runInThread)) + (await runRounds("child_process.fork", runInProcess));

  console.log(`\nthe parent's own proxy still reads ${(await device.readAttribute(ATTRIBUTE)).value}`);
  await showStaleProxy(device);
  console.log(errors === 0 ? "no errors" : `${errors} errors`);
  // Nothing is left that would keep the process: it ends by itself.
  process.exitCode = errors === 0 ? 0 : 1;
}

if (TANGO_HOST) {
  await main().catch((error) => {
    console.error(error instanceof DevFailed ? error.message : error);
    if (error.cause instanceof Error) console.error(`  caused by: ${error.cause}`);
    process.exitCode = 1;
  });
} else {
  console.error(
    "There is no Tango system to talk to. Say where its database is, for example:\n\n" +
      "  TANGO_HOST=localhost:10000 npm start\n\n" +
      `The job reads ${ATTRIBUTE} of ${DEVICE}, so the TangoTest server must run there.`,
  );
  process.exitCode = 2;
}
