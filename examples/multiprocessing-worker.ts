// One worker of examples/multiprocessing.ts: the same code in a worker thread and in a forked process. Its argument is the device.
import { parentPort } from "node:worker_threads";
import { ApiUtil, DeviceProxy } from "../src/index.ts";

const DEVICE = process.argv.at(-1)!;
const DURATION_MS = 1000;

export interface WorkerReport {
  readonly reads: number;
  readonly errors: number;
}

// PyTango needs this in every child. Here a thread or process has an ORB context of its own from the start, so that it is
// merely harmless.
await ApiUtil.cleanup();

const device = new DeviceProxy(DEVICE);
let reads = 0;
let errors = 0;
for (const end = performance.now() + DURATION_MS; performance.now() < end; ) {
  try {
    await device.readAttribute("double_scalar");
    reads++;
  } catch (error) {
    errors++;
    console.error(`worker: ${error}`);
  }
}

const report: WorkerReport = { reads, errors };
if (parentPort !== null) parentPort.postMessage(report);
else process.send?.(report);
await ApiUtil.cleanup();
