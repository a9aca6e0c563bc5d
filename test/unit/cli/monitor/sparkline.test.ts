import assert from "node:assert/strict";
import { test } from "node:test";
import { condensed, sparkline } from "../../../../src/cli/monitor/sparkline.ts";

test("draws numbers between the least and the greatest", () => {
  const cases: readonly [values: readonly number[], line: string][] = [
    [[], ""],
    [[0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
    [[-1, 1], "▁█"],
    [[5, 5, 5], "▄▄▄"],
    [[0, Number.NaN, 1, Number.POSITIVE_INFINITY], "▁ █ "],
    [[Number.NaN], " "],
    [[-Number.MAX_VALUE, 0, Number.MAX_VALUE], "▁▅█"],
    [[1, 1 + Number.EPSILON], "▁█"],
    [[0, Number.MIN_VALUE * 2], "▁█"],
  ];
  for (const [values, line] of cases) assert.equal(sparkline(values), line, String(values));
});

test("condenses a long list to the means of neighbours", () => {
  assert.deepEqual(condensed([1, 2], 4), [1, 2]);
  assert.deepEqual(condensed(new Float64Array([1, 3, 5, 7]), 2), [2, 6]);
  assert.deepEqual(condensed(new BigInt64Array([1n, 3n, 5n]), 2), [1, 4]);
  assert.deepEqual(condensed([1, Number.NaN, Number.NaN, Number.NaN], 2), [1, Number.NaN]);
  const [mean] = condensed([Number.MAX_VALUE, Number.MAX_VALUE], 1);
  assert.equal(mean, Number.MAX_VALUE);
});
