import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  parseAttributeProperties,
  parseHistory,
  parseProperties,
  putArgument,
  putAttributeArgument,
} from "../../../../src/tango/database/property-block.ts";
import { BadDatabaseReplyError } from "../../../../src/tango/database/reply-lines.ts";

describe("property blocks", () => {
  it("are written with everything as text", () => {
    assert.deepEqual(putArgument("a/b/c", { limits: [1, 2.5, -3n], on: true, text: "x", none: [] }), [
      ...["a/b/c", "4"],
      ...["limits", "3", "1", "2.5", "-3"],
      ...["on", "1", "true"],
      ...["text", "1", "x"],
      ...["none", "0"],
    ]);
    assert.deepEqual(putAttributeArgument("a/b/c", { level: { min: 1, max: 5 }, other: {} }), [
      ...["a/b/c", "2"],
      ...["level", "2", "min", "1", "1", "max", "1", "5"],
      ...["other", "0"],
    ]);
  });

  it("are read with the dummy that devices have for a property without values", () => {
    const reply = ["a/b/c", "3", "one", "1", "x", "none", "0", " ", "two", "2", "y", "z"];
    assert.deepEqual(parseProperties(reply, true), { one: ["x"], none: [], two: ["y", "z"] });
  });

  it("are read without it, as classes have them", () => {
    const reply = ["Class", "2", "none", "0", "two", "2", "y", "z"];
    assert.deepEqual(parseProperties(reply, false), { none: [], two: ["y", "z"] });
  });

  it("are read by attribute", () => {
    const reply = ["a/b/c", "2", "level", "2", "min", "1", "1", "list", "2", "a", "b", "nope", "0"];
    assert.deepEqual(parseAttributeProperties(reply), { level: { min: ["1"], list: ["a", "b"] }, nope: {} });
  });

  it("keep every name that there is", () => {
    const values = parseProperties(["a/b/c", "1", "__proto__", "1", "x"], true);
    assert.deepEqual(Object.entries(values), [["__proto__", ["x"]]]);
    const reply = ["a/b/c", "1", "__proto__", "1", "__proto__", "1", "x"];
    const [[attribute, properties] = []] = Object.entries(parseAttributeProperties(reply));
    assert.equal(attribute, "__proto__");
    assert.deepEqual(Object.entries(properties ?? {}), [["__proto__", ["x"]]]);
  });

  it("are read as history, deletions among them", () => {
    const date = "2026-11-23 00:34:17";
    assert.deepEqual(parseHistory(["p", date, "2", "x", "y", "p", date, "0"], false), [
      { name: "p", attributeName: undefined, date, value: ["x", "y"], isDeleted: false },
      { name: "p", attributeName: undefined, date, value: [], isDeleted: true },
    ]);
    assert.deepEqual(parseHistory(["level", "p", date, "1", "x"], true), [
      { name: "p", attributeName: "level", date, value: ["x"], isDeleted: false },
    ]);
  });

  it("are refused where they end too early or count what is not there", () => {
    const whole = ["a/b/c", "2", "one", "1", "x", "two", "2", "y", "z"];
    assert.deepEqual(parseProperties(whole, true), { one: ["x"], two: ["y", "z"] });
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => parseProperties(whole.slice(0, length), true), BadDatabaseReplyError);
    }
    for (const count of ["-1", "1.5", "x", "", "4000000000"]) {
      assert.throws(() => parseProperties(["a/b/c", "1", "one", count, "x"], true), BadDatabaseReplyError);
    }
  });
});
