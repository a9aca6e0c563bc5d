import assert from "node:assert/strict";
import { test } from "node:test";
import { textTable } from "../../../src/cli/text-table.ts";

test("aligns columns, and has no spaces at the end of a line", () => {
  const rows = [
    ["a", "1", ""],
    ["long name", "22", "x"],
  ];
  assert.equal(textTable(rows), "a          1\nlong name  22  x");
  assert.equal(
    textTable(rows, { headings: ["NAME", "N", "?"] }),
    "NAME       N   ?\na          1\nlong name  22  x",
  );
});

test("leaves out columns that are empty in every row, with their headings", () => {
  assert.equal(textTable([["a", "", "b"]], { headings: ["A", "X", "B"] }), "A  B\na  b");
});

test("keeps cells of several lines in their column", () => {
  assert.equal(
    textTable([
      ["a", "1\n2", "x"],
      ["b", "3"],
    ]),
    "a  1  x\n   2\nb  3",
  );
});

test("lets a wide cell move its own row only", () => {
  assert.equal(
    textTable(
      [
        ["aaaaaaaa", "1"],
        ["bb", "2"],
      ],
      { widest: 4 },
    ),
    "aaaaaaaa  1\nbb  2",
  );
});
