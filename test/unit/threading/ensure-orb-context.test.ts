import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { ensureOrbContext } from "../../../src/threading/ensure-orb-context.ts";
import { cleanup, currentOrbContext, runInOrbContext } from "../../../src/threading/orb-registry.ts";
import { workerFixture } from "../../support/child.ts";
import { serveEcho } from "../../support/served-echo.ts";
import { until } from "../../support/until.ts";

afterEach(cleanup);

test("closes the context that it began when the block is left, also by an error", async () => {
  let context: ReturnType<typeof currentOrbContext> | undefined;
  const thread = async () => {
    await using ensured = ensureOrbContext();
    context = currentOrbContext();
    assert.equal(ensured.context, context);
    throw new Error("the thread failed");
  };
  await assert.rejects(thread(), /the thread failed/);
  assert.equal(context?.isClosed, true);
  assert.notEqual(currentOrbContext(), context);
});

test("leaves a context alone that was there before", async () => {
  const context = currentOrbContext();
  const ensured = ensureOrbContext();
  assert.equal(ensured.context, context);
  await ensured.close();
  assert.equal(context.isClosed, false);
});

test("closes it with the last of those who ensured it, each of whom counts once", async () => {
  const first = ensureOrbContext();
  const second = ensureOrbContext();
  assert.equal(second.context, first.context);
  await first.close();
  await first.close();
  assert.equal(first.context.isClosed, false);
  await second.close();
  assert.equal(first.context.isClosed, true);
});

test("is that of the scope within a scope, and outlives a cleanup harmlessly", async () => {
  await runInOrbContext(async () => {
    await using ensured = ensureOrbContext();
    await cleanup();
    assert.equal(ensured.context.isClosed, true);
    assert.notEqual(currentOrbContext(), ensured.context);
  });
});

for (const { manner, told } of [
  { manner: "ensure", told: [] },
  { manner: "forget", told: [1] },
]) {
  test(`a thread of the program leaves nothing on the server: ${manner}`, async (t) => {
    const { listener } = await serveEcho(t);
    const url = `corbaloc:iiop:1.2@127.0.0.1:${listener.port}/echo`;
    const worker = workerFixture("user-thread.ts", { url, manner });
    const messages: unknown[] = [];
    worker.on("message", (message) => messages.push(message));
    const [code] = await once(worker, "exit");
    assert.equal(code, 0);
    assert.deepEqual(messages, ["echo", ...told.map((connections) => ({ connections }))]);
    await until(() => listener.connections === 0);
  });
}
