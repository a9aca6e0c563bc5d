import assert from "node:assert/strict";
import { test } from "node:test";
import { MonitoredRow } from "../../../../src/cli/monitor/monitored-row.ts";
import { errorObservation, numberObservation } from "./observations.ts";

test("knows what came last, how many came and how often", () => {
  let time = 0;
  const row = new MonitoredRow("a/b/c/d", () => time);
  assert.deepEqual([row.last, row.count, row.perSecond(), row.trend(8)], [null, 0, 0, ""]);
  for (let value = 0; value < 20; value++) {
    time += 250;
    row.take(numberObservation(value));
  }
  assert.deepEqual([row.last?.text(8), row.count, row.perSecond()], ["19", 20, 4]);
  time += 60_000;
  assert.deepEqual([row.count, row.perSecond()], [20, 0]);
});

test("counts no errors, and shows one gap for those in a row", () => {
  const row = new MonitoredRow("a/b/c/d", () => 0);
  row.take(errorObservation("API_EventTimeout"));
  row.take(numberObservation(0));
  assert.equal(row.trend(8), "");
  row.take(errorObservation("API_EventTimeout"));
  row.take(errorObservation("API_EventTimeout"));
  row.take(numberObservation(7));
  assert.deepEqual([row.count, row.trend(8), row.trend(2)], [2, "▁ █", " ▄"]);
});

test("draws of a list the list, and of what has no numbers nothing", () => {
  const row = new MonitoredRow("a/b/c/d", () => 0);
  const list = new BigInt64Array([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]);
  row.take({ ...numberObservation(0), numbers: list });
  assert.deepEqual([row.trend(8), row.trend(2)], ["▁▂▃▄▅▆▇█", "▁█"]);
  row.take({ ...numberObservation(0), numbers: null });
  assert.equal(row.trend(8), "");
});

test("keeps no more numbers than can be shown", () => {
  const row = new MonitoredRow("a/b/c/d", () => 0);
  for (let value = 0; value < 10_000; value++) row.take(numberObservation(value % 2));
  assert.equal(row.trend(4), "▁█▁█");
  assert.ok(row.trend(100_000).length <= 128);
});
