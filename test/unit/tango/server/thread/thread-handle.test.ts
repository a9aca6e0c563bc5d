import assert from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { PassThrough } from "node:stream";
import { describe, it, type TestContext } from "node:test";
import type { Worker } from "node:worker_threads";
import type { AnyEventData } from "../../../../../src/tango/client/device-events.ts";
import { command } from "../../../../../src/tango/server/definition/decorators.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { DeviceServerOptions } from "../../../../../src/tango/server/device-server.ts";
import type {
  ThreadHandle,
  ThreadHandleOptions,
} from "../../../../../src/tango/server/thread/thread-handle.ts";
import type { SerializationMonitor } from "../../../../../src/threading/serialization-monitor.ts";
import { workerFixture } from "../../../../support/child.ts";
import { memoryServer } from "../../../../support/memory-server.ts";
import { until } from "../../../../support/until.ts";

class Driven extends Device {
  static attributes = { serial: { dtype: "DevLong", read: () => 0 } } as const;
  static options: ThreadHandleOptions = {};
  override initDevice() {
    this.setState("ON");
    this.setChangeEvent("serial", true, false);
  }

  start(): Thread {
    const handle = this.threadHandle({ title: "the worker", ...Driven.options });
    const worker = workerFixture("driving-thread.ts", { device: handle }, [handle.port]);
    return new Thread(worker, handle);
  }

  #letGo: () => void = () => undefined;

  @command() async hold(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#letGo = resolve;
    });
  }

  letGo() {
    this.#letGo();
  }
}

/** A worker with what it said. */
class Thread {
  readonly worker: Worker;
  readonly handle: ThreadHandle;
  readonly said: Record<string, unknown>[] = [];
  /** Its exit code. */
  readonly exit: Promise<number>;

  constructor(worker: Worker, handle: ThreadHandle) {
    this.worker = worker;
    this.handle = handle;
    worker.on("message", (message) => this.said.push(message));
    // Those of the tests fail where they are told to.
    worker.on("error", () => undefined);
    this.exit = new Promise((resolve) => worker.once("exit", resolve));
  }

  tell(order: string): void {
    this.worker.postMessage(order);
  }

  async says(key: string): Promise<Record<string, unknown>> {
    await until(() => this.said.some((one) => key in one));
    return this.said.find((one) => key in one)!;
  }
}

async function drivenServer(
  t: TestContext,
  handles: ThreadHandleOptions = {},
  options: Partial<DeviceServerOptions> = {},
) {
  Driven.options = handles;
  const output = new PassThrough();
  let log = "";
  output.on("data", (text) => {
    log += text;
  });
  const { server, proxy, admin, database } = memoryServer(t, [[Driven, "test/driven/1"]], {
    traceLevel: 4,
    output,
    ...options,
  });
  await server.start();
  const device = () => server.util.getDeviceByName("test/driven/1") as Driven;
  const client = proxy("test/driven/1");
  const serials: number[] = [];
  const note = (event: AnyEventData) => {
    // The first one was read.
    if (event.event === "change" && !event.err && event.attrValue!.value !== 0) {
      serials.push(event.attrValue!.value as number);
    }
  };
  const subscribeTo = () => client.subscribeEvent("serial", "change", note);
  const thread = async () => {
    const one = device().start();
    t.after(() => one.worker.terminate());
    await one.says("ready");
    return one;
  };
  return { server, device, client, admin, database, thread, subscribeTo, serials, log: () => log };
}

