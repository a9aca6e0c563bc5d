import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import type { FuzzResult, FuzzRun } from "./fuzz.ts";

/*
 * Feeds every decoder with damaged messages: none may hang, end in anything but a MarshalError, ProtocolError, SystemException or
 * ZmtpError (a WrongData for pictures), or allocate more than four times its input (or what its target allows) and 1 MiB.
 *
 *   FUZZ_SECONDS=600 npm test      how long; 30 s unless given
 *   SEED=123 npm test              the same inputs again in the same order; SEED=123:4567 that one input alone
 *
 * Each input depends on the seed and its number only. A thread runs them and tells the number of the one it works on; where
 * that stands still for HANG_MS, the input hangs. Its memory is what the thread's heap and its buffers grew by: see
 * test/support/allocation.ts. An input that seems to take too much is repeated three times after a garbage collection.
 */

const HANG_MS = 10_000;

test("no decoder hangs, fails strangely or takes too much memory, whatever it is sent", async (context) => {
  const [seed, only] = (process.env.SEED ?? String(randomInt(2 ** 31))).split(":").map(Number);
  const seconds = only === undefined ? Number(process.env.FUZZ_SECONDS ?? 30) : 0;
  context.diagnostic(`SEED=${seed} for ${seconds} s`);
  const progress = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  const run: FuzzRun = { seed: seed!, first: only ?? 0, seconds, progress };
  const result = await watched(run);
  context.diagnostic(
    `${result.inputs} inputs, ${result.refused} refused, the slowest ${result.slowestMs.toFixed(0)} ms, ` +
      `the hungriest ${(result.largestShare * 100).toFixed(0)} % of its limit`,
  );
  assert.equal(result.failure, undefined);
  assert.ok(only !== undefined || (result.refused > 0 && result.refused < result.inputs));
});

/** Runs the fuzzer in a thread; rejects where one input takes longer than HANG_MS, or the thread dies of it. */
function watched(run: FuzzRun): Promise<FuzzResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./start-worker.mjs", import.meta.url), { workerData: run });
    let last = -1;
    const check = (): void => {
      const index = Atomics.load(run.progress, 0);
      if (index === last && index >= 0) {
        void worker.terminate();
        settle(() =>
          reject(new Error(`the input SEED=${run.seed}:${index} hangs: no end after ${HANG_MS} ms`)),
        );
      }
      last = index;
    };
    const timer = setInterval(check, HANG_MS);
    const settle = (end: () => void): void => {
      clearInterval(timer);
      end();
    };
    worker.once("message", (result: FuzzResult) => settle(() => resolve(result)));
    worker.once("error", (error) => settle(() => reject(error)));
  });
}
