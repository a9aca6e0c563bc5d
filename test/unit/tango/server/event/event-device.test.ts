import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import {
  decodeContent,
  decodeFailure,
  type EventMessage,
  PIPE_PREFIX,
} from "../../../../../src/tango/event/message/event-message.ts";
import { AttributeConfig_3, AttributeConfig_5 } from "../../../../../src/tango/idl/attribute-config.ts";
import {
  AttributeValue_3,
  AttributeValue_4,
  AttributeValue_5,
} from "../../../../../src/tango/idl/attribute-value.ts";
import { AttDataReady } from "../../../../../src/tango/idl/device-change.ts";
import { DevPipeData } from "../../../../../src/tango/idl/pipe-data.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import { fakeEvents, subscribe } from "../../../../support/fake-events.ts";
import { serveDevice } from "../../../../support/served-device.ts";

class Source extends Device {
  static attributes = {
    level: { dtype: "DevDouble", absChange: 1, maxWarning: 100, maxAlarm: 200, read: () => 1, write() {} },
    both: { dtype: "DevDouble", access: "READ_WITH_WRITE", writeAttribute: "level", read: () => 1 },
    target: { dtype: "DevLong", write() {} },
    row: { dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 10, read: () => [1] },
    secret: { dtype: "DevEncoded", read: () => ({ format: "", data: new Uint8Array() }) },
  } as const;
  static pipes = { flow: { read: () => ({ elements: [] }) } } as const;

  override initDevice() {
    this.setState("ON");
  }
}

async function source() {
  const { events, sockets } = fakeEvents();
  const { served, device } = await serveDevice(Source, { events });
  const take = () => sockets[1]?.take() ?? [];
  const values = () => take().map((message) => decodeContent(message, AttributeValue_5));
  const value = () => {
    const [one, ...others] = values();
    assert.equal(others.length, 0);
    return one!;
  };
  return { served, device, events, sockets, take, value, values };
}