describe("a thread that drives a device", { timeout: 120_000 }, () => {
  it("pushes what clients get: all of what was acknowledged, also where it is terminated", async (t) => {
    const { thread, subscribeTo, serials, log } = await drivenServer(t);
    await subscribeTo();
    const one = await thread();
    one.tell("push");
    await until(() => serials.length > 50);
    await one.worker.terminate();
    await until(() => one.handle.isClosed);
    await until(() => log().includes("the worker that drives test/driven/1 is gone"));
    assert.deepEqual(serials, inOrder(serials.length));
  });

  it("is noticed when it is gone, by an error, an exit or without a word, and what was not begun is not published", async (t) => {
    const { thread, server, client, device, subscribeTo, serials } = await drivenServer(t);
    await subscribeTo();
    const states: unknown[] = [];
    const note = (message: unknown) => states.push(message);
    subscribe("bandoneon:tango:server:thread-handle", note);
    t.after(() => unsubscribe("bandoneon:tango:server:thread-handle", note));
    const about = { device: "test/driven/1", title: "the worker" };
    for (const [order, code] of [
      ["throw", 1],
      ["exit", 3],
      ["leave", 0],
    ] as const) {
      const one = await thread();
      one.tell(order);
      assert.equal(await one.exit, code);
      await until(() => one.handle.isClosed);
      assert.deepEqual(states.splice(0), [
        { ...about, state: "open", unacknowledged: 0 },
        { ...about, state: "gone", unacknowledged: 0 },
      ]);
    }
    const one = await thread();
    const busy = client.commandInout("hold");
    const monitor = server.util.getMonitor("test/driven/1") as SerializationMonitor;
    await until(() => monitor.holder?.includes("hold") === true);
    one.tell("fill");
    await until(() => monitor.waiting === 20);
    await one.worker.terminate();
    await until(() => one.handle.isClosed && monitor.waiting === 0);
    assert.deepEqual(states.at(-1), { ...about, state: "gone", unacknowledged: 20 });
    device().letGo();
    await busy;
    await client.state();
    assert.deepEqual(serials, []);
  });

  it("is told to end by the stop of the server, and waited for", async (t) => {
    const { thread, server } = await drivenServer(t);
    const [pushing, waiting] = [await thread(), await thread()];
    pushing.tell("push");
    await pushing.says("first");
    waiting.worker.once("message", () => waiting.tell("leave"));
    await server.stop();
    assert.deepEqual(await pushing.says("ending"), { ending: "API_ThreadHandleClosed" });
    assert.ok("closed" in (await pushing.says("closed")));
    assert.ok(pushing.handle.isClosed && waiting.handle.isClosed);
  });

  it("is cut off by the stop of the server where it does not end, at once where that is asked for", async (t) => {
    const { thread, server, log } = await drivenServer(t, { endTimeoutMs: 0 });
    const one = await thread();
    await server.stop();
    one.tell("try");
    const { failed, desc } = await one.says("failed");
    assert.equal(failed, "API_ThreadHandleClosed");
    assert.match(desc as string, /test\/driven\/1 is driven by the worker no more.*its server stopped/);
    assert.doesNotMatch(log(), /WARN/);
  });

  it("goes on through Init, and is refused when its device was restarted or deleted", async (t) => {
    const { thread, server, client, admin } = await drivenServer(t, { endTimeoutMs: 1 });
    const first = await thread();
    await client.commandInout("Init");
    first.tell("try");
    assert.deepEqual(await first.says("state"), { state: "ON" });
    await admin().commandInout("DevRestart", "test/driven/1");
    first.tell("try");
    assert.equal((await first.says("failed")).failed, "API_ThreadHandleClosed");
    const second = await thread();
    await server.util.deleteDevice("test/driven/1");
    second.tell("try");
    assert.equal((await second.says("failed")).failed, "API_ThreadHandleClosed");
  });

  it("waits in its pushes no longer for a busy device than any other call", async (t) => {
    const { thread, client, device, server } = await drivenServer(t);
    const one = await thread();
    const busy = client.commandInout("hold", undefined, { timeoutMs: 60_000 });
    const monitor = server.util.getMonitor("test/driven/1") as SerializationMonitor;
    await until(() => monitor.holder?.includes("hold") === true);
    one.tell("try");
    const { failed, desc } = await one.says("failed");
    assert.equal(failed, "API_CommandTimedOut");
    assert.match(desc as string, /getState of the worker is not able to acquire .*held by command hold/);
    device().letGo();
    await busy;
  });
});

function inOrder(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
