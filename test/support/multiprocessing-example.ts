import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text as textOf } from "node:stream/consumers";
import { ROOT } from "./source-files.ts";

/** It reads for two seconds in each round, one in each of two kinds of worker, and starts twelve of them. */
const PATIENCE_MS = 120_000;
const ROUND = /^ {2}round \d((?: {2}\d+\/\d+)+)$/;

/** Runs examples/multiprocessing.ts as a program of its own. That it ends shows that no thread, process, socket or timer is left. */
export async function runMultiprocessingExample(
  tangoHost: string,
  args: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "examples/multiprocessing.ts", ...args], {
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
