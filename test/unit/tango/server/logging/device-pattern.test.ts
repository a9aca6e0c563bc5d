import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { matchesDevicePattern } from "../../../../../src/tango/server/logging/device-pattern.ts";

const DEVICES = ["log/test/one", "log/test/two", "dserver/tangotest/logx"];

describe("a pattern of device names", () => {
  // All as TangoTest/logx of Tango 9.3.4 and 10.0.2 answers GetLoggingLevel.
  const answers: readonly [pattern: string, devices: string[]][] = [
    ["*", DEVICES],
    ["**", DEVICES],
    ["log/*", ["log/test/one", "log/test/two"]],
    ["LOG/*", ["log/test/one", "log/test/two"]],
    ["*two", ["log/test/two"]],
    ["two*log", []],
    ["log*log", DEVICES],
    ["og*est", ["log/test/one", "log/test/two"]],
    ["log/test/one", ["log/test/one"]],
    ["log/test", []],
    ["", []],
  ];
  for (const [pattern, devices] of answers) {
    it(`${JSON.stringify(pattern)} finds ${devices.length} of 3`, () => {
      assert.deepEqual(
        DEVICES.filter((device) => matchesDevicePattern(device, pattern)),
        devices,
      );
    });
  }
});
