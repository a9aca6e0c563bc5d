import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import {
  type CommandRecord,
  PolledAttribute,
  PolledCommand,
} from "../../../../../src/tango/server/polling/polled-object.ts";
import { PollingSchedule } from "../../../../../src/tango/server/polling/polling-schedule.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";
import { execution, FAILURE, reading } from "./polled-values.ts";

test("polls at multiples of the period, without drift", async () => {
  const { clock, schedule, calls, add } = polling({ takesMs: 30 });
  add("a", 100);
  schedule.start();
  await clock.pass(350);
  assert.deepEqual(calls, ["0 read a", "100 read a", "200 read a", "300 read a"]);
});

test("reads attributes of one period in one call, and commands on their own", async () => {
  const { clock, schedule, calls, add, command } = polling();
  add("a", 100);
  add("b", 200);
  add("c", 100);
  command("go", 100);
  schedule.start();
  await clock.pass(200);
  assert.deepEqual(calls, [
    "0 read a,c",
    "0 read b",
    "0 go",
    "100 read a,c",
    "100 go",
    "200 read a,c",
    "200 read b",
    "200 go",
  ]);
});

test("reads each attribute in a call of its own where that is wanted", async () => {
  const { clock, schedule, calls, add } = polling({ readTogether: false });
  add("a", 100);
  add("c", 100);
  schedule.start();
  await clock.pass(0);
  assert.deepEqual(calls, ["0 read a", "0 read c"]);
});

test("has no timer while it is stopped, has nothing to do, or is closed", async () => {
  const { clock, schedule, calls, add } = polling();
  const object = add("a", 100);
  assert.equal(clock.timers, 0);
  schedule.start();
  assert.equal(clock.timers, 1);
  add("b", 250);
  assert.equal(clock.timers, 1);
  await clock.pass(120);
  schedule.stop();
  assert.equal(clock.timers, 0);
  await clock.pass(1000);
  assert.equal(calls.length, 3);
  schedule.start();
  assert.equal(clock.timers, 1);
  schedule.close();
  assert.equal(clock.timers, 0);
  add("late", 100);
  schedule.start();
  assert.equal(clock.timers, 0);

  const other = polling();
  other.schedule.start();
  other.schedule.add(object);
  other.schedule.remove(object);
  other.add("triggered", 0);
  assert.equal(other.clock.timers, 0);
});

test("goes on at the same multiples after a stop", async () => {
  const { clock, schedule, calls, add } = polling();
  const object = add("a", 100);
  schedule.start();
  await clock.pass(50);
  schedule.stop();
  await clock.pass(700);
  schedule.start();
  await clock.pass(100);
  assert.deepEqual(calls, ["0 read a", "800 read a"]);
  assert.equal(object.discarded, 0);
});

test("keeps what was read with its moment and its duration", async () => {
  const { clock, schedule, add, news } = polling({ takesMs: 30 });
  const object = add("a", 100);
  schedule.start();
  await clock.pass(150);
  assert.equal(object.ring.size, 2);
  assert.equal(object.ring.newest?.when, 100);
  assert.equal(object.ring.newest?.neededMs, 30);
  assert.deepEqual(news, ["recorded a 0", "recorded a 100"]);
});

test("leaves out a poll while the one before goes on, and says so", async () => {
  const { clock, schedule, calls, add, news } = polling({ takesMs: 150 });
  const object = add("a", 100);
  schedule.start();
  await clock.pass(119);
  assert.deepEqual(news, []);
  await clock.pass(1);
  assert.deepEqual(news, ["discarded a API_PollThreadOutOfSync"]);
  await clock.pass(320);
  assert.deepEqual(calls, ["0 read a", "200 read a", "400 read a"]);
  assert.equal(object.discarded, 2);
});

test("polls at once where the one before took just a little too long", async () => {
  const { clock, schedule, calls, add, news } = polling({ takesMs: 110 });
  add("a", 100);
  schedule.start();
  await clock.pass(115);
  assert.deepEqual(calls, ["0 read a", "110 read a"]);
  assert.ok(!news.some((text) => text.startsWith("discarded")));
});

test("goes on with the others while a poll never ends, and does not start that again", async () => {
  const { clock, schedule, calls, add } = polling({ takesMs: (name) => (name === "stuck" ? null : 1) });
  const stuck = add("stuck", 100);
  add("fine", 150);
  schedule.start();
  await clock.pass(310);
  schedule.update(stuck, 50);
  await clock.pass(100);
  assert.deepEqual(calls, ["0 read stuck", "0 read fine", "150 read fine", "300 read fine"]);
  assert.ok(stuck.discarded >= 2);
});

