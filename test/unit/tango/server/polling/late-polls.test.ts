import assert from "node:assert/strict";
import { test } from "node:test";
import { missedPolls } from "../../../../../src/tango/server/polling/late-polls.ts";

const missed = (due: number, periodMs: number, endedAt: number | null, now: number) =>
  missedPolls({ due, periodMs, endedAt }, now);

test("misses none that are in time, or little late", () => {
  assert.equal(missed(100, 100, 10, 100), 0);
  assert.equal(missed(100, 100, 10, 50), 0);
  assert.equal(missed(100, 100, 10, 119), 0);
  assert.equal(missed(100, 100, 119, 119), 0);
  assert.equal(missed(100, 100, null, 119), 0);
});

test("misses those that begin too late since the poll before goes on or went on", () => {
  assert.equal(missed(100, 100, null, 120), 1);
  assert.equal(missed(100, 100, null, 219), 1);
  assert.equal(missed(100, 100, null, 220), 2);
  assert.equal(missed(100, 100, 150, 150), 1);
  assert.equal(missed(100, 5, null, 120), 1);
  assert.equal(missed(100, 5, null, 140), 5);
});

test("misses those that the process slept through, but for the last", () => {
  assert.equal(missed(100, 100, 10, 150), 0);
  assert.equal(missed(100, 100, 10, 199), 0);
  assert.equal(missed(100, 100, 10, 200), 1);
  assert.equal(missed(100, 100, 10, 450), 3);
  assert.equal(missed(100, 5, 99, 119), 0);
  assert.equal(missed(100, 5, 99, 130), 3);
});

test("counts what the poll before took and what the process slept together", () => {
  // The poll ended at 250: those of 100 and 200 are lost. Those of 300 and 400 passed in sleep.
  assert.equal(missed(100, 100, 250, 450), 3);
});

test("leaves a poll that is no more than 20 ms late, or the last of those in sleep, whatever the numbers", () => {
  for (let period = 5; period < 60; period += 7) {
    for (let ended = 0; ended < 200; ended += 9) {
      for (let now = ended; now < 300; now += 11) {
        const due = 50 + missed(50, period, ended, now) * period;
        assert.ok(ended - due < 20, `${period} ${ended} ${now}`);
        assert.ok(now - due < Math.max(20, period), `${period} ${ended} ${now}`);
      }
    }
  }
});
