// The thread of examples/digitizer.ts that acquires: simulated.
import { setTimeout as sleep } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import { DevFailed, DeviceThreadHandle } from "../src/index.ts";

// Closed at the end of the block, when all that was pushed has been acknowledged.
await using device = DeviceThreadHandle.from(workerData.device);

try {
  await device.setState("RUNNING");
  await device.pushChangeEvent("State");
  device.infoStream("the acquisition runs");
  for (let scan = 0; !device.signal.aborted; scan++) {
    const wave = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(2 * Math.PI * 0.05 * (i + scan)));
    await device.writeAttribute("wave", wave);
    // Moved rather than copied: the array is empty afterwards.
    await device.pushChangeEvent<"DevDouble", "SPECTRUM">("wave", wave, { transfer: true });
    await sleep(20, undefined, { signal: device.signal }).catch(() => undefined);
  }
} catch (error) {
  // The device was restarted, or its server stopped, and did not wait.
  if (!(error instanceof DevFailed && error.reason === "API_ThreadHandleClosed")) throw error;
}
