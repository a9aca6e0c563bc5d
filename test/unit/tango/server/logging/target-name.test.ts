import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { logFilePath, splitTarget, targetName } from "../../../../../src/tango/server/logging/target-name.ts";

describe("the name of a log target", () => {
  it("has a type, and a name that may be missing", () => {
    assert.deepEqual(splitTarget("file::/Var/Log/X.log"), { type: "file", name: "/var/log/x.log" });
    assert.deepEqual(splitTarget("FILE"), { type: "file", name: "default" });
    assert.deepEqual(splitTarget("device::"), { type: "device", name: "default" });
    assert.deepEqual(splitTarget("device::tango://h:1/a/b/c"), { type: "device", name: "tango://h:1/a/b/c" });
    assert.deepEqual(splitTarget(""), { type: "", name: "default" });
  });

  it("is cout for each console", () => {
    assert.equal(targetName("console", "default"), "console::cout");
    assert.equal(targetName("console", "foo"), "console::cout");
    assert.equal(targetName("device", "a/b/c"), "device::a/b/c");
  });

  it("leads to a file of the device, of the folder, or anywhere", () => {
    assert.equal(logFilePath("default", "Log/Test/One", "/logs/T/1"), "/logs/T/1/log_test_one.log");
    assert.equal(logFilePath("mine.log", "log/test/one", "/logs/T/1"), "/logs/T/1/mine.log");
    assert.equal(logFilePath("/a/mine.log", "log/test/one", "/logs/T/1"), "/a/mine.log");
  });
});
