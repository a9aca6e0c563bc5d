import assert from "node:assert/strict";
import { test } from "node:test";
import { MonitoredRow } from "../../../../src/cli/monitor/monitored-row.ts";
import type { Observation } from "../../../../src/cli/monitor/observation.ts";
import { TableLayout } from "../../../../src/cli/monitor/table-layout.ts";
import { errorObservation, numberObservation } from "./observations.ts";

const ROOM = { columns: 110, rows: 24, hasColours: false };

function row(name: string, ...observations: readonly Observation[]): MonitoredRow {
  let time = 0;
  const made = new MonitoredRow(name, () => time);
  for (const observation of observations) {
    time += 1000;
    made.take(observation);
  }
  return made;
}

test("shows value, quality, time, number, rate and trend", () => {
  const rows = [
    row("a/b/c/double", numberObservation(0), numberObservation(1.5)),
    row("a/b/c/alarmed", numberObservation(7, "ATTR_ALARM")),
    row("a/b/c/new"),
    row("a/b/c/failed", numberObservation(1), errorObservation("API_EventTimeout", "no answer\nfor long")),
  ];
  assert.deepEqual(new TableLayout().lines(rows, ROOM), [
    "NAME           VALUE         QUALITY   TIME           EVENTS     RATE  TREND",
    "a/b/c/double   1.5           VALID     10:30:00.250        2    1.0/s  ▁█",
    "a/b/c/alarmed  7             ALARM     10:30:00.250        1    1.0/s",
    "a/b/c/new      (waiting)",
    "a/b/c/failed   API_EventTimeout: no answer for long",
  ]);
});

test("colours qualities and errors alone, where it may", () => {
  const rows = [row("a/b/c/d", numberObservation(7, "ATTR_ALARM")), row("a/b/c/e", errorObservation("X"))];
  const lines = new TableLayout()
    .lines(rows, { ...ROOM, hasColours: true })
    .map((line) => line.replaceAll("\u001b", "^"));
  assert.ok(!lines[0]!.includes("^"));
  assert.match(lines[1]!, /7 +\^\[31mALARM {3}\^\[39m {2}10:30/);
  assert.match(lines[2]!, /\^\[31mX: why\^\[39m$/);
});

test("is never wider or longer than its room, whatever that is", () => {
  const long = numberObservation(1);
  const rows = [
    row("sys/tg_test/1/a_long_name_of_an_attribute", { ...long, text: () => "\u{1f600}".repeat(500) }),
    row("a/b/c/d", errorObservation("API_EventTimeout", "long ".repeat(100))),
    row("a/b/c/e", numberObservation(3)),
    row("a/b/c/f"),
  ];
  for (let columns = 1; columns < 250; columns++) {
    for (const height of [0, 1, 2, 3, 4, 5, 50]) {
      const lines = new TableLayout().lines(rows, { columns, rows: height, hasColours: false });
      assert.ok(lines.length <= height);
      for (const line of lines) {
        assert.ok(Array.from(line).length <= columns, `${columns}: ${line}`);
        assert.ok(!/[\ud800-\udbff](?![\udc00-\udfff])/.test(line));
      }
    }
  }
});

test("leaves out what is least needed in a narrow room, and says how many rows it has no room for", () => {
  const rows = [1, 2, 3, 4].map((i) => row(`sys/tg_test/1/number_${i}`, numberObservation(i)));
  const lines = new TableLayout().lines(rows, { columns: 60, rows: 4, hasColours: false });
  assert.deepEqual(
    lines.map((line) => line.replace(/ {2,}/g, "  ")),
    [
      "NAME  VALUE  QUALITY  TIME",
      "sys/tg_test/1/number_1  1  VALID  10:30:00.250",
      "sys/tg_test/1/number_2  2  VALID  10:30:00.250",
      "… 2 more",
    ],
  );
  const [, narrow] = new TableLayout().lines(rows, { columns: 32, rows: 9, hasColours: false });
  assert.equal(narrow, "…test/1/number_1  1");
});

test("does not move columns back when values become shorter", () => {
  const one = row("a/b/c/d", numberObservation(1234567890.12345));
  const layout = new TableLayout();
  const [heading] = layout.lines([one], ROOM);
  one.take(numberObservation(1));
  assert.equal(layout.lines([one], ROOM)[0], heading);
});

test("shows no control characters of names and errors", () => {
  const rows = [row("a/b/c/\u001b[2J", errorObservation("\u0007", "\u001b[H"))];
  assert.match(new TableLayout().lines(rows, ROOM)[1]!, /^a\/b\/c\/\\x1b\[2J {2}\\x07: \\x1b\[H$/);
});
