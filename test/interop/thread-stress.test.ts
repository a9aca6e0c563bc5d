import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_OF_IT, stressWorkers } from "../support/thread-stress.ts";

// Ten seconds each, or STRESS_SECONDS (60 for a release), of workers that at random read, write, subscribe, unsubscribe, clean up, end, are terminated and killed, with real servers.

const SECONDS = Number(process.env.STRESS_SECONDS ?? 10);
const LIMITED = { timeout: 900_000 };

for (const { release, variable } of [
  { release: "9.3", variable: "TANGO93_HOST" },
  { release: "10.0", variable: "TANGO10_HOST" },
]) {
  for (const kind of ["thread", "process"] as const) {
    test(`16 workers of the kind ${kind} under stress with Tango ${release}`, LIMITED, async (t) => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`);
      const device = `tango://${host}/sys/tg_test/1`;
      await stressWorkers(t, { kind, device, attribute: "double_scalar", seconds: 2, workers: 2 });
      await stressWorkers(t, {
        kind,
        device,
        attribute: "double_scalar",
        seconds: SECONDS,
        workers: 16,
        wanted: ALL_OF_IT,
      });
    });
  }
}
