import assert from "node:assert/strict";
import { test } from "node:test";
import { oneLineValue } from "../../../../src/cli/monitor/one-line-value.ts";
import type { ValueTextOptions } from "../../../../src/cli/value-text.ts";

test("shows every value in one line", () => {
  const image = {
    toRows: () => [
      [1, 2],
      [3, 4],
    ],
  };
  const cases: readonly [value: unknown, options: ValueTextOptions, text: string][] = [
    [1.5, {}, "1.5"],
    [1, { type: "DevEnum", enumLabels: ["OFF", "ON"] }, "ON (1)"],
    ["two\nlines\u001b", {}, "two\\nlines\\x1b"],
    [["a", "b"], {}, '["a", "b"]'],
    [image, {}, "2 x 2: [1, 2] …"],
    [{ toRows: () => [] }, {}, "0 x 0"],
    [{ lvalue: [1], svalue: ["a"] }, {}, 'lvalue: [1], svalue: ["a"]'],
  ];
  for (const [value, options, text] of cases) assert.equal(oneLineValue(value, options), text);
});

test("cuts lists to the width, their length included", () => {
  const list = Float64Array.from({ length: 256 }, (_, i) => i);
  for (const width of [24, 40, 72]) {
    const text = oneLineValue(list, { width });
    assert.match(text, /^\[0, 1, .*… 256 in all\]$/);
    assert.ok(text.length <= width, text);
  }
});
