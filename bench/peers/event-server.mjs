// The device server of pytango_event_server.py, with Bandoneon as built in dist/. Its pushes wait for slow subscribers.
import { Device, runServer } from "../../dist/index.js";

const NAMES = { 1: "scalar", 1000: "thousand", 100000: "hundred_thousand" };

function row(maxDimX) {
  return {
    dtype: "DevDouble",
    dformat: "SPECTRUM",
    maxDimX,
    read() {
      return this.values[maxDimX];
    },
  };
}

class EventBench extends Device {
  static TangoClassName = "EventBench";
  static attributes = {
    scalar: { dtype: "DevDouble", read: () => 0 },
    thousand: row(1000),
    hundred_thousand: row(100000),
  };
  static commands = {
    Burst: {
      dtypeIn: "DevVarLongArray",
      dtypeOut: "DevDouble",
      execute([size, count]) {
        return this.burst(size, count);
      },
    },
    Single: {
      execute() {
        return this.pushChangeEvent("scalar", 1);
      },
    },
  };

  initDevice() {
    this.values = { 1: 1, 1000: new Float64Array(1000), 100000: new Float64Array(100000) };
    for (const name of Object.values(NAMES)) this.setChangeEvent(name, true, false);
  }

  async burst(size, count) {
    const [name, value] = [NAMES[size], this.values[size]];
    const begin = performance.now();
    for (let i = 0; i < count; i++) await this.pushChangeEvent(name, value, { whenFull: "wait" });
    return (performance.now() - begin) / 1000;
  }
}

await runServer([EventBench]);
