import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text as textOf } from "node:stream/consumers";
import { describe, it } from "node:test";
import { ROOT } from "../support/source-files.ts";

// The main job as a program of its own. That it ends by itself shows that no thread, process, socket or timer is left.

/** It reads for eight seconds, four rounds of one in each of two kinds of worker, and starts 48 of them. */
const PATIENCE_MS = 120_000;
const ROUND = /^ {2}round \d((?: {2}\d+\/\d+)+)$/;

describe("examples/multiprocessing.ts", () => {
  for (const { release, variable } of [
    { release: "9.3", variable: "TANGO93_HOST" },
    { release: "10.0", variable: "TANGO10_HOST" },
  ]) {
    it(`reads in threads and in processes without an error, and ends by itself, with Tango ${release}`, async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`);
      const { code, out, err } = await runExample(host);
      assert.equal(err, "");
      assert.equal(code, 0, out);
      const lines = out.split("\n");
      for (const kind of ["worker_threads", "child_process.fork"]) {
        const title = lines.indexOf(`${kind}: reads/errors of each worker`);
        assert.ok(title >= 0, `nothing of ${kind}: ${out}`);
        for (const line of lines.slice(title + 1, title + 5)) {
          const workers = ROUND.exec(line)?.[1]?.trim().split("  ") ?? [];
          assert.equal(workers.length, 6, line);
          for (const worker of workers) {
            const [reads, errors] = worker.split("/").map(Number);
            assert.ok(reads! > 0 && errors === 0, `${kind}, ${line}`);
          }
        }
      }
      assert.match(out, /the parent's own proxy still reads -?\d/);
      assert.match(out, /after cleanup the old proxy says: .*sys\/tg_test\/1 .*closed by cleanup\(\)/);
      assert.match(out, /a new one reads double_scalar = -?\d/);
      assert.match(out, /\nno errors\n$/);
    });
  }

  it("says what to do where there is no Tango system", async () => {
    // Empty rather than missing: the machine may have a tangorc.
    const { code, out, err } = await runExample("");
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /There is no Tango system/);
    assert.match(err, /TANGO_HOST=localhost:10000 npm start/);
  });
});

async function runExample(tangoHost: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "examples/multiprocessing.ts"], {
    cwd: ROOT,
    env: { ...process.env, TANGO_HOST: tangoHost },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [code, out, err] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
  return { code, out, err };
}
