import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { MultiAttribute } from "../../../../../src/tango/server/attribute/multi-attribute.ts";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { serveDevice } from "../../../../support/served-device.ts";

class Motor extends Device {
  static attributes = {
    speed: {
      dtype: "DevDouble",
      label: "Speed",
      memorized: true,
      hwMemorized: true,
      pollingPeriod: 0,
      read: () => 0,
      write() {},
    },
    trace: { dtype: "DevLong", dformat: "SPECTRUM", maxDimX: 4, displayLevel: "EXPERT", read: () => [1] },
    mode: { dtype: "DevEnum", enumLabels: ["off", "on"], read: () => 0 },
  } as const;
}

describe("the attributes of a device, for its own code", () => {
  let database: MemoryServerDatabase;
  let attributes: MultiAttribute;

  beforeEach(async () => {
    database = new MemoryServerDatabase({ classes: { Motor: { devices: { [NAME]: {} } } } });
    attributes = (await serveDevice(Motor, { database }, NAME)).device.getDeviceAttr();
  });

  it("are found by name, and all of them", () => {
    assert.deepEqual(
      attributes.getAttributeList().map((attribute) => attribute.getName()),
      ["speed", "trace", "mode", "State", "Status"],
    );
    assert.equal(attributes.getAttrNb(), 5);
    assert.equal(attributes.getWAttrByName("SPEED").getName(), "speed");
    assert.throws(() => attributes.getAttrByName("nope"), { reason: "API_AttrNotFound" });
    assert.throws(() => attributes.getWAttrByName("trace"), /trace writable attribute not found/);
  });

  it("say what they are", () => {
    const speed = attributes.getAttrByName("speed");
    assert.deepEqual(
      [speed.getDataType(), speed.getDataFormat(), speed.getWritable(), speed.getDispLevel()],
      ["DevDouble", "SCALAR", "READ_WRITE", "OPERATOR"],
    );
    assert.deepEqual([speed.getMaxDimX(), speed.getMaxDimY(), speed.getPollingPeriod()], [1, 0, 0]);
    assert.deepEqual([speed.isMemorized(), speed.isMemorizedInit(), speed.isPolled()], [true, true, false]);
    assert.deepEqual([speed.getLabel(), speed.getAssocName()], ["Speed", "speed"]);
    assert.equal(speed.getInfo().memorized, "MEMORIZED_WRITE_INIT");
    assert.equal(attributes.getAttrByName("trace").getAssocName(), "None");
  });

  it("are configured, and that is kept in the database", async () => {
    const speed = attributes.getAttrByName("speed");
    await speed.setProperties({ unit: "m/s" });
    for (const [set, limit] of [
      ["setMinValue", 1],
      ["setMaxValue", 9],
      ["setMinAlarm", 2],
      ["setMaxAlarm", 8n],
      ["setMinWarning", "3"],
      ["setMaxWarning", 7.5],
    ] as const) {
      await speed[set](limit);
    }
    assert.equal(speed.getProperties().unit, "m/s");
    const { minValue, maxValue, minAlarm, maxAlarm, minWarning, maxWarning } = speed.getLimits();
    assert.deepEqual([minValue, maxValue, minAlarm, maxAlarm, minWarning, maxWarning], [1, 9, 2, 8, 3, 7.5]);
    await assert.rejects(speed.setMinValue(10), { reason: "API_IncoherentValues" });
    assert.deepEqual((await database.deviceAttributeProperties(NAME, ["speed"])).speed, {
      unit: ["m/s"],
      min_value: ["1"],
      max_value: ["9"],
      min_alarm: ["2"],
      max_alarm: ["8"],
      min_warning: ["3"],
      max_warning: ["7.5"],
    });
  });

  it("may get another number of labels", async () => {
    const mode = attributes.getAttrByName("mode");
    await mode.setProperties({ enumLabels: ["off", "on", "broken"] });
    assert.deepEqual(mode.getProperties().enumLabels, ["off", "on", "broken"]);
  });

  it("have set values", () => {
    const speed = attributes.getWAttrByName("speed");
    assert.equal(speed.getWriteValue(), 0);
    speed.setWriteValue(4.5);
    assert.equal(speed.getWriteValue(), 4.5);
    assert.throws(() => speed.setWriteValue("fast"), { reason: "API_AttrOptProp" });
    const trace = attributes.getAttrByName("trace");
    assert.throws(() => trace.getWriteValue(), /Attribute trace is not writable/);
    assert.throws(() => trace.setWriteValue([1]), /Attribute trace is not writable/);
  });

  it("have qualities", () => {
    const speed = attributes.getAttrByName("speed");
    assert.equal(speed.getQuality(), "ATTR_VALID");
    speed.setQuality("ATTR_CHANGING");
    assert.equal(speed.getQuality(), "ATTR_CHANGING");
    assert.deepEqual(speed.getAlarms(), []);
  });
});

const NAME = "test/motor/1";
