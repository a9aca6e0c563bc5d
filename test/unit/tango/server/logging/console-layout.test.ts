import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatConsoleLine } from "../../../../../src/tango/server/logging/console-layout.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";
import { aRecord } from "./a-record.ts";

describe("the layout of the console", () => {
  it("is that of cppTango 10", () => {
    // What TangoTest of Tango 10.0.2 wrote, in a zone of its own.
    const captured =
      "2026-11-23T02:56:09,737432+0000 INFO (TangoTest.cpp:606) log/test/one TangoTest::init_device::init device Log/Test/One\n";
    const line = inZone("UTC", () =>
      formatConsoleLine(
        aRecord({
          time: Date.UTC(2026, 10, 23, 2, 56, 9) + 737.432,
          level: LogLevel.INFO,
          message: "TangoTest::init_device::init device Log/Test/One",
        }),
      ),
    );
    assert.equal(
      line.replace(/\(console-layout\.test\.ts:\d+\)/, "(TangoTest.cpp:606)").replace(/,73743\d/, ",737432"),
      captured,
    );
  });

  it("has the local time with its distance to UTC", () => {
    const time = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
    const begin = (zone: string) => inZone(zone, () => formatConsoleLine(aRecord({ time })).split(" ")[0]);
    assert.equal(begin("Asia/Kolkata"), "2026-01-02T08:34:05,006000+0530");
    assert.equal(begin("America/St_Johns"), "2026-01-01T23:34:05,006000-0330");
  });
});

function inZone<T>(zone: string, work: () => T): T {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}
