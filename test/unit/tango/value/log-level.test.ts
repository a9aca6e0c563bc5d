import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  checkedLogLevel,
  isLogLevel,
  LogLevel,
  logLevelName,
  parseLogLevel,
} from "../../../../src/tango/value/log-level.ts";

const INVALID = { reason: "API_MethodArgument", message: /Invalid logging level specified/ };

describe("the levels of logs", () => {
  it("have the numbers of Tango", () => {
    assert.deepEqual(Object.values(LogLevel), [0, 1, 2, 3, 4, 5]);
  });

  it("go by name, both ways", () => {
    for (const name of ["OFF", "FATAL", "ERROR", "WARN", "INFO", "DEBUG"] as const) {
      assert.equal(logLevelName(LogLevel[name]), name);
      assert.equal(parseLogLevel(name), LogLevel[name]);
      assert.equal(parseLogLevel(` ${name.toLowerCase()} `), LogLevel[name]);
    }
    assert.throws(() => parseLogLevel("LOUD"), INVALID);
    assert.throws(() => parseLogLevel(""), INVALID);
  });

  it("are whole numbers up to 5", () => {
    assert.equal(checkedLogLevel(0), LogLevel.OFF);
    for (const wrong of [-1, 6, 2.5, Number.NaN]) {
      assert.equal(isLogLevel(wrong), false);
      assert.throws(() => checkedLogLevel(wrong), INVALID);
    }
  });
});
