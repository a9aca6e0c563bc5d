import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { terminalOf } from "../../../src/cli/terminal.ts";

/** A stream as Node makes for a terminal. */
function terminalStream(size: { columns: number; rows: number }) {
  const written: string[] = [];
  const stream = Object.assign(new EventEmitter(), {
    isTTY: true,
    ...size,
    write: (text: string) => written.push(text),
  });
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

test("is there for a terminal alone that can do more than lines", () => {
  const { stream } = terminalStream({ columns: 100, rows: 30 });
  assert.equal(terminalOf({} as NodeJS.WriteStream, {}), undefined);
  assert.equal(terminalOf(stream, { TERM: "dumb" }), undefined);
  assert.notEqual(terminalOf(stream, { TERM: "xterm" }), undefined);
});

test("has colours unless NO_COLOR is set", () => {
  const { stream } = terminalStream({ columns: 100, rows: 30 });
  const hasColours = (NO_COLOR?: string) => terminalOf(stream, { NO_COLOR })?.hasColours;
  assert.deepEqual([hasColours(), hasColours(""), hasColours("1")], [true, true, false]);
});

test("tells its size as it is, and when it changes", () => {
  const { stream, written } = terminalStream({ columns: 100, rows: 0 });
  const terminal = terminalOf(stream, {})!;
  assert.deepEqual([terminal.columns, terminal.rows], [100, 24]);
  let calls = 0;
  const stop = terminal.onResize(() => calls++);
  stream.columns = 40;
  stream.emit("resize");
  stop();
  stream.emit("resize");
  terminal.write("x");
  assert.deepEqual([terminal.columns, calls, written], [40, 1, ["x"]]);
});
