import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertWorkersRead, runMultiprocessingExample } from "../support/multiprocessing-example.ts";

// The main job against the real systems.
describe("examples/multiprocessing.ts", () => {
  for (const { release, variable } of [
    { release: "9.3", variable: "TANGO93_HOST" },
    { release: "10.0", variable: "TANGO10_HOST" },
  ]) {
    it(`reads in threads and in processes without an error, and ends by itself, with Tango ${release}`, async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`);
      const { code, out, err } = await runMultiprocessingExample(host);
      assert.equal(err, "");
      assert.equal(code, 0, out);
      assertWorkersRead(out, 4);
    });
  }
});
