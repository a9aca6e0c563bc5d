import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { listenForAbort } from "../../../src/iiop/abort-listener.ts";

test("any number of calls share a signal without a warning, and leave nothing on it", async (t) => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on("warning", warn);
  t.after(() => process.off("warning", warn));
  const controller = new AbortController();
  let aborted = 0;
  const stops = Array.from({ length: 50 }, () => listenForAbort(controller.signal, () => aborted++));
  for (const stop of stops.slice(0, 20)) stop();
  controller.abort();
  assert.equal(aborted, 30);
  for (const stop of stops) stop();
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
  // A warning comes in a turn of its own.
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});

test("what is no signal is refused", () => {
  assert.throws(() => listenForAbort({} as AbortSignal, () => {}), /signal must be an AbortSignal/);
});