describe("what a device pushes", () => {
  it("is refused with options that are none, and a counter that is none", async () => {
    const { served, device, take } = await source();
    const wrong = { name: "WrongData", reason: "API_InvalidArgs" };
    const subscribeAll = async () => {
      for (const type of ["change", "data_ready", "attr_conf"] as const)
        await subscribe(served, type, "level");
      await subscribe(served, "pipe", "flow");
    };
    for (const prepare of [() => undefined, subscribeAll]) {
      await prepare();
      for (const given of [
        null,
        5,
        { whenFull: "drop" },
        { timeoutMs: Number.NaN },
        { timeoutMs: -1 },
        { signal: {} },
      ]) {
        const options = given as never;
        assert.throws(() => device.pushChangeEvent("level", 1, options), wrong);
        assert.throws(() => device.pushDataReadyEvent("level", 1, options), wrong);
        assert.throws(() => device.pushAttrConfEvent("level", options), wrong);
        assert.throws(() => device.pushPipeEvent("flow", { elements: [] }, options), wrong);
      }
      for (const counter of [1.5, 2 ** 31, Number.NaN, "1", 1n]) {
        assert.throws(() => device.pushDataReadyEvent("level", counter as never), wrong);
      }
    }
    assert.throws(() => device.isThereSubscriber("level", "changed" as never), {
      reason: "API_UnsupportedFeature",
    });
    assert.deepEqual(take(), []);
  });

  it("ends no process where it is not handed on and nobody waits for it", async (t) => {
    const { served, device, sockets } = await source();
    const types = ["change", "alarm", "archive", "user_event", "data_ready", "attr_conf"] as const;
    for (const type of types) await subscribe(served, type, "level");
    await subscribe(served, "pipe", "flow");
    device.setChangeEvent("level", true, false);
    device.setAlarmEvent("level", true, false);
    device.setArchiveEvent("level", true, false);
    const unhandled = t.mock.fn();
    process.once("unhandledRejection", unhandled);
    t.after(() => process.off("unhandledRejection", unhandled));
    const pushes = [
      () => device.pushChangeEvent("level", 1),
      () => device.pushAlarmEvent("level", 1),
      () => device.pushArchiveEvent("level", 1),
      () => device.pushEvent("level", 1),
      () => device.pushDataReadyEvent("level"),
      () => device.pushAttrConfEvent("level"),
      () => device.pushPipeEvent("flow", { elements: [] }),
    ];
    for (const push of pushes) {
      sockets[1]!.outcome = Promise.reject(new Error("nobody takes it"));
      void push();
      await new Promise((resolve) => setImmediate(resolve));
      sockets[1]!.outcome = Promise.reject(new Error("nobody takes it"));
      await assert.rejects(push(), { message: "nobody takes it" });
    }
    assert.equal(unhandled.mock.callCount(), 0);
  });

  it("is nothing where nobody has subscribed, but for a name that is wrong", async () => {
    const { device, sockets } = await source();
    await device.pushChangeEvent("level", 1);
    await device.pushDataReadyEvent("level");
    await device.pushPipeEvent("flow", { elements: [] });
    await device.pushAttrConfEvent("level");
    assert.equal(sockets.length, 0);
    assert.throws(() => device.pushChangeEvent("nope", 1), { reason: "API_AttrNotFound" });
    assert.throws(() => device.pushPipeEvent("nope", { elements: [] }), { reason: "API_PipeNotFound" });
    assert.throws(() => device.pushChangeEvent("level"), { reason: "API_AttrValueNotSet" });
    for (const name of [undefined, null, 5, {}] as never[]) {
      const wrong = { name: "WrongData", reason: "API_InvalidArgs" };
      assert.throws(() => device.pushChangeEvent(name, 1), wrong);
      assert.throws(() => device.pushPipeEvent(name, { elements: [] }), wrong);
      assert.throws(() => device.setChangeEvent(name, true), wrong);
      assert.throws(() => device.fillCmdPollingBuffer(name, []), wrong);
    }
  });

  it("is a value with what was written, as the attribute has it", async () => {
    const { served, device, value } = await source();
    await subscribe(served, "user_event", "level");
    device.getDeviceAttr().getWAttrByName("level").setWriteValue(7);
    await device.pushEvent("LEVEL", 3.5);
    const { value: union, quality, name, r_dim, w_dim, time } = value();
    assert.deepEqual([union.value, quality, name], [Float64Array.of(3.5, 7), "ATTR_VALID", "level"]);
    assert.deepEqual(
      [r_dim, w_dim],
      [
        { dim_x: 1, dim_y: 0 },
        { dim_x: 1, dim_y: 0 },
      ],
    );
    assert.ok(Math.abs(Date.now() / 1000 - time.tv_sec) < 60);
    await subscribe(served, "user_event", "both");
    await device.pushEvent("both", 1);
    assert.deepEqual(value().value.value, Float64Array.of(1, 7));
  });

  it("is what is given for an attribute that can only be written", async () => {
    const { served, device, value } = await source();
    await subscribe(served, "user_event", "target");
    await device.pushEvent("target", 4);
    assert.deepEqual(value().value.value, Int32Array.of(4));
  });

  it("may have a quality and a time", async () => {
    const { served, device, value } = await source();
    await subscribe(served, "user_event", "level");
    await device.pushEvent("level", { value: 1, quality: "ATTR_CHANGING", time: new TimeVal(5, 6, 7) });
    const { quality, time } = value();
    assert.deepEqual([quality, time], ["ATTR_CHANGING", { tv_sec: 5, tv_usec: 6, tv_nsec: 7 }]);
    await device.pushEvent("level", { quality: "ATTR_INVALID" });
    const invalid = value();
    assert.deepEqual([invalid.quality, invalid.value.kind], ["ATTR_INVALID", "union_no_data"]);
  });

  it("has the quality that the alarm limits give a valid value", async () => {
    const { served, device, value } = await source();
    await subscribe(served, "user_event", "level");
    const qualityOf = async (
      reading: number | { value: number; quality: "ATTR_VALID" | "ATTR_CHANGING" },
    ) => {
      await device.pushEvent("level", reading);
      return value().quality;
    };
    assert.equal(await qualityOf(99), "ATTR_VALID");
    assert.equal(await qualityOf(100), "ATTR_WARNING");
    assert.equal(await qualityOf({ value: 200, quality: "ATTR_VALID" }), "ATTR_ALARM");
    assert.equal(await qualityOf({ value: 200, quality: "ATTR_CHANGING" }), "ATTR_CHANGING");
  });

  it("may be why there is no value", async () => {
    const { served, device, take } = await source();
    await subscribe(served, "user_event", "level");
    const error = devError("API_Reason", "why", "here");
    await device.pushEvent("level", new DevFailed([error]));
    await device.pushEvent("level", new RangeError("too far"));
    const [first, second] = take().map((message) => [message.hasFailed, decodeFailure(message)] as const);
    assert.deepEqual(first, [true, [error]]);
    assert.deepEqual([second?.[0], second?.[1][0]?.reason], [true, "API_StdException"]);
  });

  it("is state and status as they were set, where nothing is given", async () => {
    const { served, device, value } = await source();
    await subscribe(served, "user_event", "State");
    await device.pushEvent("State");
    const state = value();
    assert.deepEqual([state.value.kind, state.value.value], ["dev_state_att", "ON"]);
    await subscribe(served, "user_event", "Status");
    await device.pushEvent("status");
    assert.deepEqual(value().value.value, ["The device is in ON state."]);
    device.setStatus("fine");
    await device.pushEvent("Status");
    assert.deepEqual(value().value.value, ["fine"]);
  });

  it("is what it was at the moment of the call", async () => {
    const { served, device, value } = await source();
    await subscribe(served, "user_event", "row");
    const row = Float64Array.of(1, 2);
    const sent = device.pushEvent("row", row);
    row[0] = 9;
    await sent;
    assert.deepEqual(value().value.value, Float64Array.of(1, 2));
  });

  it("is no value of another type or size", async () => {
    const { served, device } = await source();
    await subscribe(served, "user_event", "row");
    for (const wrong of [5, ["a"], new Array(11).fill(1)]) {
      assert.throws(() => device.pushEvent("row", wrong as never), { reason: "API_AttrOptProp" });
    }
  });

  it("is for clients of each generation what they know", async () => {
    const { served, device, take } = await source();
    for (const version of [3, 4, 5] as const) await subscribe(served, "user_event", "level", version);
    await subscribe(served, "user_event", "secret", 3);
    await device.pushEvent("level", 2);
    const [old, four, five] = take();
    assert.equal(decodeContent(old!, AttributeValue_3).name, "level");
    assert.equal(decodeContent(four!, AttributeValue_4).data_format, "SCALAR");
    assert.equal(decodeContent(five!, AttributeValue_5).data_type, 5);
    assert.deepEqual(
      [old, four, five].map((message) => message!.counter),
      [1, 1, 1],
    );
    await device.pushEvent("secret", { format: "a", data: Uint8Array.of(1) });
    const [encoded] = take();
    assert.equal(decodeContent(encoded!, AttributeValue_3).err_list[0]?.reason, "API_NotSupportedFeature");
  });

  it("waits for slow subscribers if it is to", async () => {
    const { served, device, sockets } = await source();
    await subscribe(served, "user_event", "level");
    await device.pushEvent("level", 2, { whenFull: "wait", timeoutMs: 5 });
    assert.deepEqual(sockets[1]!.sent[0]?.options, { whenFull: "wait", timeoutMs: 5 });
  });
});

