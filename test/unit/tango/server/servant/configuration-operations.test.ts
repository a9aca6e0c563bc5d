import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { decodeContent } from "../../../../../src/tango/event/message/event-message.ts";
import { AttributeConfig_5 } from "../../../../../src/tango/idl/attribute-config.ts";
import { attributeConfigOf5 } from "../../../../../src/tango/server/attribute/attribute-config-versions.ts";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import type { AttributeInfoEx } from "../../../../../src/tango/value/attribute-info.ts";

import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { NO_MONITOR } from "../../../../../src/threading/serialization-monitor.ts";
import { fakeEvents, subscribe } from "../../../../support/fake-events.ts";
import { type ListeningDevice, listenFor, serveDevice } from "../../../../support/served-device.ts";

class PowerSupply extends Device {
  static attributes = {
    current: {
      dtype: "DevDouble",
      label: "Strom µ",
      unit: "A",
      minValue: 0,
      absChange: [1, 2],
      memorized: true,
      hwMemorized: true,
      read: () => 1,
      write() {},
    },
    target: { dtype: "DevDouble", write() {} },
    both: {
      dtype: "DevDouble",
      access: "READ_WITH_WRITE",
      writeAttribute: "current",
      displayLevel: "EXPERT",
      read: () => 1,
    },
    mode: { dtype: "DevEnum", enumLabels: ["off", "on"], read: () => 0 },
    picture: { dtype: "DevLong", dformat: "IMAGE", maxDimX: 3, maxDimY: 2, read: () => [[1]] },
  } as const;

  override initDevice() {
    this.setState("ON");
  }
}

