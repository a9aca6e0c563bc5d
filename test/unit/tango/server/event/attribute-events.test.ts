import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Attribute } from "../../../../../src/tango/server/attribute/attribute.ts";
import { defineAttribute } from "../../../../../src/tango/server/definition/attribute-definition.ts";
import { AttributeEvents } from "../../../../../src/tango/server/event/attribute-events.ts";
import { dueAfter } from "../../../../../src/tango/server/event/event-criteria.ts";
import { reading } from "./snapshots.ts";

function settings(properties: object) {
  return new Attribute(defineAttribute("level", { dtype: "DevDouble", read: () => 1, ...properties }))
    .settings;
}

describe("a periodic event", () => {
  it("is due two percent before its period is over, or 100 ms", () => {
    assert.deepEqual([1000, 4000, 5000, 10_000].map(dueAfter), [980, 3920, 4900, 9900]);
  });

  it("comes with the first reading, and with every one that is late enough", () => {
    const events = new AttributeEvents();
    const times = [0, 500, 980, 981, 1900, 1962].filter((now) =>
      events.detect("periodic", reading(1), settings({}), now),
    );
    assert.deepEqual(times, [0, 981, 1962]);
  });

  it("follows a period that is configured anew", () => {
    const events = new AttributeEvents();
    assert.ok(events.detect("periodic", reading(1), settings({}), 0));
    assert.ok(events.detect("periodic", reading(1), settings({ period: 200 }), 197));
  });
});

describe("an archive event", () => {
  it("comes with changes by criteria of its own", () => {
    const events = new AttributeEvents();
    const criteria = settings({ archiveAbsChange: 2, absChange: 1 });
    const sent = [1, 2, 3, 4].filter((value) => events.detect("archive", reading(value), criteria, value));
    assert.deepEqual(sent, [1, 3]);
  });

  it("comes when its period is over, which changes do not put off", () => {
    const events = new AttributeEvents();
    const criteria = settings({ archiveAbsChange: 2, archivePeriod: 1000 });
    const sent = [
      [0, 1],
      [500, 5],
      [900, 5],
      [981, 5],
      [1900, 5],
      [1962, 5],
    ].filter(([now, value]) => events.detect("archive", reading(value!), criteria, now!));
    assert.deepEqual(
      sent.map(([now]) => now),
      [0, 500, 981, 1962],
    );
  });
});

describe("a change event", () => {
  it("is compared with the last one that was sent, not with the last reading", () => {
    const events = new AttributeEvents();
    const criteria = settings({ absChange: 1 });
    const sent = [1, 1.4, 1.8, 2, 2.5].filter((value) =>
      events.detect("change", reading(value), criteria, value),
    );
    assert.deepEqual(sent, [1, 2]);
  });
});