test("makes up for the last poll that came late since the process was busy", async () => {
  const { clock, schedule, calls, add } = polling();
  const object = add("a", 100);
  schedule.start();
  await clock.pass(50);
  clock.skip(90);
  await clock.pass(0);
  assert.deepEqual(calls, ["0 read a", "140 read a"]);
  assert.equal(object.discarded, 0);
  clock.skip(500);
  await clock.pass(100);
  assert.deepEqual(calls.slice(2), ["640 read a", "700 read a"]);
  assert.equal(object.discarded, 4);
});

test("has time for others where reading keeps the process busy for longer than the period", async () => {
  const { clock, schedule, calls, add } = polling({ busyMs: 150 });
  add("a", 100);
  schedule.start();
  await clock.pass(650);
  assert.deepEqual(calls, ["0 read a", "200 read a", "400 read a", "600 read a"]);
});

test("records a failure of the device for all that was asked for", async () => {
  const { clock, schedule, add, command } = polling({ fails: true });
  const objects = [add("a", 100), add("b", 100)];
  const go = command("go", 100);
  schedule.start();
  await clock.pass(10);
  for (const { ring, name } of objects) {
    assert.equal(ring.newest?.record.errors[0]?.reason, "API_StdException");
    assert.equal(ring.newest?.record.name, name);
    assert.equal(ring.newest?.record.quality, "ATTR_INVALID");
  }
  assert.equal(go.ring.newest?.record.value, null);
  assert.equal(go.ring.newest?.record.errors[0]?.reason, "API_StdException");
});

test("changes a period: the next poll comes after it", async () => {
  const { clock, schedule, calls, add } = polling();
  const object = add("a", 100);
  add("b", 100);
  schedule.start();
  await clock.pass(130);
  schedule.update(object, 300);
  await clock.pass(300);
  assert.deepEqual(calls, [
    "0 read a,b",
    "100 read a,b",
    "200 read b",
    "300 read b",
    "400 read b",
    "430 read a",
  ]);
  schedule.update(object, 0);
  await clock.pass(1000);
  assert.equal(calls.filter((call) => call.endsWith("read a")).length, 1);
  schedule.update(object, 200);
  await clock.pass(1);
  assert.equal(calls.at(-1), "1430 read a");
});

test("does not record what was removed meanwhile", async () => {
  const { clock, schedule, calls, add } = polling({ takesMs: 50 });
  const object = add("a", 100);
  schedule.start();
  await clock.pass(10);
  schedule.remove(object);
  schedule.remove(object);
  await clock.pass(500);
  assert.deepEqual(calls, ["0 read a"]);
  assert.equal(object.ring.size, 0);
});

test("polls a triggered object when it is told to, and no two at once", async () => {
  const { clock, schedule, calls, add } = polling({ takesMs: 50 });
  const object = add("a", 0);
  await schedule.trigger(object);
  assert.deepEqual(calls, [], "not while it is stopped");
  schedule.start();
  await clock.pass(100);
  const triggers = [schedule.trigger(object), schedule.trigger(object)];
  await clock.pass(10);
  triggers.push(schedule.trigger(object), schedule.trigger(object));
  await clock.pass(100);
  await Promise.all(triggers);
  assert.deepEqual(calls, ["100 read a", "150 read a"]);
  assert.equal(object.ring.size, 2);
  assert.equal(clock.timers, 0);
});

test("polls what was triggered though its period is set meanwhile", async () => {
  for (const periodMs of [0, 1000]) {
    const { clock, schedule, calls, add } = polling({ takesMs: 50 });
    const object = add("a", 0);
    schedule.start();
    const triggers = [schedule.trigger(object), schedule.trigger(object)];
    let polled = 0;
    for (const trigger of triggers) void trigger.then(() => (polled = object.ring.size));
    await clock.pass(10);
    schedule.update(object, periodMs);
    await clock.pass(90);
    await Promise.all(triggers);
    assert.deepEqual(calls, ["0 read a", "50 read a"]);
    assert.equal(polled, 2, `the period is ${periodMs}`);
    schedule.close();
  }
});

test("gives a trigger up after 3.2 s", async () => {
  const { clock, schedule, add } = polling({ takesMs: () => null });
  const object = add("a", 0);
  schedule.start();
  const rejected = assert.rejects(schedule.trigger(object), { reason: "API_CommandTimedOut" });
  await clock.pass(3200);
  await rejected;
  assert.equal(clock.timers, 0);
});

