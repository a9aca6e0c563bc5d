import assert from "node:assert/strict";
import { it } from "node:test";
import type { ErrorTransfer } from "../../../../src/threading/pool/error-transfer.ts";
import { PooledWorker } from "../../../../src/threading/pool/pooled-worker.ts";
import { WorkerDiedError } from "../../../../src/threading/pool/worker-died-error.ts";
import type { WorkerEvents } from "../../../../src/threading/pool/worker-link.ts";

const ERRORS: ErrorTransfer = { pack: String, unpack: (packed) => new Error(String(packed)) };

it("a worker that is ready only when it is given up has failed to start", async () => {
  const module = new URL("file:///tasks.js");
  const settings = { entry: module, module, env: undefined, execArgv: undefined, resourceLimits: undefined };
  const failure = await new Promise<Error | null>((resolve) => {
    let events: WorkerEvents;
    const start = {
      settings,
      initializer: null,
      with: (_settings: unknown, given: WorkerEvents) => {
        events = given;
        return {
          name: "thread 1",
          post: () => undefined,
          hold: () => undefined,
          terminate: () => {
            events.onMessage({ type: "ready" });
            events.onExit({ exitCode: 1, signal: null }, undefined);
          },
        };
      },
    };
    const onIdle = () => assert.fail("it is not wanted any more");
    const onEnded = (_worker: PooledWorker, reason: Error | null) => resolve(reason);
    new PooledWorker(start, ERRORS, { startTimeoutMs: 1, graceMs: 1 }, { onIdle, onEnded });
  });
  assert.ok(failure instanceof WorkerDiedError);
  assert.match(failure.message, /was not ready within 1 ms/);
});

it("a worker that is ended while it is given up is not missed", async () => {
  const module = new URL("file:///tasks.js");
  const settings = { entry: module, module, env: undefined, execArgv: undefined, resourceLimits: undefined };
  const failure = await new Promise<Error | null>((resolve) => {
    const start = {
      settings,
      initializer: null,
      with: (_settings: unknown, events: WorkerEvents) => ({
        name: "thread 1",
        post: () => undefined,
        hold: () => undefined,
        terminate: () => {
          void worker.end();
          events.onExit({ exitCode: 1, signal: null }, undefined);
        },
      }),
    };
    const onIdle = () => assert.fail("it is not wanted any more");
    const onEnded = (_worker: PooledWorker, reason: Error | null) => resolve(reason);
    const worker = new PooledWorker(start, ERRORS, { startTimeoutMs: 1, graceMs: 1 }, { onIdle, onEnded });
  });
  assert.equal(failure, null);
});
