import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareText, sortedUnique } from "../../../../src/tango/database-server/collation.ts";

describe("compareText()", () => {
  it("has the order of MariaDB, in which small letters are capitals", () => {
    // SELECT ... ORDER BY of MariaDB 10.11 with latin1_swedish_ci, on these names.
    const ordered = ["a-b", "a.b", "a/b", "a1", "a10", "a2", "Aa", "AB", "ac", "a[", "a_b", "a{", "b"];
    assert.deepEqual([...ordered].reverse().sort(compareText), ordered);
  });

  it("finds texts equal that differ in case only", () =>
    assert.equal(compareText("Sys/TG_Test/1", "sys/tg_test/1"), 0));
});

describe("sortedUnique()", () => {
  it("keeps the first of those that differ in case only", () => {
    assert.deepEqual(sortedUnique(["b", "TangoTest", "tangotest", "a_b", "ab", "B"]), [
      "ab",
      "a_b",
      "b",
      "TangoTest",
    ]);
  });

  it("gives nothing of nothing", () => assert.deepEqual(sortedUnique([]), []));
});
