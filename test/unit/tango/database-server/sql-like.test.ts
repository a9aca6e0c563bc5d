import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { likePattern } from "../../../../src/tango/database-server/sql-like.ts";

describe("likePattern()", () => {
  const CASES: readonly (readonly [
    wildcard: string,
    matching: readonly string[],
    others: readonly string[],
  ])[] = [
    ["*", ["", "a", "a/b/c"], []],
    ["", [""], ["a", " "]],
    ["sys/tg_test/1", ["sys/tg_test/1", "SYS/TG_test/1"], ["sys/tgxtest/1", "sys/tg_test/10"]],
    ["sys/*", ["sys/", "Sys/a/b"], ["sys", "xsys/a"]],
    ["*/1", ["a/b/1", "/1"], ["a/b/11", "1"]],
    ["a*b*c", ["abc", "aXbYc", "abcbc"], ["ab", "acb", "abcd"]],
    ["a*a", ["aa", "aba"], ["a"]],
    ["*ab*b", ["abb", "xabxb"], ["ab"]],
    ["a**b", ["ab", "axb"], ["a"]],
    ["50%_\"'\\", ["50%_\"'\\"], ["50xx\"'\\"]],
    ["A.B", ["a.b"], ["axb"]],
  ];
  for (const [wildcard, matching, others] of CASES) {
    it(`takes ${JSON.stringify(wildcard)} as LIKE does`, () => {
      const matches = likePattern(wildcard);
      for (const text of matching) assert.equal(matches(text), true, text);
      for (const text of others) assert.equal(matches(text), false, text);
    });
  }

  it("tells what can be looked up from what must be searched", () => {
    assert.equal(likePattern("Sys/TG_test/1").exact, "sys/tg_test/1");
    assert.equal(likePattern("").exact, "");
    assert.equal(likePattern("sys/*").exact, null);
  });

  it("is not slowed down by many stars", () => {
    const matches = likePattern("*a".repeat(2000));
    assert.equal(matches(`${"a".repeat(20_000)}b`), false);
    assert.equal(matches("a".repeat(20_000)), true);
  });
});
