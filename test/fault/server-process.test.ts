import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Orb } from "../../src/iiop/orb.ts";
import { forkFixture } from "../support/child.ts";
import { Echo } from "../support/echo.ts";
import { freePort } from "../support/free-ports.ts";

async function startServer(t: TestContext, port = 0) {
  const child = forkFixture(t, "echo-server.ts", [port]);
  const { port: bound } = (await child.message()) as { port: number };
  return { ...child, port: bound };
}

function client(t: TestContext): Orb {
  const orb = new Orb({ callTimeoutMs: 60_000 });
  t.after(() => orb.destroy());
  return orb;
}

const url = (...ports: number[]) =>
  `corbaloc:${ports.map((port) => `iiop:1.2@127.0.0.1:${port}`).join(",")}/echo`;

// A program that does not end is to fail its test, not to hold all tests up.
const LIMITED = { timeout: 120_000 };

test("a server killed in mid-call fails the call at once, and is found again at its port", async (t) => {
  const port = await freePort();
  const server = await startServer(t, port);
  const orb = client(t);
  const proxy = orb.proxy(Echo, url(server.port));
  const calls = [proxy.wait("mid-call", { timeoutMs: 0 }), proxy.wait("other", { timeoutMs: 60_000 })];
  await server.message();
  const failed = Promise.all(
    calls.map((call) =>
      assert.rejects(call, {
        kind: "COMM_FAILURE",
        minorName: "COMM_FAILURE_WaitingForReply",
        completed: "MAYBE",
      }),
    ),
  );
  server.process.kill("SIGKILL");
  await failed;
  await server.exit;
  await assert.rejects(proxy.ping(), {
    kind: "TRANSIENT",
    minorName: "TRANSIENT_ConnectFailed",
    completed: "NO",
  });
  await startServer(t, port);
  await proxy.ping();
  assert.equal(orb.connectionCount, 1);
});

test("a server restarted at another port is found where the reference names both", async (t) => {
  const first = await startServer(t);
  const second = await startServer(t);
  const proxy = client(t).proxy(Echo, url(first.port, second.port));
  await proxy.ping();
  first.process.kill("SIGKILL");
  await first.exit;
  // The connection's end may be seen before or after the next call is sent.
  await proxy.ping().catch(() => {});
  await proxy.ping();
});

test("a frozen server lets calls time out, and answers again when it wakes", async (t) => {
  const server = await startServer(t);
  const orb = client(t);
  const proxy = orb.proxy(Echo, url(server.port));
  await proxy.ping();
  server.process.kill("SIGSTOP");
  const started = performance.now();
  await assert.rejects(proxy.ping({ timeoutMs: 100 }), {
    kind: "TRANSIENT",
    minorName: "TRANSIENT_CallTimedout",
    completed: "MAYBE",
  });
  assert.ok(performance.now() - started >= 99);
  const waiting = proxy.echo("after the ice", { timeoutMs: 0 });
  server.process.kill("SIGCONT");
  assert.equal(await waiting, "after the ice");
  assert.equal(orb.connectionCount, 1, "one connection all the time");
});

test("a program that made a call ends by itself, whatever became of the call", LIMITED, async (t) => {
  const server = await startServer(t);
  for (const what of ["call", "oneway", "timeout", "abort"]) {
    const child = forkFixture(t, "one-call.ts", [url(server.port), what]);
    const { lingered } = (await child.message()) as { lingered: number };
    assert.equal((await child.exit).code, 0, what);
    // Had it waited for one of its timers, it would have been a minute.
    assert.ok(lingered < 30_000, `${what}: it lingered ${lingered} ms`);
  }
});

test("a program with a call in flight stays until it is answered", LIMITED, async (t) => {
  const server = await startServer(t);
  const child = forkFixture(t, "one-call.ts", [url(server.port), "pending"]);
  let ended = false;
  void child.exit.then(() => {
    ended = true;
  });
  const proxy = client(t).proxy(Echo, url(server.port));
  // Time enough for it to end if it would: other calls from another program come and go.
  const until = performance.now() + 1500;
  while (performance.now() < until) await proxy.ping();
  assert.equal(ended, false);
  server.process.kill("SIGKILL");
  assert.notEqual((await child.exit).code, 0, "its call failed, and nobody caught that");
});
