import assert from "node:assert/strict";
import { test } from "node:test";
import { watchReadings } from "../../../../src/cli/monitor/watch-readings.ts";
import { devError } from "../../../../src/tango/error/dev-error.ts";
import { TimeVal } from "../../../../src/tango/value/time-val.ts";
import { deviceWith, readingOf } from "./monitored-devices.ts";

const NOW = new TimeVal(2);

test("reads all of a device in one call, again and again, never two at a time, and asks once for units", async () => {
  const over = new AbortController();
  const calls: (readonly string[])[] = [];
  const asked: string[] = [];
  let pending = 0;
  const device = deviceWith(["a", "b"], {
    readAttributes: async (names: readonly string[]) => {
      assert.equal(pending++, 0);
      calls.push(names);
      // Longer than the period.
      await new Promise((resolve) => setTimeout(resolve, 5));
      pending--;
      return names.map((name) => readingOf(name, calls.length));
    },
    attributeQuery: async (name: string) => {
      asked.push(name);
      return { unit: "mm", writable: "READ", enumLabels: [] };
    },
  });
  const shown: string[] = [];
  const options = { pollMs: 1, wallClock: () => NOW, signal: over.signal, failed: assert.fail };
  await watchReadings(device, options, (index, { text }) => {
    shown.push(`${index}: ${text(72)}`);
    if (shown.length === 4) over.abort();
  });
  assert.deepEqual(shown, ["0: 1 mm", "1: 1 mm", "0: 2 mm", "1: 2 mm"]);
  assert.deepEqual(calls, [
    ["a", "b"],
    ["a", "b"],
  ]);
  assert.deepEqual(asked, ["a", "b"]);
});

test("goes on after errors, of one attribute and of the call, and shows a value without its unit", async () => {
  const over = new AbortController();
  const errors = [devError("API_AttrNotFound", "gone", "here")];
  let calls = 0;
  const device = deviceWith(["a", "b"], {
    readAttributes: async () => {
      if (++calls === 1) throw new Error("no answer");
      return [readingOf("a", 7), readingOf("b", 0, { errors })];
    },
    attributeQuery: async () => Promise.reject(new Error("no answer")),
  });
  const shown: unknown[] = [];
  const failed = (index: number, error: unknown) => void shown.push([index, (error as Error).message]);
  const options = { pollMs: 1, wallClock: () => NOW, signal: over.signal, failed };
  await watchReadings(device, options, (index, observation) => {
    shown.push([index, observation.text(72), observation.errors, observation.time]);
    if (index === 1) over.abort();
  });
  assert.deepEqual(shown, [
    [0, "no answer"],
    [1, "no answer"],
    [0, "7", [], new TimeVal(1)],
    [1, "", errors, NOW],
  ]);
});

test("ends at once while it waits for the next reading", async () => {
  const over = new AbortController();
  const device = deviceWith(["a"], {
    readAttributes: async () => [readingOf("a", 1)],
    attributeQuery: async () => ({ unit: "", writable: "READ", enumLabels: [] }),
  });
  const options = { pollMs: 999_999_999, wallClock: () => NOW, signal: over.signal, failed: assert.fail };
  await watchReadings(device, options, () => setImmediate(() => over.abort()));
});
