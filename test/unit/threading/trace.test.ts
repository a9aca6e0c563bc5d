import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { outsideCallFlows } from "../../../src/threading/call-flow.ts";
import { currentTrace, receivedTrace, runInTrace } from "../../../src/threading/trace.ts";

const TRACE = { traceParent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`, traceState: "vendor=1" };

test("a trace goes along through awaits, and ends with its work", async () => {
  assert.equal(currentTrace(), null);
  const work = runInTrace(TRACE, async () => {
    await turn();
    assert.equal(currentTrace(), TRACE);
    await runInTrace(null, async () => assert.equal(currentTrace(), null));
    assert.equal(currentTrace(), TRACE);
    return "done";
  });
  assert.equal(currentTrace(), null);
  assert.equal(await work, "done");
});

test("what serves many is part of no trace", () => {
  assert.equal(
    runInTrace(TRACE, () => outsideCallFlows(() => currentTrace())),
    null,
  );
});

test("texts that are none of a trace are refused", () => {
  const none = [
    `ff${TRACE.traceParent.slice(2)}`,
    TRACE.traceParent.replaceAll("a", "0"),
    TRACE.traceParent.replaceAll("b", "0"),
  ];
  for (const traceParent of [
    "",
    "00-a-b-01",
    TRACE.traceParent.toUpperCase(),
    `${TRACE.traceParent}\n`,
    ...none,
  ]) {
    assert.throws(() => runInTrace({ traceParent }, () => {}), { name: "TypeError", message: /traceParent/ });
  }
  for (const traceState of ["a\n", "é", "x".repeat(513)]) {
    assert.throws(() => runInTrace({ ...TRACE, traceState }, () => {}), {
      name: "TypeError",
      message: /traceState/,
    });
  }
  assert.equal(
    runInTrace({ traceParent: TRACE.traceParent }, () => "fine"),
    "fine",
  );
});

test("of what a peer says, a state that is none is left out, and a parent that is none is no trace", () => {
  const { traceParent, traceState } = TRACE;
  assert.deepEqual(receivedTrace(traceParent, traceState), TRACE);
  assert.deepEqual(receivedTrace(traceParent, "a=1,\tb=2"), { traceParent, traceState: "a=1,\tb=2" });
  assert.deepEqual(receivedTrace(traceParent, "x".repeat(600)), { traceParent, traceState: "" });
  for (const parent of ["", "x", "0".repeat(100_000)]) assert.equal(receivedTrace(parent, traceState), null);
});
