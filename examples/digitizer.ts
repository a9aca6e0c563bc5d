// A device server whose device does its work in threads: one acquires and pushes events, as long as the device is there; and a calculation that takes
// long runs in a worker of the server, while the device goes on to answer. docs/threading-servers.md goes through it.
//
//   npx tsx examples/digitizer.ts lab -nodb -dlist lab/digitizer/1 -ORBendPoint giop:tcp::11002            then
//   npx tsx src/cli/main.ts monitor 'tango://127.0.0.1:11002/lab/digitizer/1/wave#dbase=no'
import { Worker } from "node:worker_threads";
import { attribute, command, Device, runServer, type ThreadHandle, workerModule } from "../src/index.ts";

const analysis = workerModule<typeof import("./digitizer-analysis.ts")>(
  new URL("./digitizer-analysis.ts", import.meta.url),
);
const ACQUISITION = new URL("./digitizer-acquisition.ts", import.meta.url);
// The examples run from their TypeScript source, and a thread does not inherit tsx. A program that was built just says new Worker(url).
const START = `import("tsx/esm/api").then((tsx) => { tsx.register(); return import("${ACQUISITION}"); })`;

class Digitizer extends Device {
  #wave: Float64Array = new Float64Array(1000);

  /** Written by the thread, which also pushes its events. */
  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 1000, unit: "V", write: "setWave" }) wave() {
    return this.#wave;
  }

  setWave(wave: Float64Array): void {
    this.#wave = wave;
  }

  /** The method gives the arguments; the monitor of the device is free while the worker calculates. */
  @command({
    dtypeIn: "DevDouble",
    docIn: "from which frequency on, as a part of the sampling rate",
    dtypeOut: "DevDouble",
    docOut: "the frequency of the greatest amplitude",
    worker: analysis.task("strongestFrequency"),
    freesMonitor: true,
  })
  strongestFrequency(lowest: number) {
    return [this.#wave, lowest] as const;
  }

  override initDevice() {
    this.setChangeEvent("wave", true, false);
    this.setChangeEvent("State", true, false);
    const device = this.threadHandle({ title: "the acquisition" });
    const worker = new Worker(START, { eval: true, workerData: { device }, transferList: [device.port] });
    worker.once("error", (error) => {
      this.setState("FAULT");
      this.setStatus(`The acquisition failed: ${error.message}`);
    });
    this.#acquisition = device;
  }

  override deleteDevice() {
    // For the command Init: the end of the device has done it by then. Not awaited, since what the thread still does waits for the device.
    void this.#acquisition?.end();
  }

  #acquisition: ThreadHandle | undefined;
}

await runServer([Digitizer], { workers: { size: 2 } });
