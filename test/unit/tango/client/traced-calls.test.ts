import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  attribute,
  CommunicationFailed,
  ConnectionFailed,
  command,
  currentTrace,
  DevFailed,
  Device,
  DeviceProxy,
  devError,
  MultiDeviceTestContext,
  OrbContext,
  runInTrace,
} from "../../../../src/index.ts";
import { AdminDevice } from "../../../../src/tango/client/admin-device.ts";
import { ContextIdent } from "../../../../src/tango/client/context-ident.ts";

const TRACE = { traceParent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`, traceState: "vendor=1" };

class Traced extends Device {
  polled: (string | null)[] = [];

  @attribute({ dtype: "DevString", access: "READ" }) async trace() {
    return text();
  }
  @attribute({ dtype: "DevDouble" }) async watched() {
    this.polled.push(currentTrace()?.traceParent ?? null);
    return 1;
  }
  /** What another device says. */
  @command({ dtypeIn: "DevString", dtypeOut: "DevString" }) async ask(name: string) {
    return new DeviceProxy(name).commandInout<string>("tell");
  }
  @command({ dtypeOut: "DevString" }) async tell() {
    return text();
  }
  @command() async poll() {
    await this.pollAttribute("watched", 20);
  }
}

const text = () => JSON.stringify(currentTrace());

async function served(t: TestContext) {
  const context = await MultiDeviceTestContext.start([
    { class: Traced, devices: ["test/traced/1", "test/traced/2"] },
  ]);
  t.after(() => context.stop());
  return context;
}

test("a call carries the trace that it is made in, as far as it goes", async (t) => {
  const context = await served(t);
  const device = context.getDevice("test/traced/1");
  const calls = () =>
    Promise.all([
      device.commandInout("tell"),
      device.commandInout("ask", "test/traced/2"),
      device.readAttribute<string>("trace").then(({ value }) => value),
    ]);
  assert.deepEqual(await runInTrace(TRACE, calls), Array(3).fill(JSON.stringify(TRACE)));
  assert.deepEqual(await calls(), Array(3).fill("null"));
  const without = { traceParent: TRACE.traceParent, traceState: "" };
  assert.deepEqual(
    await runInTrace({ traceParent: TRACE.traceParent }, calls),
    Array(3).fill(JSON.stringify(without)),
  );
});

test("a server that was started as part of a trace does not take it for that of its calls", async (t) => {
  const context = await runInTrace(TRACE, () => served(t));
  assert.equal(await context.getDevice("test/traced/1").commandInout("tell"), "null");
});

test("what is polled is part of no trace", async (t) => {
  const context = await served(t);
  await runInTrace(TRACE, () => context.getDevice("test/traced/1").commandInout("poll"));
  const { polled } = context.server.util.getDeviceByName("test/traced/1") as Traced;
  while (polled.length < 3) await context.getDevice("test/traced/2").ping();
  assert.deepEqual(polled.slice(0, 3), [null, null, null]);
});

test("who holds a lock is one client, and so says nothing of traces", async (t) => {
  const context = await served(t);
  const device = context.getDevice("test/traced/1");
  const lock = await runInTrace(TRACE, () => device.lock());
  assert.equal(await runInTrace(TRACE, () => device.commandInout("tell")), "null");
  assert.equal(await device.commandInout("tell"), "null");
  assert.equal(await device.isLockedByMe(), true);
  await lock[Symbol.asyncDispose]();
  assert.equal(await runInTrace(TRACE, () => device.commandInout("tell")), JSON.stringify(TRACE));
});

test("who may hold a lock says nothing either: before the server has answered, and where nobody knows what it did", async (t) => {
  const tested = await served(t);
  const context = new OrbContext();
  t.after(() => context.close());
  const device = new DeviceProxy(tested.getDeviceAccess("test/traced/1"), { context });
  const said = () => runInTrace(TRACE, () => ContextIdent.of(context).forCall(6).kind);
  for (const { outcome, after } of [
    { outcome: new DevFailed([devError("API_DeviceLocked", "by another", "test")]), after: "java_clnt_6" },
    {
      outcome: new ConnectionFailed([devError("API_CantConnect", "nothing was sent", "test")]),
      after: "java_clnt_6",
    },
    {
      outcome: new CommunicationFailed([devError("API_DeviceTimedOut", "no answer", "test")]),
      after: "java_clnt",
    },
  ]) {
    let meanwhile: string | null = null;
    const lock = t.mock.method(AdminDevice.prototype, "lock", async () => {
      meanwhile = said();
      throw outcome;
    });
    assert.equal(said(), "java_clnt_6");
    await assert.rejects(device.lock(), outcome);
    lock.mock.restore();
    assert.deepEqual([meanwhile, said()], ["java_clnt", after]);
  }
});
