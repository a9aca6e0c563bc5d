import assert from "node:assert/strict";
import { it } from "node:test";
import { PLATFORM_CLOCK } from "../../../../src/tango/event/consumer/event-transport.ts";
import { MACHINE_CLOCK } from "../../../../src/tango/zmtp/zmtp-clock.ts";

it("a time beyond what timers of Node can wait is not over at once", (t) => {
  const set = t.mock.method(globalThis, "setTimeout");
  for (const ms of [Number.POSITIVE_INFINITY, 2 ** 31, 5]) {
    MACHINE_CLOCK.setTimer(ms, () => assert.fail("the time is not over"))();
    PLATFORM_CLOCK.after(ms, () => assert.fail("the time is not over"))();
  }
  const waits = set.mock.calls.map(({ arguments: [, ms] }) => ms);
  assert.deepEqual(waits, [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1, 5, 5]);
});
