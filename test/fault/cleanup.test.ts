import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { OrbContextClosedError } from "../../src/threading/orb-context-closed-error.ts";
import { cleanup, currentOrbContext } from "../../src/threading/orb-registry.ts";
import { forkFixture } from "../support/child.ts";
import { Echo } from "../support/echo.ts";
import { openHandles } from "../support/open-handles.ts";

const CONNECTIONS = 100;
const CALLS = 1000;
const ROUNDS = 5;

// That it takes less than 50 ms is measured by bench/cleanup.ts: here only what does not depend on the machine.
test("cleanup ends 100 connections and 1,000 calls in flight, and leaves nothing", async (t) => {
  const server = forkFixture(t, "many-endpoints.ts", [CONNECTIONS, CALLS]);
  const ports = (await server.message()) as number[];
  const handlesBefore = openHandles();
  for (let round = 0; round < ROUNDS; round++) {
    const { orb } = currentOrbContext();
    const proxies = ports.map((port) => orb.proxy(Echo, `corbaloc:iiop:1.2@127.0.0.1:${port}/echo`));
    const outcomes: unknown[] = [];
    const calls = Array.from({ length: CALLS }, (_, i) =>
      proxies[i % CONNECTIONS]!.wait(`${round}.${i}`, { timeoutMs: i % 2 === 0 ? 60_000 : 0 }).then(
        (value) => outcomes.push(value),
        (error: unknown) => outcomes.push(error),
      ),
    );
    assert.equal(await server.message(), "all run");
    assert.equal(orb.connectionCount, CONNECTIONS);

    await cleanup();

    assert.equal(outcomes.length, CALLS, "every call has its outcome when cleanup resolves");
    assert.ok(outcomes.every((outcome) => outcome instanceof OrbContextClosedError));
    assert.deepEqual(openHandles(), handlesBefore, "no socket and no timer is left");
    await Promise.all(calls);
    // The server, too, learns that nobody waits any more.
    let state = { connections: 1, waiting: 1 };
    while (state.connections > 0 || state.waiting > 0) {
      await turn();
      server.process.send("state");
      state = (await server.message()) as typeof state;
    }
  }
});
