import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { LiveTable } from "../../../../src/cli/monitor/live-table.ts";
import { numberObservation } from "./observations.ts";

/** A terminal that keeps what is written, and a table on it whose time is that of the test. */
function tableOn(t: TestContext, names: readonly string[]) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let time = 0;
  const written: string[] = [];
  const listeners = new Set<() => void>();
  const terminal = {
    columns: 100,
    rows: 10,
    hasColours: false,
    write: (text: string) => void written.push(text),
    onResize: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const table = new LiveTable(terminal, names, () => time);
  return {
    table,
    terminal,
    listeners,
    /** What is written by now, and has not been taken, with ^ for ESC. */
    taken: () => written.splice(0).join("").replaceAll("\u001b", "^"),
    /** How often something was written, and nothing of it is left. */
    writes: () => written.splice(0).length,
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed++) {
        time++;
        t.mock.timers.tick(1);
      }
    },
  };
}

test("draws what has changed, at most ten times a second", (t) => {
  const { table, taken, writes, pass } = tableOn(t, ["a/b/c/d", "a/b/c/e"]);
  const begin = taken();
  assert.ok(begin.startsWith("^[?1049h^[?25l^[?7l^[2J"));
  assert.match(begin, /\^\[1;1H\^\[2KNAME .*\^\[2;1H\^\[2Ka\/b\/c\/d +\(waiting\)/);
  table.show(1, numberObservation(5));
  assert.equal(taken(), "");
  pass(100);
  const second = taken();
  assert.match(second, /^\^\[3;1H\^\[2Ka\/b\/c\/e +5 +VALID/);
  assert.ok(!second.includes("a/b/c/d"));
  for (let i = 0; i < 1000; i++) {
    table.show(0, numberObservation(i));
    pass(1);
  }
  const drawn = writes();
  assert.ok(drawn >= 9 && drawn <= 10, String(drawn));
  table.end();
});

test("writes nothing while nothing changes, but that rates fall", (t) => {
  const { table, taken, writes, pass } = tableOn(t, ["a/b/c/d"]);
  pass(5000);
  taken();
  pass(60_000);
  assert.equal(taken(), "");
  table.show(0, numberObservation(1));
  pass(100);
  assert.match(taken(), /1 +\d\.\d\/s$/);
  pass(12_000);
  assert.ok(writes() > 0);
  pass(60_000);
  assert.equal(taken(), "");
  table.end();
});

test("draws all anew in a terminal of another size", (t) => {
  const { table, terminal, listeners, taken, pass } = tableOn(t, ["a/b/c/d"]);
  table.show(0, numberObservation(5));
  pass(1000);
  taken();
  terminal.columns = 40;
  for (const listener of listeners) listener();
  pass(100);
  const drawn = taken();
  assert.ok(drawn.startsWith("^[2J"));
  assert.match(drawn, /\^\[1;1H\^\[2KNAME +VALUE +QUALITY\^\[2;1H\^\[2Ka\/b\/c\/d +5 +VALID/);
  table.end();
});

test("leaves the terminal as it was, with the table behind, and no timer", (t) => {
  const { table, listeners, taken, pass } = tableOn(t, ["a/b/c/d"]);
  table.show(0, numberObservation(5));
  taken();
  table.end();
  const end = taken();
  assert.ok(end.startsWith("^[?7h^[?25h^[?1049l"), end);
  assert.match(end, /NAME .*\na\/b\/c\/d +5 +VALID .*\n$/);
  assert.equal(listeners.size, 0);
  pass(5000);
  assert.equal(taken(), "");
});
