import assert from "node:assert/strict";
import { test } from "node:test";
import { pollingPeriod } from "../../../../../src/tango/client/polling-status.ts";
import { PolledAttribute, PolledCommand } from "../../../../../src/tango/server/polling/polled-object.ts";
import { pollingStatus } from "../../../../../src/tango/server/polling/polling-status.ts";
import { execution, FAILURE, failedReading, reading } from "./polled-values.ts";

const attribute = (name: string, periodMs: number) =>
  new PolledAttribute({ name, dataType: "DevDouble", dataFormat: "SCALAR" }, periodMs, 10);
const command = (name: string, periodMs: number) =>
  new PolledCommand({ name, outType: "DevDouble" }, periodMs, 5);

test("says that nothing was recorded yet", () => {
  assert.deepEqual(pollingStatus([attribute("Level", 1000)], true, 0), [
    "Polled attribute name = Level\nPolling period (mS) = 1000\nPolling ring buffer depth = 10\nNo data recorded yet",
  ]);
});

test("says how long reading took, how old it is, and how far apart the last records are", () => {
  const object = attribute("Level", 1000);
  object.ring.add(reading("Level", 1), 0, 0.5);
  assert.deepEqual(pollingStatus([object], true, 503.5), [
    [
      "Polled attribute name = Level",
      "Polling period (mS) = 1000",
      "Polling ring buffer depth = 10",
      "Time needed for the last attribute reading (mS) = 0.500",
      "Data not updated since 503 mS",
    ].join("\n"),
  ]);
  for (const when of [1000, 2000, 3000, 4000.9, 5000]) object.ring.add(reading("Level", 1), when, 0.0524);
  const [text] = pollingStatus([object], true, 5000);
  assert.match(
    text!,
    /reading \(mS\) = 0\.052\nData not updated since 0 mS\nDelta between last records \(in mS\) = 999, 1000, 1000, 1000$/,
  );
});

test("writes times as cppTango does", () => {
  const object = attribute("a", 1000);
  object.ring.add(reading("a", 1), 0, 1);
  const age = (ms: number) => /since (.*)/.exec(pollingStatus([object], true, ms + 1)[0]!)?.[1];
  assert.equal(age(0), "0 mS");
  assert.equal(age(999.9), "999 mS");
  assert.equal(age(1000), "1 S and 0 mS");
  assert.equal(age(59_999), "59 S and 999 mS");
  assert.equal(age(60_000), "1 MN");
  assert.equal(age(62_000), "1 MN ,2 S");
  assert.equal(age(60_003), "1 MN and 3 mS");
  assert.equal(age(7_384_005), "123 MN ,4 S and 5 mS");
});

test("names the attributes that are read together", () => {
  const objects = [attribute("Level", 1000), attribute("b", 500), attribute("Other", 1000)];
  for (const { ring, spelling } of objects) ring.add(reading(spelling, 1), 0, 2);
  const work = (readTogether: boolean) =>
    pollingStatus(objects, readTogether, 10).map((text) => text.split("\n")[3]);
  assert.deepEqual(work(true), [
    "Time needed for the last attributes (Level + Other) reading (mS) = 2.000",
    "Time needed for the last attribute reading (mS) = 2.000",
    "Time needed for the last attributes (Level + Other) reading (mS) = 2.000",
  ]);
  assert.equal(work(false)[0], "Time needed for the last attribute reading(ms) = 2.000");
});

test("puts commands first, and State and Status among both", () => {
  const objects = [attribute("level", 1000), attribute("State", 1000), command("Go", 300)];
  objects[1]!.ring.add(failedReading("State") as never, 0, 1);
  const texts = pollingStatus(objects, true, 1);
  assert.deepEqual(
    texts.map((text) => text.split("\n")[0]),
    [
      "Polled command name = State",
      "Polled command name = Go",
      "Polled attribute name = level",
      "Polled attribute name = State",
    ],
  );
  assert.match(texts[0]!, /commands \(level \+ State\) reading/);
  assert.match(texts[0]!, /Last command read FAILED :/);
});

test("says why the last one failed", () => {
  const level = attribute("level", 1000);
  const go = command("Go", 300);
  level.ring.add(failedReading("level"), 0, 1);
  go.ring.add({ ...execution(1), value: null, errors: [FAILURE] }, 0, 1);
  const reason = "\n\tReason = TEST_Broken\n\tDesc = it is broken\n\tOrigin = test";
  const [ofCommand, ofAttribute] = pollingStatus([level, go], true, 1);
  assert.ok(ofAttribute!.endsWith(`\nLast attribute read FAILED :${reason}`));
  assert.ok(
    ofCommand!.endsWith(
      `\nTime needed for the last command execution (mS) = 1.000\nData not updated since 0 mS\nLast command execution FAILED :${reason}`,
    ),
  );
});

test("tells what the device triggers from what it fills in", () => {
  const object = attribute("level", 0);
  const other = attribute("other", 0);
  object.ring.add(reading("level", 1), 0, 1);
  other.ring.add(reading("other", 1), 0, 1);
  assert.equal(
    pollingStatus([object, other], true, 1)[0],
    ["Polled attribute name = level", "Polling externally triggered", "Polling ring buffer depth = 10"].join(
      "\n",
    ),
  );
  object.ring.add(reading("level", 1), 10, null);
  assert.equal(
    pollingStatus([object], true, 10)[0]?.split("\n").slice(3).join("\n"),
    "The polling buffer is externally filled in\nDelta between last records (in mS) = 10",
  );
});

test("is understood by clients", () => {
  const texts = pollingStatus(
    [attribute("Level", 1000), attribute("filled", 0), attribute("Status", 700), command("Go", 300)],
    true,
    0,
  );
  assert.equal(pollingPeriod(texts, "attribute", "level"), 1000);
  assert.equal(pollingPeriod(texts, "attribute", "filled"), 0);
  assert.equal(pollingPeriod(texts, "attribute", "status"), 700);
  assert.equal(pollingPeriod(texts, "command", "status"), 700);
  assert.equal(pollingPeriod(texts, "command", "go"), 300);
  assert.equal(pollingPeriod(texts, "command", "level"), null);
});
