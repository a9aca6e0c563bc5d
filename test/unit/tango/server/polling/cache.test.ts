import assert from "node:assert/strict";
import { test } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import {
  attributeFromCache,
  attributeRecords,
  commandFromCache,
  commandRecords,
  valueNotSet,
} from "../../../../../src/tango/server/polling/cache.ts";
import { PolledAttribute, PolledCommand } from "../../../../../src/tango/server/polling/polled-object.ts";
import { execution, FAILURE, failedReading, reading } from "./polled-values.ts";

const attribute = (periodMs: number, name = "Level") =>
  new PolledAttribute({ name, dataType: "DevDouble", dataFormat: "SCALAR" }, periodMs, 10);
const command = (periodMs: number) => new PolledCommand({ name: "Go", outType: "DevDouble" }, periodMs, 10);
const at = (now: number) => ({ now, oldFactor: 4 });
const error = (reason: string, desc: string) => ({
  reason,
  errors: [{ reason, desc, severity: "ERR", origin: "cache" }],
});

test("gives the last reading, also one that failed", () => {
  const object = attribute(1000);
  object.ring.add(reading("Level", 1), 0, 1);
  object.ring.add(reading("Level", 2), 1000, 1);
  assert.equal(attributeFromCache(object, "Level", "level", at(5000)).read?.elements[0], 2);
  object.ring.add(failedReading("Level"), 2000, 1);
  assert.deepEqual(attributeFromCache(object, "Level", "level", at(2000)).errors, [FAILURE]);
});

test("says why it has no reading", () => {
  const object = attribute(1000);
  assert.throws(
    () => attributeFromCache(undefined, "Level", "LEVEL", at(0)),
    error("API_AttrNotPolled", "Attribute Level not polled"),
  );
  assert.throws(
    () => attributeFromCache(object, "Level", "LEVEL", at(0)),
    error("API_NoDataYet", "No data available in cache for attribute LEVEL"),
  );
  object.ring.add(reading("Level", 1), 0, 1);
  attributeFromCache(object, "Level", "LEVEL", at(4000));
  assert.throws(
    () => attributeFromCache(object, "Level", "LEVEL", at(4001)),
    error("API_NotUpdatedAnyMore", "Data in cache for attribute LEVEL not updated any more"),
  );
});

test("does not let grow old what the device triggers or fills in", () => {
  const object = attribute(0);
  object.ring.add(reading("Level", 1), 0, null);
  assert.equal(attributeFromCache(object, "Level", "level", at(1e9)).read?.elements[0], 1);
});

test("gives the last execution, or says why it has none", () => {
  const object = command(100);
  assert.throws(
    () => commandFromCache(undefined, "GO", at(0)),
    error("API_CmdNotPolled", "Command GO not polled"),
  );
  assert.throws(
    () => commandFromCache(object, "GO", at(0)),
    error("API_NoDataYet", "No data available in cache for command GO"),
  );
  object.ring.add(execution(2.5), 0, 1);
  assert.equal(commandFromCache(object, "GO", at(400)).value?.value, 2.5);
  assert.throws(
    () => commandFromCache(object, "GO", at(401)),
    error("API_NotUpdatedAnyMore", "Data in cache for command GO not updated any more"),
  );
});

test("gives State and Status as commands from what was read of the attributes", () => {
  const object = attribute(100, "State");
  const state = {
    ...reading("State", 0),
    dataType: "DevState",
    read: { elements: ["ON"], dimX: 1, dimY: 0 },
  } as const;
  object.ring.add(state, 0, 1);
  object.ring.add(failedReading("State"), 10, 1);
  assert.deepEqual(commandFromCache(object, "state", at(0)).errors, [FAILURE]);
  const [first, second] = commandRecords(object, "State", 5);
  assert.ok(first?.value instanceof Any && first.value.value === "ON");
  assert.equal(first.value.typeCode.kind, "tk_enum");
  assert.equal(second?.value, null);
});

test("says why there is no history", () => {
  assert.throws(
    () => attributeRecords(undefined, "Level", 1),
    error("API_AttrNotPolled", "Attribute level not polled"),
  );
  assert.throws(
    () => attributeRecords(attribute(1), "Level", 1),
    error("API_NoDataYet", "No data available in cache for attribute level"),
  );
  assert.throws(() => commandRecords(undefined, "Go", 1), error("API_CmdNotPolled", "Command go not polled"));
  assert.throws(
    () => commandRecords(command(1), "Go", 1),
    error("API_NoDataYet", "No data available in cache for command go"),
  );
});

test("gives no negative number of records", () => {
  const level = attribute(1);
  const go = command(1);
  level.ring.add(reading("Level", 1), 0, 1);
  go.ring.add(execution(1), 0, 1);
  const refusal = error("API_MemoryAllocation", "Can't allocate memory in server");
  assert.throws(() => attributeRecords(level, "Level", -1), refusal);
  assert.throws(() => commandRecords(go, "Go", -1), refusal);
  assert.deepEqual(attributeRecords(level, "Level", 0), []);
});

test("says of a value that was not set whether it is only in the cache", () => {
  assert.equal(valueNotSet("Level", undefined).desc, "Read value for attribute Level has not been updated");
  assert.equal(valueNotSet("Level", attribute(5)).reason, "API_AttrValueNotSet");
  assert.equal(
    valueNotSet("Level", attribute(0)).desc,
    "Attribute Level value is available only by CACHE.\nAttribute values are set by external polling buffer filling",
  );
});
