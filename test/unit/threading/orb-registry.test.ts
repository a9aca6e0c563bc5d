import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { afterEach, describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { OrbContextClosedError } from "../../../src/threading/orb-context-closed-error.ts";
import { cleanup, currentOrbContext, runInOrbContext } from "../../../src/threading/orb-registry.ts";
import { forkFixture, workerFixture } from "../../support/child.ts";
import { Echo } from "../../support/echo.ts";
import { listenRaw } from "../../support/raw-peer.ts";
import { serveEcho } from "../../support/served-echo.ts";

afterEach(cleanup);

test("a thread has one context, made at first use, until it is cleaned up", async () => {
  const context = currentOrbContext();
  assert.equal(currentOrbContext(), context);
  await cleanup();
  assert.equal(context.isClosed, true);
  const next = currentOrbContext();
  assert.notEqual(next, context);
  assert.notEqual(next.id, context.id);
  assert.notDeepEqual(next.clientIdentity.uuid, context.clientIdentity.uuid);
});

test("a cleanup with nothing to clean up does nothing", async () => {
  await cleanup();
  await cleanup();
});

test("cleanups at the same time all wait for the end", async (t) => {
  const { port, peers } = await listenRaw(t);
  const context = currentOrbContext();
  const proxy = context.orb.proxy(Echo, `corbaloc:iiop:1.2@127.0.0.1:${port}/x`);
  const call = proxy.ping().catch((error: unknown) => error);
  await until(() => peers.length === 1);
  const ended: boolean[] = [];
  await Promise.all(
    [cleanup(), cleanup(), cleanup()].map((done) => done.then(() => ended.push(sockets() <= 1))),
  );
  assert.deepEqual(ended, [true, true, true], "only the server's end is left");
  assert.ok((await call) instanceof OrbContextClosedError);
});

test("objects made before a cleanup are stale, those made meanwhile or later are not", async (t) => {
  const { ior } = await serveEcho(t);
  const before = currentOrbContext().orb.proxy(Echo, ior);
  await before.ping();
  const cleaning = cleanup();
  const meanwhile = currentOrbContext().orb.proxy(Echo, ior);
  await assert.rejects(before.ping(), OrbContextClosedError);
  await meanwhile.ping();
  await cleaning;
  await meanwhile.ping();
  await assert.rejects(before.ping(), OrbContextClosedError);
  await currentOrbContext().orb.proxy(Echo, ior).ping();
});

test("a context that its owner closed is replaced too", async () => {
  const context = currentOrbContext();
  await context.close();
  assert.notEqual(currentOrbContext(), context);
});

describe("runInOrbContext", () => {
  test("gives a scope a context of its own, through everything asynchronous in it", async () => {
    const outer = currentOrbContext();
    const inner = await runInOrbContext(async () => {
      const context = currentOrbContext();
      assert.notEqual(context, outer);
      await turn();
      assert.equal(currentOrbContext(), context);
      await new Promise<void>((resolve) =>
        setTimeout(() => {
          assert.equal(currentOrbContext(), context);
          resolve();
        }, 0),
      );
      return context;
    });
    assert.equal(inner.isClosed, true);
    assert.equal(outer.isClosed, false);
    assert.equal(currentOrbContext(), outer);
  });

  test("keeps scopes at the same time, and one inside another, apart", async () => {
    const contexts = await Promise.all(
      [1, 2, 3].map(() =>
        runInOrbContext(async () => {
          const context = currentOrbContext();
          const nested = await runInOrbContext(() => currentOrbContext());
          assert.notEqual(nested, context);
          assert.equal(nested.isClosed, true);
          assert.equal(context.isClosed, false);
          return context;
        }),
      ),
    );
    assert.equal(new Set(contexts).size, 3);
  });

  test("cleans up inside the scope alone", async () => {
    const outer = currentOrbContext();
    await runInOrbContext(async () => {
      const first = currentOrbContext();
      await cleanup();
      assert.equal(first.isClosed, true);
      assert.notEqual(currentOrbContext(), first);
    });
    assert.equal(outer.isClosed, false);
  });

  test("closes its context where the work fails, and passes the error on", async () => {
    let context: ReturnType<typeof currentOrbContext> | undefined;
    const failure = new Error("the work failed");
    for (const fail of [
      () => {
        context = currentOrbContext();
        throw failure;
      },
      async () => {
        context = currentOrbContext();
        await turn();
        throw failure;
      },
    ]) {
      await assert.rejects(runInOrbContext<void>(fail), (error) => error === failure);
      assert.equal(context!.isClosed, true);
    }
  });

  test("makes no context any more after its end, which nobody would close", async () => {
    let late: Promise<unknown> | undefined;
    await runInOrbContext(() => {
      late = turn().then(() => turn().then(() => currentOrbContext()));
    });
    await assert.rejects(late!, (error) => {
      assert.ok(error instanceof OrbContextClosedError);
      assert.match(error.message, /runInOrbContext/);
      return true;
    });
  });
});

test("two copies of the package share the registry", async () => {
  const context = currentOrbContext();
  const copied = "../../../src/threading/orb-context-closed-error.ts?copy";
  const { OrbContextClosedError: Copied } = (await import(copied)) as {
    OrbContextClosedError: new () => Error;
  };
  assert.ok(new Copied() instanceof OrbContextClosedError);
  const copy: typeof import("../../../src/threading/orb-registry.ts") = await import(
    `../../../src/threading/orb-registry.ts?copy=${context.id}`
  );
  assert.notEqual(copy.cleanup, cleanup);
  assert.equal(copy.currentOrbContext(), context);
  await copy.runInOrbContext(async () => {
    assert.notEqual(copy.currentOrbContext(), context);
    assert.equal(copy.currentOrbContext(), currentOrbContext());
  });
  await copy.cleanup();
  assert.equal(context.isClosed, true);
});

for (const kind of ["thread", "process"] as const) {
  describe(`a ${kind} of its own`, () => {
    for (const manner of ["leave", "leave with a call in flight", "clean up", "clean up first"] as const) {
      test(`has a context of its own and leaves nothing behind: ${manner}`, async (t) => {
        const { listener, servant } = await serveEcho(t);
        const own = currentOrbContext();
        const data = { url: `corbaloc:iiop:1.2@127.0.0.1:${listener.port}/echo`, manner };
        type Answer = { name: string; context: string; uuid: readonly [bigint, bigint] };
        let answer: Answer;
        let cleaned: { connections: number; resources: string[] } | undefined;
        if (kind === "thread") {
          const worker = workerFixture("thread.ts", data);
          [answer] = (await once(worker, "message")) as [Answer];
          if (manner === "clean up") [cleaned] = await once(worker, "message");
          if (manner === "leave with a call in flight") {
            await servant.started("in a thread");
            await worker.terminate();
          } else {
            await once(worker, "exit");
          }
        } else {
          const child = forkFixture(t, "thread.ts", [JSON.stringify(data)], { env: { ...process.env } });
          answer = (await child.message()) as Answer;
          if (manner === "clean up") cleaned = (await child.message()) as typeof cleaned;
          if (manner === "leave with a call in flight") {
            await servant.started("in a thread");
            child.process.kill("SIGKILL");
            await child.exit;
          } else {
            assert.equal((await child.exit).code, 0);
          }
        }
        assert.equal(answer.name, "echo");
        assert.notEqual(answer.context, own.id);
        if (cleaned) {
          assert.equal(cleaned.connections, 0);
          assert.deepEqual(
            cleaned.resources.filter((name) => name.startsWith("TCP")),
            [],
          );
        }
        await until(() => listener.connections === 0);
        assert.equal(own.isClosed, false);
        if (manner === "leave with a call in flight") assert.deepEqual(servant.aborted, ["in a thread"]);
      });
    }
  });
}

/** How many TCP sockets this process holds open, listeners aside. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

test("makes the contexts of a scope by its options", async () => {
  await runInOrbContext(
    async () => {
      assert.equal(currentOrbContext().orb.options.callTimeoutMs, 17);
      await cleanup();
      assert.equal(currentOrbContext().orb.options.callTimeoutMs, 17);
    },
    { callTimeoutMs: 17 },
  );
  assert.equal(currentOrbContext().orb.options.callTimeoutMs, 3000);
});

test("is kept apart from the registry of an older copy of the package, whose holders prepare nothing", async (t) => {
  const key = Symbol.for("bandoneon.orb-registry.v1");
  const owner = globalThis as { [key: symbol]: unknown };
  const before = owner[key];
  const holder = { context: undefined, options: {}, closing: new Set(), ended: false };
  const scopes = new AsyncLocalStorage<unknown>();
  owner[key] = { thread: holder, scopes, isWatched: false };
  t.after(() => {
    if (before === undefined) delete owner[key];
    else owner[key] = before;
  });
  assert.equal(currentOrbContext().isClosed, false);
  await scopes.run({ ...holder }, () =>
    runInOrbContext(() => assert.equal(currentOrbContext().isClosed, false)),
  );
});
