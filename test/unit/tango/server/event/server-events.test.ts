import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeEventFrames } from "../../../../../src/tango/event/message/event-message.ts";
import { AttDataReady } from "../../../../../src/tango/idl/device-change.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import type { EncodeEvent } from "../../../../../src/tango/server/event/server-events.ts";
import { fakeEvents } from "../../../../support/fake-events.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";

const SOURCE = "tango://localhost:10000/a/b/c/level#dbase=no";
const HEARTBEAT = "tango://localhost:10000/dserver/test/unit#dbase=no.heartbeat";
const encode: EncodeEvent = (counter) =>
  encodeEventFrames(counter, AttDataReady, { name: "level", data_type: 5, ctr: 0 });

function client(pid: number): Caller {
  return new Caller("127.0.0.1:40000", { kind: "cpp_clnt", value: pid, discriminator: "CPP" } as never);
}

/** Events with a subscriber, on a clock that stands. */
async function subscribed(caller = new Caller("", null)) {
  const clock = new VirtualClock();
  const fakes = fakeEvents({ clock });
  const { events } = fakes;
  await events.open(caller);
  const event = events.ofDevice("A/b/C").get("change", "level", SOURCE, 0);
  events.confirm(event, 5);
  return { clock, ...fakes, event, heartbeats: () => fakes.sockets[0]!.take(), socket: fakes.socket };
}

