import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DeviceEvents } from "../../../../../src/tango/server/event/device-events.ts";

describe("the events of a device", () => {
  it("are found by their type and name", () => {
    const events = new DeviceEvents();
    const event = events.get("change", "level", "tango://h:1/a/b/c/level", 0);
    assert.equal(events.get("change", "level", "whatever", 0), event);
    assert.equal(events.find("change", "level"), event);
    assert.equal(events.find("archive", "level"), undefined);
    assert.deepEqual([...events], [event]);
  });

  it("are dropped at times where nobody subscribes to them any more", () => {
    const events = new DeviceEvents();
    const kept = events.get("change", "kept", "kept", 0);
    for (let i = 0; i < 100_000; i++) {
      const now = i * 1000;
      kept.confirm(5, now);
      events.get("change", `attribute ${i}`, "source", now).confirm(5, now);
    }
    assert.equal(events.find("change", "kept"), kept);
    // Those of the last ten minutes, and as many that may wait for the next look.
    assert.ok([...events].length <= 2 * 601, `${[...events].length} are left`);
    assert.ok(events.find("change", "attribute 99999") !== undefined);
  });
});
