import assert from "node:assert/strict";
import { test } from "node:test";
import { type ContextSlot, OrbContext } from "../../../src/threading/orb-context.ts";
import { OrbContextClosedError } from "../../../src/threading/orb-context-closed-error.ts";
import { Echo } from "../../support/echo.ts";
import { serveEcho } from "../../support/served-echo.ts";

test("closes the Orb and all that it owns, once, with the reason", async () => {
  const context = new OrbContext();
  const reasons: Error[] = [];
  context.own({ destroy: (reason) => void reasons.push(reason) });
  context.own({ destroy: async (reason) => void reasons.push(reason) });
  const disown = context.own({ destroy: () => assert.fail("it was disowned") });
  disown();
  assert.equal(context.isClosed, false);
  context.throwIfClosed("anything");
  const closed = context.close();
  assert.equal(context.close(), closed);
  await closed;
  assert.equal(context.orb.isClosed, true);
  assert.equal(reasons.length, 2);
  assert.ok(reasons.every((reason) => reason instanceof OrbContextClosedError));
});

test("lets what it owns say something to peers before anything ends", async () => {
  const context = new OrbContext();
  const states: boolean[] = [];
  const note = () => void states.push(context.isClosed, context.orb.isClosed);
  context.own({ farewell: note, destroy: note });
  await context.close();
  assert.deepEqual(states, [false, false, true, true]);

  const other = new OrbContext();
  const refuse = () => {
    throw new Error("no word");
  };
  other.own({ farewell: refuse, destroy: () => undefined });
  await assert.rejects(other.close(), AggregateError);
  assert.equal(other.orb.isClosed, true);
});

test("waits for what it owns to end", async () => {
  const context = new OrbContext();
  let end = () => {};
  context.own({
    destroy: () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  });
  let closed = false;
  const closing = context.close().then(() => {
    closed = true;
  });
  for (let i = 0; i < 20; i++) await null;
  assert.equal(closed, false);
  end();
  await closing;
});

test("ends everything even where something fails to end, and says so", async () => {
  const context = new OrbContext();
  let ended = 0;
  context.own({
    destroy: () => {
      throw new Error("at once");
    },
  });
  context.own({ destroy: () => Promise.reject(new Error("later")) });
  context.own({ destroy: () => void ended++ });
  await assert.rejects(context.close(), (error) => {
    assert.ok(error instanceof AggregateError);
    assert.deepEqual(
      error.errors.map(({ message }) => message),
      ["at once", "later"],
    );
    return true;
  });
  assert.equal(ended, 1);
  assert.equal(context.orb.isClosed, true);
});

test("is closed from the moment that it closes: nothing can be added", async () => {
  const context = new OrbContext();
  let refused: unknown;
  context.own({
    destroy: () => {
      assert.equal(context.isClosed, true);
      try {
        context.own({ destroy: () => {} });
      } catch (error) {
        refused = error;
      }
    },
  });
  await context.close();
  assert.ok(refused instanceof OrbContextClosedError);
  assert.throws(() => context.throwIfClosed("the proxy of a/b/c"), {
    name: "OrbContextClosedError",
    code: "ORB_CONTEXT_CLOSED",
    objectName: "the proxy of a/b/c",
    message: /the proxy of a\/b\/c .*make the object again/,
  });
});

test("rejects calls in flight with the error that says so, at once", async (t) => {
  const { ior, servant, listener } = await serveEcho(t);
  const context = new OrbContext();
  const proxy = context.orb.proxy(Echo, ior);
  const call = proxy.wait("a", { timeoutMs: 0 });
  await servant.started("a");
  const rejected = assert.rejects(call, {
    code: "ORB_CONTEXT_CLOSED",
    message: /^wait at 127.0.0.1:\d+ belongs/,
  });
  await context.close();
  await rejected;
  assert.throws(() => context.orb.object(ior), OrbContextClosedError);
  await assert.rejects(context.orb.listen(), OrbContextClosedError);
  await assert.rejects(proxy.ping(), {
    code: "ORB_CONTEXT_CLOSED",
    message: /^ping at 127.0.0.1:\d+ belongs/,
  });
  assert.equal(listener.connections <= 1, true);
});

test("closes its listeners too", async (t) => {
  const context = new OrbContext();
  const { port } = await context.orb.listen();
  await context.close();
  const { server } = await serveEcho(t);
  await server.listen({ port });
});

test("can be disposed", async () => {
  let inside: OrbContext;
  {
    await using context = new OrbContext();
    inside = context;
  }
  assert.equal(inside.isClosed, true);
});

test("refuses to be posted to another thread", () => {
  assert.throws(() => structuredClone(new OrbContext()), /belongs to one thread/);
});

test("keeps what its objects share, each context its own", async () => {
  const slot: ContextSlot<string[]> = { make: () => [] };
  const [one, other] = [new OrbContext(), new OrbContext()];
  assert.equal(one.shared(slot), one.shared(slot));
  assert.notEqual(one.shared(slot), other.shared(slot));
  assert.notEqual(one.shared(slot), one.shared({ ...slot }));
  await Promise.all([one.close(), other.close()]);
});
