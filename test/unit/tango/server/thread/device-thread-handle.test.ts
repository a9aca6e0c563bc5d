import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { NotAllowed } from "../../../../../src/tango/error/dev-failed-classes.ts";
import { NamedDevFailedList } from "../../../../../src/tango/error/named-dev-failed-list.ts";
import {
  decodeContent,
  decodeFailure,
  PIPE_PREFIX,
} from "../../../../../src/tango/event/message/event-message.ts";
import type { EventType } from "../../../../../src/tango/event/message/event-type.ts";
import { AttributeValue_5 } from "../../../../../src/tango/idl/attribute-value.ts";
import { AttDataReady } from "../../../../../src/tango/idl/device-change.ts";
import { DevPipeData } from "../../../../../src/tango/idl/pipe-data.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { endDevice } from "../../../../../src/tango/server/device-life.ts";
import type { LogRecord } from "../../../../../src/tango/server/logging/log-record.ts";
import { DeviceThreadHandle } from "../../../../../src/tango/server/thread/device-thread-handle.ts";
import type { ThreadHandleOptions } from "../../../../../src/tango/server/thread/thread-handle.ts";
import { ImageValue } from "../../../../../src/tango/value/image-value.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import type { SerializationMonitor } from "../../../../../src/threading/serialization-monitor.ts";
import { hasSettled } from "../../../../support/fake-client.ts";
import { fakeEvents, subscribe } from "../../../../support/fake-events.ts";
import { serveDevice } from "../../../../support/served-device.ts";
import { until } from "../../../../support/until.ts";

class Source extends Device {
  static attributes = {
    level: { dtype: "DevDouble", minValue: 0, maxAlarm: 200, read: (): number => 1, write() {} },
    mode: { dtype: "DevEnum", enumLabels: ["OFF", "ON"], read: () => 1, write() {} },
    row: { dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 10, read: () => [1, 2], write() {} },
    picture: {
      dtype: "DevUShort",
      dformat: "IMAGE",
      maxDimX: 9,
      maxDimY: 9,
      read: () => new ImageValue(Uint16Array.of(1, 2, 3, 4, 5, 6), 3, 2),
      write() {},
    },
    broken: {
      dtype: "DevLong",
      read: (): number => {
        throw new NotAllowed([devError("Source_Broken", "no read", "Source")]);
      },
    },
  } as const;
  static pipes = { flow: { read: () => ({ elements: [] }) } } as const;

  override initDevice() {
    this.setState("ON");
    for (const name of ["level", "row", "picture"]) {
      this.setChangeEvent(name, true, false);
      this.setArchiveEvent(name, true, false);
      this.setAlarmEvent(name, true, false);
    }
    this.setDataReadyEvent("level");
  }
}

/** A device, and the handle of it as a thread has it: here in the same thread, but all goes over a port. */
async function driven(t: TestContext, options?: ThreadHandleOptions) {
  const { events, sockets } = fakeEvents();
  const { served, device } = await serveDevice(Source, { events });
  const records: LogRecord[] = [];
  served.logger.addTarget({ name: "test", write: (record: LogRecord) => records.push(record) } as never);
  const handle = device.threadHandle(options);
  const thread = DeviceThreadHandle.from(handle);
  t.after(() => handle.end(0));
  const take = () => sockets[1]!.take();
  const subscribeTo = (type: EventType, object?: string) => subscribe(served, type, object);
  return { served, device, handle, thread, sockets, records, take, subscribeTo };
}

