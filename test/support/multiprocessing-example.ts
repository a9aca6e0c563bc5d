import assert from "node:assert/strict";
import { type ExampleRun, runExample } from "./run-example.ts";

const ROUND = /^ {2}round \d((?: {2}\d+\/\d+)+)$/;

/** Runs examples/multiprocessing.ts. */
export function runMultiprocessingExample(
  tangoHost: string,
  args: readonly string[] = [],
): Promise<ExampleRun> {
  return runExample("multiprocessing.ts", tangoHost, args);
}

/** Checks that all workers of all rounds read without an error, and that the stale proxy said so. */
export function assertWorkersRead(out: string, rounds: number): void {
  const lines = out.split("\n");
  for (const kind of ["worker_threads", "child_process.fork"]) {
    const title = lines.indexOf(`${kind}: reads/errors of each worker`);
    assert.ok(title >= 0, `nothing of ${kind}: ${out}`);
    for (const line of lines.slice(title + 1, title + 1 + rounds)) {
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
}
