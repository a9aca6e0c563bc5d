import assert from "node:assert/strict";
import { test } from "node:test";
import { RateMeter } from "../../../../src/cli/monitor/rate-meter.ts";

test("gives the rate over the last ten seconds", () => {
  let time = 1_000_000;
  const meter = new RateMeter(() => time);
  assert.equal(meter.perSecond(), 0);
  meter.count();
  assert.equal(meter.perSecond(), 1);
  for (let i = 1; i < 100; i++) {
    time += 100;
    meter.count();
  }
  assert.ok(Math.abs(meter.perSecond() - 10) < 0.2, String(meter.perSecond()));
  for (let i = 0; i < 200; i++) {
    time += 100;
    meter.count();
    assert.ok(Math.abs(meter.perSecond() - 10) < 0.2, String(meter.perSecond()));
  }
});

test("forgets what is longer ago", () => {
  let time = 0;
  const meter = new RateMeter(() => time);
  for (let i = 0; i < 50; i++) meter.count();
  time = 5000;
  assert.equal(meter.perSecond(), 10);
  time = 10_400;
  assert.ok(meter.perSecond() > 0);
  time = 10_500;
  assert.equal(meter.perSecond(), 0);
  meter.count();
  time += 3_600_000;
  assert.equal(meter.perSecond(), 0);
});
