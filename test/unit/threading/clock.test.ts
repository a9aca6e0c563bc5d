import assert from "node:assert/strict";
import { test } from "node:test";
import { CallFlow, currentCallFlow } from "../../../src/threading/call-flow.ts";
import { MACHINE_CLOCK } from "../../../src/threading/clock.ts";

test("wakes outside of the call in which a timer was set", async () => {
  const flow = new CallFlow();
  const woken = await new Promise((resolve) => {
    flow.run(() => MACHINE_CLOCK.setTimer(0, () => resolve(currentCallFlow())));
  });
  assert.equal(woken, undefined);
  flow.end();
});

test("forgets a timer that was taken back", async () => {
  let isWoken = false;
  MACHINE_CLOCK.setTimer(0, () => {
    isWoken = true;
  })();
  await new Promise<void>((resolve) => MACHINE_CLOCK.setTimer(1, resolve));
  assert.equal(isWoken, false);
});

test("has a time that goes on, and the date", () => {
  const before = MACHINE_CLOCK.now();
  assert.ok(MACHINE_CLOCK.now() >= before);
  assert.ok(Math.abs(MACHINE_CLOCK.date().getTime() - Date.now()) < 60_000);
});

test("has no time beyond what timers of Node can wait over at once", (t) => {
  const set = t.mock.method(globalThis, "setTimeout");
  for (const ms of [Number.POSITIVE_INFINITY, 2 ** 31, 5]) {
    MACHINE_CLOCK.setTimer(ms, () => assert.fail("the time is not over"))();
  }
  const waits = set.mock.calls.map(({ arguments: [, ms] }) => ms);
  assert.deepEqual(waits, [2 ** 31 - 1, 2 ** 31 - 1, 5]);
});

test("keeps a process alive, or does not", (t) => {
  const set = t.mock.method(globalThis, "setTimeout");
  const stops = [undefined, true, false].map((keepsAlive) =>
    MACHINE_CLOCK.setTimer(60_000, () => assert.fail("the time is not over"), keepsAlive),
  );
  assert.deepEqual(
    set.mock.calls.map(({ result }) => result?.hasRef()),
    [true, true, false],
  );
  for (const stop of stops) stop();
});
