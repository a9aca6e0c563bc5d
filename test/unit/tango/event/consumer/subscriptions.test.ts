import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type { AttributeEvent } from "../../../../../src/tango/event/data/attribute-event.ts";
import { EventSubMode } from "../../../../../src/tango/event/data/event-sub-mode.ts";
import { AttributeValue_5 } from "../../../../../src/tango/idl/attribute-value.ts";
import { DevErrorList } from "../../../../../src/tango/idl/dev-error.ts";
import { EventBench } from "../../../../support/event-bench.ts";
import { deferred, deviceError } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";

describe("a subscription", () => {
  let bench: EventBench;
  let events: AttributeEvent[];

  beforeEach(async () => {
    bench = await EventBench.start();
    events = [];
  });
  afterEach(() => bench.stop());

  const note = (event: AttributeEvent) => void events.push(event);
  const values = () => events.map(({ attrValue, errors }) => attrValue?.value ?? errors[0]?.reason ?? null);

  it("asks the admin device, and begins with what can be read", async () => {
    const device = bench.device();
    assert.equal(await device.subscribeEvent("Level", "change", note), 1);
    assert.deepEqual(bench.commands, [
      ["ZmqEventSubscriptionChange", "a/b/c", "level", "subscribe", "change", "6"],
    ]);
    const [first] = events;
    assert.equal(first!.device, device);
    assert.equal(first!.attrName, `${bench.host}/a/b/c/level#dbase=no`);
    assert.equal(first!.event, "change");
    assert.equal(first!.attrValue!.value, 1.5);
    assert.equal(first!.err, false);
    assert.equal(first!.eventReason, "SubSuccess");
    assert.deepEqual(bench.sockets.topics, [bench.topic("change")]);
  });

  it("gives what the server sends, in order, and drops what comes twice", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    for (const [counter, value] of [
      [7, 1],
      [7, 1],
      [8, 2],
      [8, 2],
      [9, 3],
    ] as const)
      bench.publish(counter, value);
    assert.deepEqual(values(), [1.5, 1, 2, 3]);
    assert.equal(events[1]!.eventReason, "Update");
  });

  it("takes the events of servers that do not count, and drops the first where it comes twice", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    for (const value of [1, 1, 2, 2, 3]) bench.publish(0, value);
    assert.deepEqual(values(), [1.5, 1, 2, 2, 3]);
  });

  it("tells of events that did not come, before the one that did", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.publish(1, 1);
    bench.publish(4, 4);
    assert.deepEqual(values(), [1.5, 1, "API_MissedEvents", 4]);
    assert.deepEqual(
      events[2]!.errors.map(({ desc }) => desc),
      ["Missed some events! Zmq queue has reached HWM?", "2 events are missing by the counter of the server"],
    );
    assert.equal(events[2]!.err, true);
    assert.equal(events[2]!.attrValue, null);
  });

  it("gives events that tell of errors, and of contents that cannot be understood", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    const errors = [{ reason: "Broken", severity: "ERR", desc: "it is", origin: "here" } as const];
    bench.sockets.publish(bench.topic("change"), {
      counter: 1,
      codec: DevErrorList,
      content: errors,
      hasFailed: true,
    });
    bench.sockets.publish(bench.topic("change"), { counter: 2, codec: DevErrorList, content: errors });
    assert.deepEqual(values(), [1.5, "Broken", "API_WrongEventData"]);
    assert.deepEqual(events[1]!.errors, errors);
    assert.equal(events[2]!.errors[0]!.desc, `Received malformed data for event ${bench.topic("change")}`);
  });

  it("is one ZeroMQ subscription for all who want the same, who are given the same value", async () => {
    const others: AttributeEvent[] = [];
    const device = bench.device();
    const first = await device.subscribeEvent("level", "change", note);
    const second = await bench.device().subscribeEvent("LEVEL", "change", (event) => void others.push(event));
    assert.deepEqual([first, second], [1, 2]);
    assert.equal(bench.sockets.made, 2);
    bench.publish(1, 1);
    assert.equal(events[1]!.attrValue, others[1]!.attrValue);
    assert.notEqual(events[1]!.device, others[1]!.device);
    device.unsubscribeEvent(first);
    bench.publish(2, 2);
    assert.deepEqual(values(), [1.5, 1]);
    assert.equal(others.length, 3);
    device.unsubscribeEvent(second);
    assert.equal(bench.sockets.open.size, 0);
    assert.equal(bench.clock.timers, 0);
  });

  it("goes on where one to the same event was given up while it was being connected", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "archive", () => undefined);
    const confirmation = deferred<void>();
    bench.sockets.confirmation = confirmation.promise;
    const isSubscribed = () => bench.sockets.topics.includes(bench.topic("change"));
    const givenUp = await device.subscribeEvent("level", "change", note, { subMode: "Async" });
    await until(isSubscribed);
    device.unsubscribeEvent(givenUp);
    assert.ok(!isSubscribed());
    const subscribed = device.subscribeEvent("level", "change", note, { subMode: "Sync" });
    await until(isSubscribed);
    confirmation.resolve();
    await subscribed;
    bench.publish(7, 1);
    assert.deepEqual(values(), [1]);
  });

  it("can be ended within its callback, and not twice", async () => {
    const device = bench.device();
    const id = await device.subscribeEvent("level", "change", (event) => {
      note(event);
      if (event.attrValue?.value === 2) device.unsubscribeEvent(id);
    });
    for (const counter of [1, 2, 3]) bench.publish(counter, counter);
    assert.deepEqual(values(), [1.5, 1, 2]);
    assert.throws(
      () => device.unsubscribeEvent(id),
      (error) => error instanceof DevFailed && error.reason === "API_EventNotFound",
    );
  });

  it("outlives callbacks that fail, whose errors others do not notice", async () => {
    const device = bench.device();
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on("warning", onWarning);
    await device.subscribeEvent("level", "change", () => {
      throw new Error("clumsy");
    });
    await device.subscribeEvent("level", "change", async () => {
      throw new Error("clumsy too");
    });
    await device.subscribeEvent("level", "change", { pushEvent: note });
    bench.publish(1, 1);
    bench.publish(2, 2);
    await until(() => warnings.length > 1);
    process.off("warning", onWarning);
    assert.deepEqual(values(), [1.5, 1, 2]);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0]!.message, /change events failed: Error: clumsy/);
  });

  it("fails with the errors of the server, in the words of cppTango", async () => {
    bench.admin.set("ZmqEventSubscriptionChange", () => {
      throw deviceError("API_AttributePollingNotStarted", "The polling is not started");
    });
    await assert.rejects(bench.device().subscribeEvent("level", "change", note), (error) => {
      assert.ok(error instanceof DevFailed);
      assert.equal(error.kind, "EventSystemFailed");
      assert.deepEqual(
        error.errors.map(({ reason }) => reason),
        ["API_AttributePollingNotStarted", "API_CommandFailed", "API_DSFailedRegisteringEvent"],
      );
      return true;
    });
    assert.equal(bench.sockets.made, 0);
    assert.equal(bench.clock.timers, 0);
  });

  it("fails where the server is published at multicast addresses only", async () => {
    bench.endpoints = ["epgm://224.0.0.1:1", "epgm://224.0.0.1:2"];
    await assert.rejects(bench.device().subscribeEvent("level", "change", note), {
      reason: "API_UnsupportedFeature",
    });
  });

  it("takes the first network in which the server can be reached, and fails where there is none", async () => {
    bench.endpoints = ["tcp://10.0.0.1:11", "tcp://10.0.0.1:12", "tcp://10.0.0.2:21", "tcp://10.0.0.2:22"];
    bench.sockets.dead.add(12);
    await bench.device().subscribeEvent("level", "change", note);
    bench.publish(1, 1);
    assert.deepEqual(values(), [1.5, 1]);
    assert.equal(bench.sockets.open.size, 2);
    bench.sockets.dead.add(21);
    await assert.rejects(
      EventBench.start().then(async (other) => {
        try {
          other.sockets.dead.add(1);
          await other.device().subscribeEvent("level", "change", note);
        } finally {
          assert.equal(other.sockets.open.size, 0);
          await other.stop();
        }
      }),
      { reason: "API_ZmqFailed" },
    );
  });

  it("holds back what comes while the first value is read", async () => {
    const device = bench.device();
    await device.ping();
    const subscribed = device.subscribeEvent("level", "change", note);
    await until(() => bench.sockets.topics.length === 1);
    bench.publish(1, 1);
    bench.publish(2, 2);
    assert.deepEqual(values(), []);
    await subscribed;
    assert.deepEqual(values(), [1.5, 1, 2]);
  });

  it("waits in a queue that keeps the newest, or the oldest", async () => {
    const device = bench.device();
    const newest = await device.subscribeEvent("level", "change", { queueSize: 2 });
    const oldest = await device.subscribeEvent("level", "change", { queueSize: 2, whenFull: "drop-newest" });
    for (const counter of [1, 2, 3]) bench.publish(counter, counter);
    const read = (id: number) =>
      device.getEvents<AttributeEvent>(id).map(({ attrValue }) => attrValue!.value);
    assert.equal(device.eventQueueSize(newest), 2);
    assert.ok(device.getLastEventDate(newest)!.tvSec > 1_700_000_000);
    assert.deepEqual(read(newest), [2, 3]);
    assert.deepEqual(read(oldest), [1.5, 1]);
    assert.equal(device.eventQueueDropped(newest), 2);
    assert.equal(device.eventQueueDropped(oldest), 2);
    assert.ok(device.isEventQueueEmpty(newest));
    for (const counter of [4, 5]) bench.publish(counter, counter);
    const wrong = { reason: "API_InvalidArgs" };
    assert.throws(() => device.getEvents(newest, "x" as never), wrong);
    assert.throws(() => device.getEvents(newest, { pushEvent: 5 } as never), wrong);
    const fail = () => {
      throw new Error("not now");
    };
    assert.throws(() => device.getEvents(newest, fail), { message: "not now" });
    assert.deepEqual(read(newest), [5]);
    const taken: unknown[] = [];
    device.getEvents(oldest, (event) => {
      taken.push(event);
      device.unsubscribeEvent(oldest);
    });
    assert.equal(taken.length, 1);
    const called = await device.subscribeEvent("level", "change", note);
    assert.throws(() => device.getEvents(called), { reason: "API_EventQueues" });
    assert.throws(() => device.getEvents(99), { reason: "API_EventNotFound" });
  });

  it("refuses what is no event, no mode, no queue and no callback, before anything is sent", async () => {
    const device = bench.device();
    const wrong = { reason: "API_InvalidArgs" };
    await assert.rejects(device.subscribeEvent("level", "changed" as "change", note), wrong);
    await assert.rejects(device.subscribeEvent("level", "change", null as never), wrong);
    await assert.rejects(device.subscribeEvent("level", "change", { queueSize: -1 }), wrong);
    await assert.rejects(device.subscribeEvent("level", "change", { whenFull: "x" as never }), wrong);
    await assert.rejects(device.subscribeEvent("level", "change", note, { subMode: "x" as never }), wrong);
    for (const options of [null, 5, { timeoutMs: -1 }, { timeoutMs: Number.NaN }, { signal: {} }]) {
      for (const subMode of Object.values(EventSubMode)) {
        const given = (
          options === null || typeof options === "number" ? options : { ...options, subMode }
        ) as never;
        await assert.rejects(device.subscribeEvent("level", "change", note, given), {
          name: "WrongData",
          ...wrong,
        });
        await assert.rejects(async () => device.events("level", "change", given).next(), {
          name: "WrongData",
          ...wrong,
        });
      }
    }
    assert.deepEqual(bench.commands, []);
  });

  it("ends with its proxy, and with its context", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", note);
    device.close();
    assert.equal(bench.sockets.open.size, 0);
    const other = bench.device();
    await other.subscribeEvent("level", "change", note);
    await bench.context.close();
    assert.equal(bench.sockets.open.size, 0);
    assert.equal(bench.clock.timers, 0);
    await assert.rejects(other.subscribeEvent("level", "change", note), { reason: "API_OrbContextClosed" });
  });

  it("decodes what servers of IDL 4 send, and what servers before 9.3 do not tell of their topics", async () => {
    const old = await EventBench.start(4);
    old.release = 810;
    await old.device().subscribeEvent("level", "change", note);
    assert.deepEqual(old.sockets.topics, [`${old.host}/a/b/c/level#dbase=no.change`]);
    await old.stop();
  });

  it("is refused beyond the limit", async () => {
    const small = await EventBench.start(6, undefined, { maxSubscriptions: 1 });
    const device = small.device();
    await device.subscribeEvent("level", "change", note);
    await assert.rejects(device.subscribeEvent("level", "change", note), { reason: "API_EventConsumer" });
    await small.stop();
  });

  it("gives a typed array as a view of the message", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.sockets.publish(bench.topic("change"), {
      counter: 1,
      codec: AttributeValue_5,
      content: {
        value: { kind: "double_att_value", value: [1, 2, 3] },
        quality: "ATTR_VALID",
        data_format: "SPECTRUM",
        data_type: 5,
        time: { tv_sec: 1, tv_usec: 0, tv_nsec: 0 },
        name: "level",
        r_dim: { dim_x: 3, dim_y: 0 },
        w_dim: { dim_x: 0, dim_y: 0 },
        err_list: [],
      },
    });
    assert.deepEqual(events[1]!.attrValue!.value, Float64Array.of(1, 2, 3));
  });
});
