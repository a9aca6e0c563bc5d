import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { describe, it } from "node:test";
import {
  initialAdminLevel,
  initialLevel,
  logFolder,
  rollingThreshold,
} from "../../../../../src/tango/server/logging/logging-properties.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";

describe("the level with which a device begins", () => {
  it("follows -v before its property", () => {
    const levels = [0, 1, 2, 3, 4, 5].map((v) => initialLevel(v, true, { logging_level: ["error"] }));
    assert.deepEqual(levels, [2, 4, 4, 5, 5, 5]);
  });

  it("is off without a property, WARN with a wrong one, and WARN without a database", () => {
    assert.equal(initialLevel(0, true, {}), LogLevel.OFF);
    assert.equal(initialLevel(0, true, { logging_level: [] }), LogLevel.OFF);
    assert.equal(initialLevel(0, true, { logging_level: ["loud"] }), LogLevel.WARN);
    assert.equal(initialLevel(0, false, {}), LogLevel.WARN);
  });

  it("is another for the admin device", () => {
    assert.equal(initialAdminLevel(0, true, {}), LogLevel.WARN);
    assert.equal(initialAdminLevel(4, true, { logging_level: ["INFO"] }), LogLevel.INFO);
    assert.equal(initialAdminLevel(5, true, { logging_level: ["INFO"] }), LogLevel.DEBUG);
    assert.equal(initialAdminLevel(4, false, {}), LogLevel.OFF);
    assert.equal(initialAdminLevel(5, false, {}), LogLevel.DEBUG);
  });
});

describe("the size at which a log file is put aside", () => {
  it("is 20 MiB unless given, and within limits", () => {
    const given = (text: string) => rollingThreshold({ logging_rft: [text] }) / 1024;
    assert.equal(rollingThreshold({}) / 1024, 20480);
    assert.equal(given("600"), 600);
    assert.equal(given("1"), 500);
    assert.equal(given("9999999"), 1048576);
    assert.equal(given("much"), 20480);
  });
});

describe("the folder of the log files", () => {
  it("is of the property, of TANGO_LOG_PATH, or of the user", () => {
    const property = { logging_path: ["/property"] };
    assert.equal(logFolder("TangoTest/test", property, "/variable"), "/property/TangoTest/test");
    assert.equal(logFolder("TangoTest/test", {}, "/variable"), "/variable/TangoTest/test");
    const ofUser = `/tmp/tango-${userInfo().username}/TangoTest/test`;
    assert.equal(logFolder("TangoTest/test", { logging_path: [] }, ""), ofUser);
    assert.equal(logFolder("TangoTest/test", {}, undefined), ofUser);
  });
});