describe("the configuration of the attributes of a device", () => {
  let database: MemoryServerDatabase;
  let served: ServedDevice;
  const told = fakeEvents();
  let device: ListeningDevice;
  let context: OrbContext;
  let proxy: DeviceProxy;

  before(async () => {
    database = new MemoryServerDatabase({ classes: { PowerSupply: { devices: { [NAME]: {} } } } });
    served = (await serveDevice(PowerSupply, { database, events: told.events }, NAME)).served;
    device = await listenFor(served);
    context = new OrbContext();
    proxy = new DeviceProxy(device.address, { context });
  });

  after(async () => {
    await context.close();
    await device.stop();
    await told.events.close();
  });

  async function stored(attribute: string) {
    return (await database.deviceAttributeProperties(NAME, [attribute]))[attribute];
  }

  async function reset(attribute: string): Promise<AttributeInfoEx> {
    const names = Object.keys((await stored(attribute)) ?? {});
    await database.deleteDeviceAttributeProperties(NAME, attribute, names);
    const { inLibrary, inCode } = served.attributes.get(attribute).defaults;
    const { enumLabels: _, ...texts } = { ...inLibrary, ...inCode };
    const info = await proxy.getAttributeConfig(attribute);
    served.attributes.get(attribute).configure({ ...texts, enumLabels: info.enumLabels });
    return proxy.getAttributeConfig(attribute);
  }

  it("is told with what the code says for good", async () => {
    const info = await proxy.getAttributeConfig("CURRENT");
    assert.equal(info.name, "current");
    assert.equal(info.label, "Strom µ");
    assert.equal(info.writableAttrName, "current");
    assert.equal(info.memorized, "MEMORIZED_WRITE_INIT");
    assert.equal(info.events.chEvent.absChange, "1,2");
    assert.equal(info.events.perEvent.period, "1000");
    assert.deepEqual([info.maxDimX, info.maxDimY, info.rootAttrName], [1, 0, "Not specified"]);
    assert.equal((await proxy.getAttributeConfig("target")).writableAttrName, "None");
    const both = await proxy.getAttributeConfig("both");
    assert.deepEqual([both.writableAttrName, both.dispLevel, both.memorized], ["current", "EXPERT", "NONE"]);
    assert.deepEqual((await proxy.getAttributeConfig("mode")).enumLabels, ["off", "on"]);
    const picture = await proxy.getAttributeConfig("picture");
    assert.deepEqual([picture.maxDimX, picture.maxDimY, picture.dataFormat], [3, 2, "IMAGE"]);
  });

  it("says of what is written and not memorized that it is written at the start, as cppTango", () => {
    const initialised = ["current", "target", "both", "mode"].map(
      (name) => attributeConfigOf5(served.attributes.get(name)).mem_init,
    );
    assert.deepEqual(initialised, [true, true, false, false]);
  });

  it("is told of all attributes, State and Status last", async () => {
    const names = (await proxy.attributeListQuery()).map(({ name }) => name);
    assert.deepEqual(names, ["current", "target", "both", "mode", "picture", "State", "Status"]);
  });

  it("is told of no attribute that is not there", async () => {
    await assert.rejects(proxy.getAttributeConfig("nope"), {
      reason: "API_AttrNotFound",
      message: /nope attribute not found/,
    });
  });

  for (const idl of [1, 2, 3, 4] as const) {
    it(`is told and changed by interface ${idl}`, async (t) => {
      const old = await listenFor(served, idl);
      t.after(() => old.stop());
      const oldProxy = new DeviceProxy(old.address, { context });
      await reset("current");
      const info = await oldProxy.getAttributeConfig("current");
      assert.deepEqual([info.label, info.unit, info.minValue], ["Strom µ", "A", "0"]);
      await oldProxy.setAttributeConfig({ ...info, unit: "mA", maxValue: "100" });
      assert.deepEqual(await stored("current"), { unit: ["mA"], max_value: ["100"] });
      const names = (await oldProxy.attributeListQuery()).map(({ name }) => name);
      assert.equal(names.includes("State"), idl >= 3);
      if (idl < 3) {
        const state = { ...info, name: "State", writable: "READ" as const };
        await assert.rejects(
          oldProxy.setAttributeConfig(state),
          /Cannot set config for attribute state or status/,
        );
      }
    });
  }

  it("is changed, and only what differs from the defaults is kept", async () => {
    const info = await reset("current");
    const events = { ...info.events, chEvent: { ...info.events.chEvent, absChange: "0.5" } };
    await proxy.setAttributeConfig({ ...info, label: "Å", unit: "A", maxValue: "5", events });
    assert.deepEqual(await stored("current"), {
      label: ["Å"],
      max_value: ["5"],
      abs_change: ["-0.5", "0.5"],
    });
    assert.equal(served.attributes.get("current").limits.maxValue, 5);
    await proxy.setAttributeConfig(info);
    assert.deepEqual(await stored("current"), {});
  });

  for (const [property, change] of [
    ["data_type", { dataType: "DevFloat" }],
    ["data_format", { dataFormat: "SPECTRUM" }],
    ["writable", { writable: "READ" }],
    ["max_dim_x", { maxDimX: 2 }],
    ["max_dim_y", { maxDimY: 2 }],
    ["writable_attr_name", { writableAttrName: "None" }],
    ["level", { dispLevel: "EXPERT" }],
    ["memorized", { memorized: "NONE" }],
    ["memorized", { memorized: "MEMORIZED" }],
  ] as readonly (readonly [string, Partial<AttributeInfoEx>])[]) {
    it(`keeps ${property}, which only the code of the device says`, async () => {
      const info = await reset("current");
      await assert.rejects(proxy.setAttributeConfig({ ...info, label: "other", ...change }), {
        reason: "API_AttrNotAllowed",
        message: new RegExp(`Attribute property ${property} is not changeable at run time`),
      });
      assert.equal((await proxy.getAttributeConfig("current")).label, "Strom µ");
    });
  }

  it("stays as it was where a part of the request is refused", async () => {
    const info = await reset("current");
    await assert.rejects(proxy.setAttributeConfig({ ...info, label: "other", maxValue: "abc" }));
    assert.deepEqual(await proxy.getAttributeConfig("current"), info);
    assert.deepEqual(await stored("current"), {});
  });

  it("is changed of several attributes up to the first that fails", async () => {
    const [current, mode, picture] = [await reset("current"), await reset("mode"), await reset("picture")];
    const request = proxy.setAttributeConfig([
      { ...current, label: "first" },
      { ...mode, minValue: "1" },
      { ...picture, label: "last" },
    ]);
    await assert.rejects(request, (error: DevFailed) => {
      assert.equal(
        error.errors[0]!.reason,
        "API_AttrOptProp\nAll previous attribute(s) have been successfully updated\nAll remaining attribute(s) have not been updated",
      );
      return true;
    });
    assert.equal((await proxy.getAttributeConfig("current")).label, "first");
    assert.equal((await proxy.getAttributeConfig("picture")).label, "picture");
  });

  it("changes the periods of State, and nothing else", async () => {
    const info = await proxy.getAttributeConfig("State");
    const events = { ...info.events, perEvent: { ...info.events.perEvent, period: "300" } };
    await proxy.setAttributeConfig({ ...info, label: "other", events });
    const after = await proxy.getAttributeConfig("State");
    assert.deepEqual([after.label, after.events.perEvent.period], ["State", "300"]);
    assert.deepEqual(await stored("State"), { event_period: ["300"] });
  });

  it("tells clients of a change", async () => {
    const info = await reset("current");
    await subscribe(served, "attr_conf", "current");
    await proxy.setAttributeConfig({ ...info, label: "other" });
    const [message] = told.socket.take();
    assert.equal(decodeContent(message!, AttributeConfig_5).label, "other");
  });

  it("ends an alarm together with its limit", async () => {
    const info = await reset("picture");
    const attribute = served.attributes.get("picture");
    await proxy.setAttributeConfig({ ...info, alarms: { ...info.alarms, maxAlarm: "1" }, maxAlarm: "1" });
    attribute.quality = "ATTR_ALARM";
    await proxy.setAttributeConfig(info);
    assert.equal(attribute.quality, "ATTR_VALID");
  });

  it("mends what was wrong in the database", async (t) => {
    await reset("picture");
    await database.putDeviceAttributeProperties(NAME, { picture: { min_value: "abc", rel_change: "x" } });
    const other = (await serveDevice(PowerSupply, { database }, NAME)).served;
    const listening = await listenFor(other);
    t.after(() => listening.stop());
    const otherProxy = new DeviceProxy(listening.address, { context });
    assert.equal(await otherProxy.state(), "ALARM");
    await assert.rejects(otherProxy.readAttribute("picture"), { reason: "API_AttrConfig" });
    const info = await otherProxy.getAttributeConfig("picture");
    assert.equal(info.minValue, "abc");
    await otherProxy.setAttributeConfig({ ...info, minValue: "Not specified" });
    assert.deepEqual(await stored("picture"), {});
    assert.equal(await otherProxy.state(), "ON");
    await otherProxy.readAttribute("picture");
  });

  it("stays as it was where the database fails, which is put back", async () => {
    const info = await reset("current");
    const failing = failNext(database, "deleteDeviceAttributeProperties", 1);
    await proxy.setAttributeConfig({ ...info, minValue: "3" });
    await assert.rejects(
      proxy.setAttributeConfig({ ...info, label: "other", minValue: "0" }),
      /the database is away/,
    );
    failing.restore();
    assert.deepEqual(await stored("current"), { min_value: ["3"] });
    const after = await proxy.getAttributeConfig("current");
    assert.deepEqual([after.label, after.minValue], ["Strom µ", "3"]);
  });

  it("is what the database has, also where calls are not serialised", async () => {
    const { served: other, device: supply } = await serveDevice(
      PowerSupply,
      { database, monitorFor: () => NO_MONITOR },
      "test/device/2",
    );
    const gate = holdNext(database, "putDeviceAttributeProperties");
    const current = supply.getDeviceAttr().getAttrByName("current");
    const changes = [current.setProperties({ unit: "V" }), current.setProperties({ label: "Spannung" })];
    // The second one has every chance to come between.
    await new Promise(setImmediate);
    gate.open();
    await Promise.all(changes);
    const { unit, label } = other.attributes.get("current").settings;
    assert.deepEqual([unit, label], ["V", "Spannung"]);
    const kept = (await database.deviceAttributeProperties("test/device/2", ["current"])).current;
    assert.deepEqual(kept, { unit: ["V"], label: ["Spannung"] });
  });

  it("is said to be corrupted where the database cannot be put back", async () => {
    const info = await reset("current");
    const failing = failNext(database, "putDeviceAttributeProperties", 1);
    const failingToo = failNext(database, "deleteDeviceAttributeProperties", 1);
    await assert.rejects(proxy.setAttributeConfig({ ...info, label: "other" }), {
      reason: "API_CorruptedDatabase",
      message:
        /Device test\/device\/1-> Attribute : current\nDatabase error occurred whilst setting attribute properties\. The database may be corrupted\./,
    });
    failing.restore();
    failingToo.restore();
    assert.equal((await proxy.getAttributeConfig("current")).label, "Strom µ");
  });
});

/** Lets the next call of a method of the database wait. */
function holdNext(database: MemoryServerDatabase, method: "putDeviceAttributeProperties"): { open(): void } {
  const original = database[method].bind(database);
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  database[method] = async (...args) => {
    database[method] = original;
    await opened;
    return original(...args);
  };
  return { open };
}

/** Lets the next calls of a method of the database fail. */
function failNext(
  database: MemoryServerDatabase,
  method: "putDeviceAttributeProperties" | "deleteDeviceAttributeProperties",
  times: number,
): { restore(): void } {
  let left = times;
  const original = database[method].bind(database) as (...args: unknown[]) => Promise<void>;
  Object.assign(database, {
    async [method](...args: unknown[]) {
      if (left-- > 0)
        throw new DevFailed([
          { reason: "DB_SQLError", severity: "ERR", desc: "the database is away", origin: "" },
        ]);
      return original(...args);
    },
  });
  return {
    restore() {
      delete (database as Partial<MemoryServerDatabase>)[method];
    },
  };
}

const NAME = "test/device/1";