describe("the change events that a device pushes", () => {
  it("are compared with those before, unless it says that they are not", async () => {
    const { served, device, values } = await source();
    await subscribe(served, "change", "level");
    device.setChangeEvent("level", true);
    for (const value of [1, 1.5, 2, 2.5]) await device.pushChangeEvent("level", value);
    assert.deepEqual(
      values().map(({ value }) => (value.value as Float64Array)[0]),
      [1, 2],
    );
    device.setChangeEvent("level", true, false);
    for (const value of [2, 2, 2]) await device.pushChangeEvent("level", value);
    assert.equal(values().length, 3);
  });

  it("go along with alarm events, unless the device pushes these, or the server says no", async () => {
    const { served, device, events, take } = await source();
    device.setChangeEvent("level", true, false);
    await subscribe(served, "alarm", "level");
    const push = async (quality: "ATTR_VALID" | "ATTR_ALARM") => {
      await device.pushChangeEvent("level", { value: 1, quality });
      return take().map(typeOf);
    };
    assert.deepEqual(await push("ATTR_VALID"), ["alarm"]);
    assert.deepEqual(await push("ATTR_VALID"), []);
    await subscribe(served, "change", "level");
    assert.deepEqual(await push("ATTR_ALARM"), ["alarm", "idl5_change"]);
    events.autoAlarm = false;
    assert.deepEqual(await push("ATTR_VALID"), ["idl5_change"]);
    events.autoAlarm = true;
    device.setAlarmEvent("level", true, false);
    assert.deepEqual(await push("ATTR_ALARM"), ["idl5_change"]);
    await device.pushAlarmEvent("level", 5);
    assert.deepEqual(take().map(typeOf), ["alarm"]);
  });
});