describe("what a thread pushes of a device", () => {
  it("is published as what the device pushes, and acknowledged then", async (t) => {
    const { thread, take, subscribeTo } = await driven(t);
    const pushes = {
      change: "pushChangeEvent",
      alarm: "pushAlarmEvent",
      archive: "pushArchiveEvent",
      user_event: "pushEvent",
    } as const;
    for (const [type, method] of Object.entries(pushes)) {
      await subscribeTo(type as EventType, "level");
      await thread[method]<"DevDouble">("LEVEL", 3.5);
      const [message, ...others] = take();
      assert.deepEqual(others, []);
      const { name, value, quality } = decodeContent(message!, AttributeValue_5);
      assert.deepEqual([name, value.value, quality], ["level", Float64Array.of(3.5, 0), "ATTR_VALID"], type);
    }
    assert.deepEqual(thread.snapshot(), { unacknowledged: 0, waiting: 0, acknowledged: 4, dropped: 0 });
  });

  it("keeps quality, time, rows and images", async (t) => {
    const { thread, take, subscribeTo } = await driven(t);
    for (const name of ["level", "row", "picture"]) await subscribeTo("change", name);
    const time = new TimeVal(1_700_000_000, 12, 34);
    await thread.pushChangeEvent("level", { value: 7, quality: "ATTR_CHANGING", time });
    await thread.pushChangeEvent("level", { value: 7, time: new Date(1_700_000_000_500) });
    await thread.pushChangeEvent("level", { quality: "ATTR_INVALID" });
    await thread.pushChangeEvent("level", 300);
    const row = Float64Array.of(1, 2, 3);
    await thread.pushChangeEvent<"DevDouble", "SPECTRUM">("row", row, { transfer: true });
    assert.equal(row.length, 0);
    const image = new ImageValue(Uint16Array.of(1, 2), 1, 2);
    await thread.pushChangeEvent<"DevUShort", "IMAGE">("picture", image);
    await thread.pushChangeEvent<"DevUShort", "IMAGE">("picture", { value: image }, { transfer: true });
    await thread.pushChangeEvent<"DevUShort", "IMAGE">("picture", [[1], [2]]);
    const got = take().map((message) => decodeContent(message, AttributeValue_5));
    assert.deepEqual(
      got.map(({ quality }) => quality),
      ["ATTR_CHANGING", "ATTR_VALID", "ATTR_INVALID", "ATTR_ALARM", ...Array(4).fill("ATTR_VALID")],
    );
    assert.deepEqual(got[0]!.time, { tv_sec: 1_700_000_000, tv_usec: 12, tv_nsec: 34 });
    assert.deepEqual(got[1]!.time, { tv_sec: 1_700_000_000, tv_usec: 500_000, tv_nsec: 0 });
    assert.deepEqual((got[4]!.value.value as Float64Array).slice(0, 3), Float64Array.of(1, 2, 3));
    for (const one of got.slice(5)) {
      assert.deepEqual([one.r_dim.dim_x, one.r_dim.dim_y, (one.value.value as Uint16Array)[1]], [1, 2, 2]);
    }
  });

  it("may be why there is no value, whole", async (t) => {
    const { thread, take, subscribeTo } = await driven(t);
    await subscribeTo("change", "level");
    await subscribeTo("pipe", "flow");
    const errors = [devError("Beam_Lost", "no beam", "Beam"), devError("Outer", "so", "Beam")];
    await thread.pushChangeEvent("level", new DevFailed(errors));
    await thread.pushChangeEvent("level", new RangeError("plain"));
    await thread.pushPipeEvent("flow", new DevFailed(errors));
    const [value, plain, pipe] = take();
    assert.deepEqual(decodeFailure(value!), errors);
    assert.deepEqual(decodeFailure(plain!)[0]!.desc, "RangeError: plain");
    assert.deepEqual(decodeFailure(pipe!, PIPE_PREFIX), errors);
  });

  it("is the state, what is in a pipe, a counter, a configuration", async (t) => {
    const { thread, device, take, subscribeTo } = await driven(t);
    device.setChangeEvent("State", true, false);
    await subscribeTo("change", "state");
    await subscribeTo("pipe", "flow");
    await subscribeTo("data_ready", "level");
    await subscribeTo("attr_conf", "level");
    // Not awaited one by one: they are in order all the same.
    await Promise.all([
      thread.setState("MOVING"),
      thread.pushChangeEvent("State"),
      thread.setState("STANDBY"),
      thread.setStatus("on its way"),
      thread.appendStatus("there", true),
      thread.pushPipeEvent("flow", { name: "scan", elements: [{ name: "n", type: "DevLong", value: 5 }] }),
      thread.pushDataReadyEvent("level", 42),
      thread.pushAttrConfEvent("level"),
    ]);
    assert.deepEqual([device.getState(), device.getPrevState()], ["STANDBY", "MOVING"]);
    assert.equal(await thread.getState(), "STANDBY");
    assert.equal(await thread.getStatus(), "on its way\nthere");
    const [state, pipe, ready, configuration] = take();
    assert.equal(decodeContent(state!, AttributeValue_5).value.value, "MOVING");
    assert.equal(decodeContent(pipe!, DevPipeData, PIPE_PREFIX).data_blob.name, "scan");
    assert.equal(decodeContent(ready!, AttDataReady).ctr, 42);
    assert.match(configuration!.topic, /attr_conf/);
    assert.equal(await thread.isThereSubscriber("level", "data_ready"), true);
    assert.equal(await thread.isThereSubscriber("level", "archive"), false);
  });

  it("is refused as by the device, and the error is whole", async (t) => {
    const { thread, subscribeTo } = await driven(t);
    await subscribeTo("change", "level");
    await assert.rejects(thread.pushChangeEvent("nope", 1), {
      name: "DevFailed",
      reason: "API_AttrNotFound",
    });
    await assert.rejects(thread.pushPipeEvent("nope", { elements: [] }), { reason: "API_PipeNotFound" });
    await assert.rejects(thread.pushChangeEvent("level", "text"), { reason: "API_AttrOptProp" });
    await assert.rejects(thread.pushChangeEvent("level"), { reason: "API_AttrValueNotSet" });
    await assert.rejects(thread.pushDataReadyEvent("level", 1.5), { name: "WrongData" });
    await assert.rejects(thread.setState("SOMEWHERE" as never), { reason: "API_StdException" });
    await assert.rejects(thread.pushChangeEvent("level", (() => 1) as never), {
      name: "WrongData",
      reason: "API_IncompatibleArgumentType",
    });
    assert.throws(() => thread.pushChangeEvent("level", 1, { whenFull: "drop" as never }), {
      name: "WrongData",
      reason: "API_InvalidArgs",
    });
  });

  it("waits for the call that the device is busy with, but not for slow subscribers", async (t) => {
    const { thread, served, sockets, take, subscribeTo } = await driven(t);
    await subscribeTo("change", "level");
    let release!: () => void;
    const busy = served.monitor.run("a command", () => new Promise<void>((resolve) => (release = resolve)));
    const push = thread.pushChangeEvent("level", 1);
    const monitor = served.monitor as SerializationMonitor;
    await until(() => monitor.waiting === 1);
    assert.deepEqual(take(), []);
    release();
    await Promise.all([busy, push]);
    assert.equal(take().length, 1);
    let taken!: () => void;
    sockets[1]!.outcome = new Promise((resolve) => (taken = resolve));
    const slow = thread.pushChangeEvent("level", 2, { whenFull: "wait" });
    await until(() => sockets[1]!.sent.length === 1);
    assert.equal(monitor.holder, undefined);
    assert.equal(await hasSettled(slow), false);
    taken();
    await slow;
    assert.equal(sockets[1]!.sent[0]!.options!.whenFull, "wait");
  });

  it("is not published where its thread gave up before its turn", async (t) => {
    const { thread, served, take, subscribeTo } = await driven(t);
    await subscribeTo("change", "level");
    let release!: () => void;
    const busy = served.monitor.run("a command", () => new Promise<void>((resolve) => (release = resolve)));
    const controller = new AbortController();
    const push = thread.pushChangeEvent("level", 1, { signal: controller.signal });
    const monitor = served.monitor as SerializationMonitor;
    await until(() => monitor.waiting === 1);
    controller.abort();
    await assert.rejects(push, { name: "CommunicationFailed", reason: "API_CallAborted" });
    await assert.rejects(thread.pushChangeEvent("level", 2, { timeoutMs: 1 }), {
      reason: "API_DeviceTimedOut",
    });
    await until(() => monitor.waiting === 0);
    release();
    await busy;
    assert.deepEqual(take(), []);
  });

  it("waits, or is dropped, where too much is unacknowledged", async (t) => {
    const { thread, served, take, subscribeTo } = await driven(t, { maxUnacknowledged: 2 });
    await subscribeTo("change", "level");
    let release!: () => void;
    const busy = served.monitor.run("a command", () => new Promise<void>((resolve) => (release = resolve)));
    const pushes = [1, 2, 3].map((value) => thread.pushChangeEvent("level", value));
    await assert.rejects(thread.pushChangeEvent("level", 4, { whenFull: "drop-newest" }), {
      reason: "API_ThreadHandleFull",
    });
    assert.deepEqual(thread.snapshot(), { unacknowledged: 2, waiting: 1, acknowledged: 0, dropped: 1 });
    release();
    await Promise.all([busy, ...pushes]);
    const values = take().map((one) => (decodeContent(one, AttributeValue_5).value.value as Float64Array)[0]);
    assert.deepEqual(values, [1, 2, 3]);
    const { device } = await driven(t);
    for (const given of [0, 1.5, "2"] as never[]) {
      assert.throws(() => device.threadHandle({ maxUnacknowledged: given }), { reason: "API_InvalidArgs" });
    }
  });
});

