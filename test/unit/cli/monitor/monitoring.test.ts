import assert from "node:assert/strict";
import { test } from "node:test";
import { Monitoring } from "../../../../src/cli/monitor/monitoring.ts";
import { errorObservation, numberObservation } from "./observations.ts";

/** A monitoring of that many, and the indices of what it showed. */
function monitoringOf(size: number, count = Number.POSITIVE_INFINITY) {
  const shown: number[] = [];
  const display = { show: (index: number) => void shown.push(index), end: () => {} };
  const monitoring = new Monitoring({ size, count, display, toError: ([first]) => first?.reason });
  return { monitoring, shown };
}

test("ends after so many events, errors not counted, and shows nothing more", async () => {
  const { monitoring, shown } = monitoringOf(2, 2);
  monitoring.take(0, numberObservation(1));
  monitoring.take(0, errorObservation("API_EventTimeout"));
  assert.ok(!monitoring.signal.aborted);
  monitoring.take(1, numberObservation(1));
  await monitoring.finished();
  monitoring.take(0, numberObservation(2));
  monitoring.fail(0, "late", errorObservation("X"));
  assert.deepEqual([shown, monitoring.failures], [[0, 0, 1], []]);
});

test("ends with the failures of all, in order, when none can send anything", async () => {
  const { monitoring, shown } = monitoringOf(3);
  monitoring.take(2, errorObservation("API_AttrNotFound"));
  monitoring.fail(0, "wrong name", errorObservation("API_WrongAttributeNameSyntax"));
  monitoring.take(2, errorObservation("API_AttrNotFound"));
  assert.ok(!monitoring.signal.aborted);
  monitoring.take(1, errorObservation("DB_DeviceNotDefined"));
  await monitoring.finished();
  assert.deepEqual(shown, [2, 0, 2, 1]);
  assert.deepEqual(monitoring.failures, [
    { index: 0, error: "wrong name" },
    { index: 1, error: "DB_DeviceNotDefined" },
    { index: 2, error: "API_AttrNotFound" },
  ]);
});

test("goes on where one may come back: by its error, or since it was there", () => {
  const { monitoring } = monitoringOf(2);
  monitoring.take(0, numberObservation(1));
  monitoring.take(0, errorObservation("API_AttrNotFound"));
  monitoring.take(1, errorObservation("API_AttrNotFound"));
  assert.ok(!monitoring.signal.aborted);
  const another = monitoringOf(2).monitoring;
  another.take(0, errorObservation("API_AttrNotFound"));
  another.take(0, errorObservation("API_CantConnectToDevice"));
  another.take(1, errorObservation("API_AttrNotFound"));
  assert.ok(!another.signal.aborted);
  another.end();
  assert.deepEqual(another.failures, []);
});