describe("a device", () => {
  it("pushes data ready events", async () => {
    const { served, device, take } = await source();
    await subscribe(served, "data_ready", "level");
    await device.pushDataReadyEvent("Level", 42);
    const [message] = take();
    assert.deepEqual(decodeContent(message!, AttDataReady), { name: "level", data_type: 5, ctr: 42 });
  });

  it("pushes what is in a pipe, or why that cannot be told", async () => {
    const { served, device, take } = await source();
    await subscribe(served, "pipe", "flow");
    await device.pushPipeEvent("Flow", {
      name: "now",
      elements: [{ name: "rate", type: "DevLong", value: 5 }],
    });
    await device.pushPipeEvent("flow", new Error("blocked"));
    const [message, failure] = take();
    const { name, data_blob } = decodeContent(message!, DevPipeData, PIPE_PREFIX);
    assert.deepEqual([name, data_blob.name, data_blob.blob_data[0]?.name], ["flow", "now", "rate"]);
    assert.equal(failure?.hasFailed, true);
    assert.equal(decodeFailure(failure!, PIPE_PREFIX)[0]?.reason, "API_StdException");
    assert.throws(() => device.pushPipeEvent("flow", { elements: 5 } as never), {
      reason: "API_PipeWrongArg",
    });
  });

  it("tells how an attribute is configured", async () => {
    const { served, device, take } = await source();
    await subscribe(served, "attr_conf", "level");
    await subscribe(served, "attr_conf", "level", 3);
    await device.pushAttrConfEvent("level");
    await device.getDeviceAttr().getAttrByName("level").setProperties({ unit: "m" });
    const [five, three, after] = take();
    assert.equal(decodeContent(five!, AttributeConfig_5).name, "level");
    assert.equal(decodeContent(three!, AttributeConfig_3).name, "level");
    assert.deepEqual([five?.counter, three?.counter], [1, 1]);
    assert.equal(decodeContent(after!, AttributeConfig_5).unit, "m");
  });

  it("knows whether anybody has subscribed", async () => {
    const { served, device } = await source();
    const attribute = device.getDeviceAttr().getAttrByName("level");
    assert.ok(!device.isThereSubscriber("level", "change"));
    assert.ok(!attribute.changeEventSubscribed());
    await subscribe(served, "change", "level");
    assert.ok(device.isThereSubscriber("LEVEL", "change"));
    assert.ok(attribute.changeEventSubscribed());
    assert.deepEqual(
      [
        attribute.archiveEventSubscribed(),
        attribute.alarmEventSubscribed(),
        attribute.periodicEventSubscribed(),
        attribute.userEventSubscribed(),
        attribute.attrConfEventSubscribed(),
        attribute.dataReadyEventSubscribed(),
      ],
      [false, false, false, false, false, false],
    );
    assert.throws(() => device.isThereSubscriber("nope", "change"), { reason: "API_AttrNotFound" });
    assert.throws(() => device.isThereSubscriber("level", "pipe"), { reason: "API_UnsupportedFeature" });
  });

  it("says which events it pushes, by itself or by its attributes", async () => {
    const { device } = await source();
    const attribute = device.getDeviceAttr().getAttrByName("level");
    assert.deepEqual([attribute.isChangeEvent(), attribute.isCheckChangeCriteria()], [false, true]);
    device.setChangeEvent("level", true, false);
    device.setArchiveEvent("level", true);
    device.setAlarmEvent("level", true);
    device.setDataReadyEvent("level");
    assert.deepEqual([attribute.isChangeEvent(), attribute.isCheckChangeCriteria()], [true, false]);
    assert.deepEqual([attribute.isArchiveEvent(), attribute.isCheckArchiveCriteria()], [true, true]);
    assert.deepEqual([attribute.isAlarmEvent(), attribute.isCheckAlarmCriteria()], [true, true]);
    assert.ok(attribute.isDataReadyEvent());
    attribute.setChangeEvent(false);
    attribute.setArchiveEvent(false);
    attribute.setAlarmEvent(false);
    attribute.setDataReadyEvent(false);
    assert.ok(!attribute.isChangeEvent() && !attribute.isArchiveEvent());
    assert.ok(!attribute.isAlarmEvent() && !attribute.isDataReadyEvent());
  });
});

function typeOf({ topic }: EventMessage): string {
  return topic.slice(topic.lastIndexOf(".") + 1);
}