describe("a thread", () => {
  it("reads and writes the attributes of its device", async (t) => {
    const { thread, device } = await driven(t);
    const level = await thread.readAttribute("LEVEL");
    assert.deepEqual([level.name, level.value, level.writeValue, level.type], ["level", 1, 0, "DevDouble"]);
    await thread.writeAttribute("level", 5);
    await thread.writeAttributes({ row: Float64Array.of(1, 2), mode: "ON" });
    await thread.writeAttribute("picture", new ImageValue<number>([1, 2, 3, 4], 2, 2));
    const written = device.getDeviceAttr().getWAttrByName("picture").getWriteValue() as ImageValue;
    assert.deepEqual([written.dimX, written.dimY, Array.from(written.data)], [2, 2, [1, 2, 3, 4]]);
    const [row, picture, mode, broken] = await thread.readAttributes(["row", "picture", "mode", "broken"]);
    assert.deepEqual([row!.value, row!.writeValue], [Float64Array.of(1, 2), Float64Array.of(1, 2)]);
    assert.deepEqual((picture!.value as ImageValue).at(2, 1), 6);
    assert.deepEqual([mode!.label, mode!.writeValue], ["ON", 1]);
    assert.equal(broken!.errors[0]!.reason, "Source_Broken");
    await assert.rejects(thread.readAttribute("broken"), { reason: "Source_Broken" });
    await assert.rejects(thread.readAttribute("nope"), { reason: "API_AttrNotFound" });
    const refused = thread.writeAttribute("level", -1);
    await assert.rejects(
      refused,
      (error) => error instanceof NamedDevFailedList && error.failures[0]!.name === "level",
    );
    await assert.rejects(thread.writeAttribute("level", "text"), { name: "WrongData" });
  });

  it("logs at the level of its device, as it is now", async (t) => {
    const { thread, device, records } = await driven(t);
    device.getLogger().level = LogLevel.INFO;
    await thread.getState();
    thread.debugStream("not %d", 1);
    thread.infoStream("scan %d of %s", 1, "many");
    thread.warnStream("warn");
    thread.errorStream("error");
    thread.fatalStream("fatal");
    device.getLogger().level = LogLevel.DEBUG;
    await thread.getState();
    thread.debugStream("now");
    await thread.getState();
    device.stopLogging();
    await thread.getState();
    thread.fatalStream("never");
    device.startLogging();
    await thread.getState();
    assert.deepEqual(
      records.map(({ level, message, device: name }) => [level, message, name]),
      [
        [LogLevel.INFO, "scan 1 of many", "test/device/1"],
        [LogLevel.WARN, "warn", "test/device/1"],
        [LogLevel.ERROR, "error", "test/device/1"],
        [LogLevel.FATAL, "fatal", "test/device/1"],
        [LogLevel.DEBUG, "now", "test/device/1"],
      ],
    );
    assert.match(String(records[0]!.source), /^device-thread-handle\.test\.ts:\d+$/);
  });

  it("takes a handle once, and nothing that is none", async (t) => {
    const { handle, thread } = await driven(t);
    const wrong = { name: "WrongData", reason: "API_InvalidArgs" };
    for (const given of [null, undefined, 5, {}, { kind: "bandoneon.ThreadHandle", version: 2 }, handle]) {
      assert.throws(() => DeviceThreadHandle.from(given), wrong);
    }
    assert.deepEqual([thread.getName(), thread.getDeviceClassName()], ["test/device/1", "Source"]);
  });
});