describe("the events of a server", () => {
  it("need neither socket nor timer before a client comes", async () => {
    const clock = new VirtualClock();
    const { events, sockets } = fakeEvents({ clock });
    assert.deepEqual(events.endPoints, [{ heartbeat: null, event: null }]);
    const event = events.ofDevice("a/b/c").get("change", "level", SOURCE, 0);
    await events.publish(event, () => assert.fail("nothing is encoded"));
    assert.deepEqual([sockets.length, clock.timers, event.counter], [0, 0, 0]);
    await events.close();
  });

  it("have a heartbeat every nine seconds, the first at once, as long as anybody has subscribed", async () => {
    const { clock, events, event, heartbeats } = await subscribed();
    const beats = heartbeats();
    assert.deepEqual(
      beats.map(({ topic, counter, hasFailed, content }) => [topic, counter, hasFailed, content]),
      [[HEARTBEAT, 0, false, null]],
    );
    await clock.pass(8999);
    assert.equal(heartbeats().length, 0);
    await clock.pass(1);
    assert.equal(heartbeats().length, 1);
    await clock.pass(590_000);
    assert.equal(heartbeats().length, 65);
    events.confirm(event, 5);
    await clock.pass(100_000);
    assert.ok(events.snapshot().isBeating);
    await clock.pass(600_000);
    assert.ok(!events.snapshot().isBeating);
    assert.equal(clock.timers, 0);
    heartbeats();
    events.confirm(event, 5);
    assert.equal(heartbeats().length, 1);
    await events.close();
    assert.equal(clock.timers, 0);
  });

  it("have no timer after their end, though a subscription or a device goes on", async () => {
    const { clock, events, event } = await subscribed();
    const closing = events.close();
    events.confirm(event, 5);
    await closing;
    events.confirm(event, 5);
    events.setTimer(50, () => assert.fail("nobody is told"));
    assert.equal(clock.timers, 0);
  });

  it("are named at the second attempt where their prefix could not be found out at the first", async () => {
    let failure: Error | null = new Error("TANGO_HOST names no host");
    const prefix = async () => {
      if (failure !== null) throw failure;
      return "tango://host:10000/";
    };
    const { events } = fakeEvents({ prefix });
    await assert.rejects(events.sourceOf("a/b/c", null), failure);
    failure = null;
    assert.match(await events.sourceOf("a/b/c", null), /^tango:\/\/host:10000\/a\/b\/c/);
  });

  it("are sent once for each generation of clients, under one number", async () => {
    const { clock, events, event, socket } = await subscribed();
    events.confirm(event, 4);
    const versions: number[] = [];
    for (let i = 0; i < 2; i++) {
      await events.publish(event, (counter, version, memory) => {
        versions.push(version);
        return encode(counter, version, memory);
      });
    }
    assert.deepEqual(versions, [5, 4, 5, 4]);
    assert.deepEqual(
      socket.take().map(({ topic, counter }) => [topic.slice(SOURCE.length), counter]),
      [
        [".idl5_change", 1],
        [".change", 1],
        [".idl5_change", 2],
        [".change", 2],
      ],
    );
    await clock.pass(600_000);
    await events.publish(event, encode);
    assert.equal(event.counter, 2);
    await events.close();
  });

  it("leave no gap where one cannot be encoded", async () => {
    const { events, event, socket } = await subscribed();
    events.confirm(event, 4);
    const broken: EncodeEvent = (_, version, memory) => {
      if (version === 5) return encode(1, 5, memory);
      throw new Error("no such value");
    };
    await events.publish(event, encode);
    assert.throws(() => events.publish(event, broken), { message: "no such value" });
    await events.publish(event, encode);
    assert.deepEqual(
      socket.take().map(({ counter }) => counter),
      [1, 1, 2, 2],
    );
    await events.close();
  });

  it("are counted and not encoded while nobody is connected who wants them", async () => {
    const { events, event, socket } = await subscribed();
    socket.isWanted = (topic) => !topic.includes("change");
    await events.publish(event, () => assert.fail("nothing is encoded"));
    socket.isWanted = () => true;
    await events.publish(event, encode);
    assert.deepEqual(
      socket.take().map(({ counter }) => counter),
      [2],
    );
    await events.close();
  });

  it("are sent twice for each new client, as its next heartbeat is", async () => {
    const { clock, events, event, heartbeats, socket } = await subscribed(client(1));
    await events.open(client(1));
    await events.open(client(2));
    for (let i = 0; i < 3; i++) await events.publish(event, encode);
    assert.deepEqual(
      socket.take().map(({ counter }) => counter),
      [1, 1, 2, 2, 3],
    );
    heartbeats();
    await clock.pass(18_000);
    assert.equal(heartbeats().length, 3);
    await clock.pass(500_001);
    await events.open(client(1));
    await events.publish(event, encode);
    assert.equal(socket.take().length, 2);
    await events.close();
  });

  it("hand the options on, and resolve when all is handed on", async () => {
    const { events, event, socket } = await subscribed();
    events.confirm(event, 4);
    const waiting = deferred();
    socket.outcome = waiting.promise;
    let isDone = false;
    const sent = events.publish(event, encode, { whenFull: "wait" }).then(() => {
      isDone = true;
    });
    await new Promise(setImmediate);
    assert.ok(!isDone);
    assert.deepEqual(
      socket.sent.map(({ options }) => options),
      [{ whenFull: "wait" }, { whenFull: "wait" }],
    );
    waiting.resolve();
    await sent;
    await events.close();
  });

  it("end with sockets, heartbeats and the subscriptions of what comes later", async () => {
    const { clock, events, event, sockets } = await subscribed();
    events.setTimer(50, () => assert.fail("it has ended"));
    await events.close();
    assert.deepEqual(
      sockets.map(({ isClosed }) => isClosed),
      [true, true],
    );
    assert.equal(clock.timers, 0);
    await assert.rejects(events.open(client(1)), { reason: "API_ShutdownInProgress" });
    await events.publish(event, encode);
  });

  it("say why their socket cannot be opened, and try again", async () => {
    let fails = true;
    const { events, sockets } = fakeEvents({
      ports: { heartbeat: 5555, event: 0 },
      open: async ({ port }) => {
        if (fails) throw new Error(`port ${port} is taken`);
        return fakeEvents().socket;
      },
    });
    await assert.rejects(events.openHeartbeat(), {
      reason: "API_ZmqInitFailed",
      message: /Can't bind the ZMQ socket!\nport 5555 is taken/,
    });
    fails = false;
    assert.equal(sockets.length, 0);
    await events.close();
  });

  it("are told to people", async () => {
    const { events, event } = await subscribed();
    await events.publish(event, encode);
    const { endPoints, isBeating, eventSocket, subscriptions } = events.snapshot();
    assert.deepEqual(endPoints, [{ heartbeat: "tcp://127.0.0.1:5000", event: "tcp://127.0.0.1:5001" }]);
    assert.ok(isBeating);
    assert.equal(eventSocket?.sent, 1);
    assert.deepEqual(subscriptions, [
      {
        source: SOURCE,
        type: "change",
        counter: 1,
        topics: [`${SOURCE}.idl5_change`],
        confirmedMsAgo: 0,
        isReceived: true,
      },
    ]);
    await events.close();
  });
});

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