test("polls nothing more once the device has stopped that while it was polled", async () => {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const of = (name: string, periodMs: number) =>
    new PolledAttribute({ name, dataType: "DevDouble", dataFormat: "SCALAR" }, periodMs, 10);
  const [first, removed, last] = [of("first", 100), of("removed", 101), of("last", 102)];
  const schedule: PollingSchedule = new PollingSchedule({
    clock,
    target: {
      readAttributes(names) {
        calls.push(...names);
        if (names[0] === "first") schedule.remove(removed);
        if (names[0] === "last") schedule.close();
        return [reading("a", 1)];
      },
      executeCommand: () => execution(1),
    },
  });
  for (const object of [first, removed, last, of("after", 103)]) schedule.add(object);
  schedule.start();
  await clock.pass(1000);
  assert.deepEqual(calls, ["first", "last"]);
  assert.equal(first.ring.size, 0, "it was closed before it was read");
});

test("does not go on with triggers after its end", async () => {
  const { clock, schedule, calls, add } = polling({ takesMs: 50 });
  const object = add("a", 0);
  schedule.start();
  const triggers = [schedule.trigger(object), schedule.trigger(object)];
  schedule.close();
  await clock.pass(100);
  await Promise.all(triggers);
  assert.deepEqual(calls, ["0 read a"]);
});

test("takes records that the device made, as old as they say", () => {
  const { schedule, add, news, clock } = polling();
  clock.skip(5000);
  const object = add("a", 0);
  const seconds = VirtualClock.START.getTime() / 1000;
  schedule.fill(object, [
    reading("a", 1, new TimeVal(seconds + 2)),
    { ...reading("a", 0, new TimeVal(seconds + 3)), errors: [FAILURE] },
  ]);
  assert.equal(object.ring.newest?.when, 3000);
  assert.equal(object.ring.newest?.neededMs, null);
  assert.deepEqual(object.ring.deltas(4), [1000]);
  assert.deepEqual(news, ["recorded a 2000", "recorded a 3000"]);
});

test("survives a listener that throws", async () => {
  const clock = new VirtualClock();
  const target = { readAttributes: () => [reading("a", 1)], executeCommand: () => execution(1) };
  const listener = {
    recorded() {
      throw new Error("listener");
    },
  };
  const schedule = new PollingSchedule({ clock, target, listener });
  const object = new PolledAttribute({ name: "a", dataType: "DevDouble", dataFormat: "SCALAR" }, 100, 10);
  schedule.add(object);
  schedule.start();
  await clock.pass(250);
  assert.equal(object.ring.size, 3);
});

test("waits for periods longer than any timer", async () => {
  const { clock, schedule, calls, add } = polling();
  add("a", 2 ** 31 + 5000);
  schedule.start();
  await clock.pass(2 ** 31 + 4999);
  assert.deepEqual(calls, ["0 read a"]);
  await clock.pass(1);
  assert.equal(calls.length, 2);
});

interface PollingOptions {
  /** How long a read takes; null: for ever. */
  readonly takesMs?: number | ((name: string) => number | null);
  /** How long a read keeps the process busy. */
  readonly busyMs?: number;
  readonly fails?: boolean;
  readonly readTogether?: boolean;
}

/** A schedule of a device that notes what it is asked. */
function polling({ takesMs = 0, busyMs = 0, fails = false, readTogether = true }: PollingOptions = {}) {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const news: string[] = [];
  const work = async <T>(call: string, name: string, result: T): Promise<T> => {
    calls.push(`${clock.now()} ${call}`);
    clock.skip(busyMs);
    const ms = typeof takesMs === "number" ? takesMs : takesMs(name);
    if (fails) throw new Error("no device");
    if (ms === null) return await new Promise<never>(() => {});
    if (ms > 0) await new Promise<void>((resolve) => clock.setTimer(ms, resolve));
    return result;
  };
  const schedule = new PollingSchedule({
    clock,
    target: {
      readAttributes: (names): Promise<AttributeSnapshot[]> =>
        work(
          `read ${names}`,
          names[0]!,
          names.map((name) => reading(name, clock.now())),
        ),
      executeCommand: (name): Promise<CommandRecord> => work(name, name, execution(1)),
    },
    listener: {
      recorded: ({ name }, { when }) => news.push(`recorded ${name} ${when}`),
      discarded: ({ name }, { reason }) => news.push(`discarded ${name} ${reason}`),
    },
    readTogether,
  });
  const add = (name: string, periodMs: number) => {
    const object = new PolledAttribute({ name, dataType: "DevDouble", dataFormat: "SCALAR" }, periodMs, 10);
    schedule.add(object);
    return object;
  };
  const command = (name: string, periodMs: number) => {
    const object = new PolledCommand({ name, outType: "DevDouble" }, periodMs, 10);
    schedule.add(object);
    return object;
  };
  return { clock, schedule, calls, news, add, command };
}
