import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pollingPeriod } from "../../../../src/tango/client/polling-status.ts";

const STATUS = [
  "Polled command name = State\nPolling period (mS) = 2000\nPolling ring buffer depth = 10",
  "Polled attribute name = double_scalar\nPolling period (mS) = 1000\nPolling ring buffer depth = 10\nNo data recorded yet",
  "Polled attribute name = State\nPolling period (mS) = 3000\nPolling ring buffer depth = 10",
  "Polled attribute name = outside\nPolling externally triggered\nPolling ring buffer depth = 10",
];

describe("the polling status of a device", () => {
  it("has the period of what is polled", () => {
    assert.equal(pollingPeriod(STATUS, "attribute", "Double_Scalar"), 1000);
    assert.equal(pollingPeriod(STATUS, "command", "state"), 2000);
    assert.equal(pollingPeriod(STATUS, "attribute", "state"), 3000);
  });

  it("tells what is polled from outside", () => {
    assert.equal(pollingPeriod(STATUS, "attribute", "outside"), 0);
  });

  it("tells commands from attributes, but for State and Status", () => {
    assert.equal(pollingPeriod(STATUS, "command", "double_scalar"), null);
    assert.equal(pollingPeriod(STATUS.slice(1), "command", "State"), 3000);
  });

  it("has nothing of what is not polled", () => {
    assert.equal(pollingPeriod(STATUS, "attribute", "other"), null);
    assert.equal(pollingPeriod([], "attribute", "double_scalar"), null);
  });
});
