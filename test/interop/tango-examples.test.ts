import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertWorkersRead, runMultiprocessingExample } from "../support/multiprocessing-example.ts";
import { checkEventThread, checkThreadPool } from "../support/thread-examples.ts";

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST" },
  { release: "10.0", variable: "TANGO10_HOST" },
];

function hostOf({ release, variable }: (typeof RELEASES)[number]): string {
  const host = process.env[variable];
  assert.ok(host, `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`);
  return host;
}

// The main job against the real systems.
describe("examples/multiprocessing.ts", () => {
  for (const system of RELEASES) {
    const { release } = system;
    it(`reads in threads and in processes without an error, and ends by itself, with Tango ${release}`, async () => {
      const host = hostOf(system);
      const { code, out, err } = await runMultiprocessingExample(host);
      assert.equal(err, "");
      assert.equal(code, 0, out);
      assertWorkersRead(out, 4);
    });
  }
});

describe("examples/event-thread.ts and examples/thread-pool.ts", () => {
  for (const system of RELEASES) {
    it(`receive events and run tasks with Tango ${system.release}`, async () => {
      await checkEventThread(hostOf(system));
      await checkThreadPool(hostOf(system));
    });
  }
});
