import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { AttributeEvent } from "../../../../../src/tango/event/data/attribute-event.ts";
import { EventBench } from "../../../../support/event-bench.ts";
import { levelDevice } from "../../../../support/fake-attributes.ts";
import { deferred, deviceError } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";
import { settle } from "../../../../support/virtual-clock.ts";

describe("the subscriptions to a server", () => {
  let bench: EventBench;
  let events: AttributeEvent[];

  beforeEach(async () => {
    bench = await EventBench.start();
    events = [];
  });
  afterEach(() => bench.stop());

  const note = (event: AttributeEvent) => void events.push(event);
  const values = () => events.map(({ attrValue, errors }) => attrValue?.value ?? errors[0]?.reason ?? null);
  const requests = () => bench.commands.filter(([command]) => command === "ZmqEventSubscriptionChange");

  it("live on heartbeats", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.beat(60_000);
    assert.deepEqual(values(), [1.5]);
    assert.equal(requests().length, 1);
  });

  it("are told after 10 s without one, with the reason, and connected again with a fresh value", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.publish(41, 1);
    bench.beat(5000);
    bench.clock.tick(9999);
    assert.deepEqual(values(), [1.5, 1]);
    bench.clock.tick(300);
    assert.deepEqual(values(), [1.5, 1, "API_EventTimeout"]);
    const { errors, eventReason, attrName } = events[2]!;
    assert.deepEqual(
      errors.map(({ desc }) => desc),
      [
        "Event channel is not responding anymore, maybe the server or event system is down",
        "No heartbeat from the server for 10 s: it is frozen, or the network is down",
      ],
    );
    assert.equal(eventReason, "SubFail");
    assert.equal(attrName, `${bench.host}/a/b/c/level#dbase=no`);
    bench.clock.tick(1000);
    await until(() => events.length === 4);
    assert.equal(events[3]!.eventReason, "Update");
    // The counter of a server that has started anew begins anew.
    bench.publish(1, 7);
    assert.deepEqual(values(), [1.5, 1, "API_EventTimeout", 1.5, 7]);
    assert.equal(bench.sockets.open.size, 2);
  });

  it("are told what the heartbeats are called that come instead of those expected", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.sockets.heartbeat("tango://other:10000/dserver/fake/test");
    bench.clock.tick(10_300);
    assert.match(
      events[1]!.errors[1]!.desc,
      /under the name tango:\/\/127.0.0.1:\d+\/dserver\/fake\/test#dbase=no: it sends them as tango:\/\/other:10000\/dserver\/fake\/test/,
    );
  });

  it("are told at once when the server closes the connection, and every 10 s while it is away", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", note);
    await device.subscribeEvent("level", "periodic", note);
    await bench.stopServer();
    assert.deepEqual(values(), [1.5, 1.5, "API_EventTimeout", "API_EventTimeout"]);
    assert.match(events[2]!.errors[1]!.desc, /^The server closed the connection/);
    bench.clock.tick(300);
    bench.clock.tick(9700);
    assert.deepEqual(values().slice(4), ["API_EventTimeout", "API_EventTimeout"]);
    await bench.startServer();
    await until(() => {
      bench.beat(500);
      return bench.sockets.topics.length === 2;
    });
    await until(() => values().at(-1) === 1.5);
    events.length = 0;
    bench.publish(1, 1);
    bench.publish(1, 2, "periodic");
    assert.deepEqual(values(), [1, 2]);
  });

  it("are given no event of a connection that is not made, since heartbeats still do not come", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.publish(1, 1);
    bench.sockets.silent.add(1);
    bench.clock.tick(10_300);
    bench.clock.tick(100);
    await until(() => bench.sockets.topics.length === 1);
    bench.publish(5, 5);
    // That the connection is being made is no reason not to tell.
    bench.clock.tick(10_000);
    bench.sockets.giveUp();
    await until(() => bench.sockets.open.size === 0);
    bench.sockets.silent.clear();
    await until(() => {
      bench.clock.tick(100);
      return events.length > 4;
    });
    bench.publish(9, 9);
    assert.deepEqual(values(), [1.5, 1, "API_EventTimeout", "API_EventTimeout", 1.5, 9]);
  });

  it("are connected anew where the one connection was lost before the other was there", async () => {
    for (const [silent, lost] of [
      [1, 2],
      [2, 1],
    ] as const) {
      bench.sockets.silent.add(silent);
      const device = bench.device();
      await device.subscribeEvent("level", "change", note, { subMode: "Async" });
      await until(() => bench.sockets.open.size === 2);
      await settle();
      bench.sockets.drop(null, lost);
      bench.sockets.greet();
      await until(() => events.length === 1);
      assert.deepEqual(values(), ["API_ZmqFailed"]);
      bench.clock.tick(10_000);
      await until(() => events.length === 2);
      bench.publish(1, 7);
      assert.deepEqual(values(), ["API_ZmqFailed", null, 7]);
      device.close();
      events.length = 0;
    }
  });

  it("are connected once though the server was restarted once more while they were being connected", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", note);
    await bench.stopServer();
    await bench.startServer();
    bench.sockets.silent.add(1);
    await until(() => {
      bench.clock.tick(100);
      return bench.sockets.topics.length === 1;
    });
    // Another subscriber learns that the server publishes elsewhere, at which the first one still waits.
    bench.endpoints = ["tcp://127.0.0.1:3", "tcp://127.0.0.1:4"];
    await device.subscribeEvent("level", "user_event", () => undefined);
    await until(() => {
      bench.clock.tick(100);
      return values().at(-1) === 1.5 && events.length > 2;
    });
    bench.beat(5000);
    // A second attempt would be made within this time.
    for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate);
    assert.deepEqual(values(), [1.5, "API_EventTimeout", 1.5]);
    bench.publish(1, 7);
    assert.deepEqual(values().slice(3), [7]);
    device.close();
    assert.equal(bench.sockets.open.size, 0);
  });

  it("are told once every 10 s where they were lost again while their fresh value was being read", async () => {
    await bench.stop();
    const level = levelDevice(6);
    const answer = deferred<void>();
    let reads = 0;
    bench = await EventBench.start(6, {
      ...level,
      read_attributes_5: async (...given) => {
        if (++reads > 1) await answer.promise;
        return level.read_attributes_5!(...given);
      },
    });
    await bench.device().subscribeEvent("level", "change", note);
    bench.sockets.drop();
    bench.clock.tick(1000);
    await until(() => reads === 2);
    bench.sockets.dead.add(2);
    bench.sockets.drop();
    assert.deepEqual(values(), [1.5, "API_EventTimeout", "API_EventTimeout"]);
    bench.clock.tick(9999);
    await settle();
    assert.equal(events.length, 3);
    bench.clock.tick(1);
    assert.equal(events.length, 4);
    answer.resolve();
  });

  it("are connected one by one where some are refused, which try again every 10 s", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", note);
    await device.subscribeEvent("level", "archive", note);
    bench.admin.set("ZmqEventSubscriptionChange", ([, , , type]) => {
      if (type === "change") throw deviceError("API_AttributePollingNotStarted");
      return undefined;
    });
    events.length = 0;
    bench.sockets.drop(new Error("ECONNRESET"));
    assert.match(events[0]!.errors[1]!.desc, /: ECONNRESET$/);
    bench.clock.tick(1000);
    await until(() => events.length === 4);
    const refused = events.find(({ event, errors }) => event === "change" && errors.length > 2)!;
    assert.deepEqual(
      refused.errors.map(({ reason }) => reason),
      [
        "API_EventTimeout",
        "API_AttributePollingNotStarted",
        "API_CommandFailed",
        "API_DSFailedRegisteringEvent",
      ],
    );
    bench.admin.clear();
    events.length = 0;
    bench.beat(10_000);
    await until(() => events.length === 1);
    assert.deepEqual([events[0]!.event, events[0]!.eventReason], ["change", "Update"]);
  });

  it("are not looked for any more when nobody wants them", async () => {
    const device = bench.device();
    const id = await device.subscribeEvent("level", "change", note);
    await bench.stopServer();
    device.unsubscribeEvent(id);
    assert.equal(bench.clock.timers, 0);
    bench.clock.tick(60_000);
    assert.deepEqual(values(), [1.5, "API_EventTimeout"]);
  });

  it("are not looked for any more where who is told of the loss ends them, or the context", async () => {
    const device = bench.device();
    const ends = [(id: number) => device.unsubscribeEvent(id), () => void bench.context.close()];
    for (const end of ends) {
      const id: number = await device.subscribeEvent("level", "change", ({ err }) => {
        if (err) end(id);
      });
      bench.sockets.drop();
      assert.equal(bench.clock.timers, 0);
    }
  });

  it("are confirmed after 200 s, all at once", async () => {
    const device = bench.device();
    await device.subscribeEvent("level", "change", note);
    await device.subscribeEvent("level", "data_ready", () => undefined);
    await device.subscribeEvent("intr_change", () => undefined);
    bench.beat(199_000);
    bench.commands.length = 0;
    bench.beat(2000);
    await until(() => bench.commands.length === 1);
    assert.deepEqual(bench.commands[0], [
      "EventConfirmSubscription",
      ...["a/b/c", "level", "idl5_change", "a/b/c", "level", "data_ready", "a/b/c", "dummy", "intr_change"],
    ]);
    bench.beat(199_000);
    assert.equal(bench.commands.length, 1);
    bench.beat(2000);
    await until(() => bench.commands.length === 2);
  });

  it("are subscribed to anew where the server does not know how to confirm", async () => {
    bench.admin.set("EventConfirmSubscription", () => {
      throw deviceError("API_CommandNotFound");
    });
    await bench.device().subscribeEvent("level", "change", note);
    await bench.device().subscribeEvent("level", "archive", note);
    bench.beat(201_000);
    await until(() => requests().length === 4);
    assert.deepEqual(values(), [1.5, 1.5]);
  });

  it("are told where the server refuses to go on", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    bench.admin.set("EventConfirmSubscription", () => {
      throw deviceError("NoMore", "not for you");
    });
    bench.admin.set("ZmqEventSubscriptionChange", () => {
      throw deviceError("NoMore", "not for you");
    });
    bench.beat(201_000);
    await until(() => events.length === 2);
    assert.deepEqual(
      events[1]!.errors.slice(0, 2).map(({ reason }) => reason),
      ["API_EventTimeout", "NoMore"],
    );
    assert.equal(bench.sockets.open.size, 0);
    bench.admin.clear();
    bench.clock.tick(10_000);
    await until(() => events.length === 3);
    assert.equal(events[2]!.attrValue!.value, 1.5);
  });

  it("go on where another is refused while they are being connected", async () => {
    const device = bench.device();
    const refused = await device.subscribeEvent("level", "change", () => undefined);
    const confirmation = deferred<void>();
    bench.sockets.confirmation = confirmation.promise;
    const attached = await device.subscribeEvent("level", "change", note, { subMode: "Async" });
    const count = () => bench.consumer.snapshot().event_callbacks[bench.topic("change")]?.callback_count;
    await until(() => count() === 2);
    for (const command of ["EventConfirmSubscription", "ZmqEventSubscriptionChange"]) {
      bench.admin.set(command, () => {
        throw deviceError("NoMore", "not for you");
      });
    }
    bench.beat(201_000);
    await until(() => count() !== 2);
    bench.admin.clear();
    confirmation.resolve();
    await until(() => events.length > 0);
    bench.publish(1, 7);
    assert.deepEqual(values(), [null, 7]);
    for (const id of [refused, attached]) device.unsubscribeEvent(id);
    assert.equal(bench.clock.timers, 0);
  });

  it("are confirmed 10 s later where the server could not be reached", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    await bench.server.stop();
    bench.beat(201_000);
    await bench.startServer();
    bench.commands.length = 0;
    await until(() => {
      bench.beat(1000);
      return bench.commands.some(([command]) => command === "EventConfirmSubscription");
    });
    assert.deepEqual(values(), [1.5]);
  });

  it("end with their context while the server is away", async () => {
    await bench.device().subscribeEvent("level", "change", note);
    await bench.stopServer();
    await bench.context.close();
    assert.equal(bench.clock.timers, 0);
    assert.equal(bench.sockets.open.size, 0);
  });
});
