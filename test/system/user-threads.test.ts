import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import type { Worker } from "node:worker_threads";
import { ApiUtil } from "../../src/tango/api-util.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { workerFixture } from "../support/child.ts";
import { serverProgram } from "../support/server-program.ts";

// Events in threads that the program made itself.

const LIMITED = { timeout: 300_000 };
const DEVICE = "event/threads/1";

async function startServer(t: TestContext): Promise<string> {
  const args = ["threads", "-nodb", "-dlist", DEVICE, "-ORBendPoint", "giop:tcp:127.0.0.1:0"];
  const port = await serverProgram(t, args, {}, "configured-device.ts").port();
  return `tango://127.0.0.1:${port}/${DEVICE}#dbase=no`;
}

async function ask(thread: Worker, command: string, argument?: unknown): Promise<unknown> {
  const answer = once(thread, "message");
  thread.postMessage([command, argument]);
  const [{ result, reason }] = (await answer) as [{ result?: unknown; reason?: string }];
  if (reason !== undefined) throw new Error(reason);
  return result;
}

function startThreads(t: TestContext, name: string, count: number): readonly Worker[] {
  const threads = Array.from({ length: count }, () => workerFixture("thread-subscriber.ts", { name }));
  t.after(() => Promise.all(threads.map((thread) => thread.terminate())));
  return threads;
}

test("threads subscribe, receive and unsubscribe at the same time, each for itself", LIMITED, async (t) => {
  const threads = startThreads(t, await startServer(t), 4);
  const ids = (await Promise.all(threads.map((thread) => ask(thread, "subscribe")))) as number[];
  assert.equal(new Set(ids).size, 4, "no id is that of another thread");
  assert.deepEqual(await Promise.all(threads.map((thread) => ask(thread, "received"))), [1, 1, 1, 1]);
  const exits = threads.map((thread) => once(thread, "exit"));
  await Promise.all(threads.map((thread, i) => ask(thread, "unsubscribe", ids[i])));
  for (const thread of threads) thread.postMessage(["end"]);
  for (const [code] of await Promise.all(exits)) assert.equal(code, 0);
});

test("a subscription can be used in its own thread alone, and the error says so", LIMITED, async (t) => {
  const name = await startServer(t);
  const [first, second] = startThreads(t, name, 2);
  const id = (await ask(first!, "subscribe")) as number;
  await ask(second!, "subscribe");
  const elsewhere = new RegExp(
    `API_EventNotFound: Failed to unsubscribe event, [^]*It is an id of thread ${first!.threadId}, and a subscription can only`,
  );
  await assert.rejects(ask(second!, "unsubscribe", id), elsewhere);
  const device = new DeviceProxy(name);
  t.after(() => ApiUtil.cleanup());
  assert.throws(() => device.unsubscribeEvent(id), elsewhere);
  const own = await device.subscribeEvent("value7", "change", () => undefined);
  await assert.rejects(ask(first!, "unsubscribe", own), /It is an id of the main thread/);
  assert.throws(() => device.unsubscribeEvent(own + 1), { message: /any known one \(EventConsumer\)$/ });
  await ask(first!, "unsubscribe", id);
});

test("neither an event, which has its device, nor a stream of them can be posted", LIMITED, async (t) => {
  const [thread] = startThreads(t, await startServer(t), 1);
  assert.match(
    (await ask(thread!, "postEvent")) as string,
    /the DeviceProxy of event\/threads\/1 belongs to one thread/,
  );
  assert.match((await ask(thread!, "postStream")) as string, /a stream of events belongs to one thread/);
});
