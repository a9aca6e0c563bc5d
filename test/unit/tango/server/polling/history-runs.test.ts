import assert from "node:assert/strict";
import { test } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { errorRuns, runsOf } from "../../../../../src/tango/server/polling/history-runs.ts";

const runs = (values: readonly (string | undefined)[]) => runsOf(values, (a, b) => a === b);

test("makes one run of equal records, counted down from the newest", () => {
  assert.deepEqual(runs([]), { entries: [], runs: [] });
  assert.deepEqual(runs(["a", "a", "a"]), { entries: ["a"], runs: [{ start: 2, nb_elt: 3 }] });
  assert.deepEqual(runs(["a", "a", "b", "a"]), {
    entries: ["a", "b", "a"],
    runs: [
      { start: 3, nb_elt: 1 },
      { start: 2, nb_elt: 1 },
      { start: 1, nb_elt: 2 },
    ],
  });
});

test("leaves out records without a value, which end a run", () => {
  assert.deepEqual(runs([undefined, undefined]), { entries: [], runs: [] });
  assert.deepEqual(runs(["a", undefined, "a", undefined]), {
    entries: ["a", "a"],
    runs: [
      { start: 2, nb_elt: 1 },
      { start: 0, nb_elt: 1 },
    ],
  });
});

test("joins equal error stacks only", () => {
  const a = devError("A", "a", "o");
  const b = devError("B", "b", "o");
  const records = [[a], [a, b], [a], [{ ...a, desc: "other" }], [{ ...a, origin: "p" }], [], [b], [{ ...b }]];
  assert.deepEqual(errorRuns(records.map((errors) => ({ errors }))), {
    entries: [[b], [{ ...a, origin: "p" }], [{ ...a, desc: "other" }], [a], [a, b], [a]],
    runs: [
      { start: 7, nb_elt: 2 },
      { start: 4, nb_elt: 1 },
      { start: 3, nb_elt: 1 },
      { start: 2, nb_elt: 1 },
      { start: 1, nb_elt: 1 },
      { start: 0, nb_elt: 1 },
    ],
  });
});
