import assert from "node:assert/strict";
import { test } from "node:test";
import {
  minPeriodOf,
  parsePollingSettings,
  polledLines,
  ringDepthOf,
} from "../../../../../src/tango/server/polling/polling-settings.ts";

test("has cppTango's defaults", () => {
  const settings = parsePollingSettings("a/b/c", {});
  assert.equal(settings.oldFactor, 4);
  assert.equal(ringDepthOf(settings, "attribute", "x"), 10);
  assert.equal(minPeriodOf(settings, "command", "x"), 0);
  assert.equal(settings.polled.attribute.size + settings.polled.command.size, 0);
});

test("reads lists whatever the case of names, and writes them as they were", () => {
  const { polled, notPolled } = parsePollingSettings("a/b/c", {
    polled_attr: ["Level", "1000", "filled", "0", "odd", "-3000"],
    non_auto_polled_cmd: ["Go"],
  });
  assert.deepEqual(polledLines(polled.attribute), ["level", "1000", "filled", "0", "odd", "3000"]);
  assert.ok(notPolled.command.has("go"));
});

test("takes State and Status among commands as attributes", () => {
  const { polled, hasMoved } = parsePollingSettings("a/b/c", {
    polled_cmd: ["State", "1000", "go", "500", "status", "700"],
    polled_attr: ["status", "300"],
  });
  assert.deepEqual(polledLines(polled.command), ["go", "500"]);
  assert.deepEqual(polledLines(polled.attribute), ["status", "300", "state", "1000"]);
  assert.ok(hasMoved);
});

test("knows depths and least periods of single ones", () => {
  const settings = parsePollingSettings("a/b/c", {
    poll_ring_depth: ["20"],
    attr_poll_ring_depth: ["Level", "30"],
    cmd_poll_ring_depth: ["state", "40", "go", "50"],
    poll_old_factor: ["7"],
    min_poll_period: ["100"],
    cmd_min_poll_period: ["go", "200"],
  });
  assert.equal(ringDepthOf(settings, "attribute", "level"), 30);
  assert.equal(ringDepthOf(settings, "attribute", "other"), 20);
  assert.equal(ringDepthOf(settings, "attribute", "state"), 40);
  assert.equal(ringDepthOf(settings, "attribute", "go"), 20);
  assert.equal(ringDepthOf(settings, "command", "go"), 50);
  assert.equal(minPeriodOf(settings, "command", "go"), 200);
  assert.equal(minPeriodOf(settings, "attribute", "go"), 100);
  assert.equal(settings.oldFactor, 7);
});

test("names the property that is malformed", () => {
  const desc = (property: string) => ({
    reason: "API_BadConfigurationProperty",
    message: new RegExp(`System property ${property} for device a/b/c has wrong syntax`),
  });
  assert.throws(() => parsePollingSettings("a/b/c", { polled_attr: ["x"] }), desc("polled_attr"));
  assert.throws(() => parsePollingSettings("a/b/c", { polled_cmd: ["x", "often"] }), desc("polled_cmd"));
  assert.throws(() => parsePollingSettings("a/b/c", { poll_old_factor: [""] }), desc("poll_old_factor"));
});
