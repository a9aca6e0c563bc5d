import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NameMap } from "../../../../../src/tango/database/file/name-map.ts";

describe("NameMap", () => {
  it("finds values whatever the case, and keeps the first spelling and place", () => {
    const map = new NameMap<number>();
    map.set("One", 1);
    map.set("two", 2);
    map.set("ONE", 3);
    assert.equal(map.get("one"), 3);
    assert.deepEqual(
      [...map],
      [
        ["One", 3],
        ["two", 2],
      ],
    );
    assert.deepEqual(map.names(), ["One", "two"]);
    map.delete("oNE");
    assert.equal(map.get("One"), undefined);
    assert.deepEqual(map.names(), ["two"]);
  });

  it("makes a value once", () => {
    const map = new NameMap<string[]>();
    const made = map.getOrMake("A", () => []);
    assert.equal(
      map.getOrMake("a", () => assert.fail("made twice")),
      made,
    );
  });

  it("takes every text for a name", () => {
    const map = new NameMap<number>();
    for (const name of ["__proto__", "constructor", ""]) {
      assert.equal(map.get(name), undefined);
      map.set(name, 1);
      assert.equal(map.get(name), 1);
    }
  });
});
