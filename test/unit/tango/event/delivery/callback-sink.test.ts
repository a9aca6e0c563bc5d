import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, type Socket } from "node:net";
import { it } from "node:test";
import type { TangoEvent } from "../../../../../src/tango/event/data/tango-event.ts";
import { CallbackSink } from "../../../../../src/tango/event/delivery/callback-sink.ts";
import { CallFlow, currentCallFlow, outsideCallFlows } from "../../../../../src/threading/call-flow.ts";

const EVENT = { event: "change" } as TangoEvent;

it("a callback runs where its subscriber did, but in no call flow", () => {
  const storage = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const callback = () => void seen.push(storage.getStore(), currentCallFlow());
  const flow = new CallFlow();
  const [sink, objectSink] = flow.run(() =>
    storage.run("subscriber", () => [new CallbackSink(callback), new CallbackSink({ pushEvent: callback })]),
  );
  storage.run("sender", () => new CallFlow().run(() => sink!.put(EVENT)));
  flow.run(() => objectSink!.put(EVENT));
  assert.deepEqual(seen, ["subscriber", undefined, "subscriber", undefined]);
});

it("what a callback throws or rejects with concerns nobody else, whatever it is", async (t) => {
  const warnings: string[] = [];
  t.mock.method(process, "emitWarning", (warning: string) => void warnings.push(warning));
  const unprintable = Object.create(null) as object;
  for (const thrown of [new Error("broken"), "text", undefined, Symbol("sign"), unprintable]) {
    new CallbackSink(() => {
      throw thrown;
    }).put(EVENT);
    new CallbackSink(() => Promise.reject(thrown)).put(EVENT);
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(warnings.length, 10);
  assert.ok(
    warnings.every((warning) => /^the callback of a subscription to change events failed: ./.test(warning)),
  );
});

it("what a socket brings belongs to no flow where it was opened outside of all", async (t) => {
  const server = createServer((socket) => void socket.write("x")).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { connect } = await import("node:net");
  const port = (server.address() as { port: number }).port;
  const flow = new CallFlow();
  const flowOf = (open: () => Socket) =>
    new Promise((resolve) => {
      const socket = flow.run(open);
      t.after(() => socket.destroy());
      socket.once("data", () => resolve(currentCallFlow()));
    });
  assert.equal(await flowOf(() => connect(port, "127.0.0.1")), flow);
  assert.equal(await flowOf(() => outsideCallFlows(() => connect(port, "127.0.0.1"))), undefined);
});