describe("the end of a device that a thread drives", () => {
  it("tells the thread, and waits for what it still pushes", async (t) => {
    const { thread, served, take, subscribeTo, handle, device } = await driven(t, { endTimeoutMs: 20_000 });
    await subscribeTo("change", "level");
    thread.signal.addEventListener("abort", () => {
      void thread.pushChangeEvent("level", 99);
      void thread.close();
    });
    await thread.getState();
    await endDevice(served);
    assert.equal(take().length, 1);
    assert.ok(thread.isClosed && handle.isClosed);
    assert.equal((thread.signal.reason as DevFailed).reason, "API_ThreadHandleClosed");
    const closed = { name: "DevFailed", reason: "API_ThreadHandleClosed" };
    await assert.rejects(thread.pushChangeEvent("level", 1), closed);
    assert.throws(() => device.threadHandle(), closed);
    assert.equal(served.threads.size, 0);
  });

  it("cuts a thread off that does not end, and says so", async (t) => {
    const { thread, served, records, device } = await driven(t, { endTimeoutMs: 1, title: "the digitizer" });
    device.getLogger().level = LogLevel.DEBUG;
    let release!: () => void;
    const busy = served.monitor.run("a command", () => new Promise<void>((resolve) => (release = resolve)));
    const push = thread.pushChangeEvent("level", 1);
    const outcome = assert.rejects(push, (error: DevFailed) => {
      assert.equal(error.reason, "API_ThreadHandleClosed");
      assert.match(error.message, /test\/device\/1.*the digitizer.*restarted/);
      return true;
    });
    await until(() => (served.monitor as SerializationMonitor).waiting === 1);
    const ended = endDevice(served);
    await outcome;
    release();
    await Promise.all([busy, ended]);
    assert.match(
      records.map(({ message }) => message).join("\n"),
      /the digitizer.*was cut off: 1 of its calls/,
    );
    await assert.rejects(thread.readAttribute("level"), { reason: "API_ThreadHandleClosed" });
    await thread.close();
  });

  it("is not waited for by a thread that closes its handle itself", async (t) => {
    const { thread, handle, served, records } = await driven(t);
    await using again = DeviceThreadHandle.from(
      served.device instanceof Source && served.device.threadHandle(),
    );
    await again.getState();
    await thread.setState("OFF");
    await thread.close();
    await until(() => handle.isClosed);
    assert.equal(served.threads.size, 1);
    assert.deepEqual(records, []);
    await assert.rejects(thread.getState(), { reason: "API_ThreadHandleClosed" });
  });
});
