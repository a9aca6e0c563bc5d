import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { deferred } from "../../../../support/fake-device.ts";
import { fakeEvents, subscribe } from "../../../../support/fake-events.ts";
import { serveDevice } from "../../../../support/served-device.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";

class Crate extends Device {
  static attributes = {
    level: { dtype: "DevDouble", read: () => 1, write() {} },
  } as const;
  readonly writes: number[] = [];
  own = ["first"];

  override async initializeDynamicAttributes() {
    for (const name of this.own) {
      await this.addAttribute({
        name,
        dtype: "DevLong",
        memorized: true,
        hwMemorized: true,
        read: () => 5,
        write(value) {
          this.writes.push(value);
        },
      });
    }
  }
}

describe("an attribute that is added", () => {
  it("comes before State and Status, with its configuration and memorized value", async () => {
    const { served, device } = await crate({ first: { unit: "V", __value: "7" } });
    assert.deepEqual(names(served), ["level", "first", "State", "Status"]);
    assert.equal(served.attributes.get("first").settings.unit, "V");
    assert.deepEqual(device.writes, [7]);
  });

  it("to a device that runs is restored at once", async () => {
    const { served, device } = await crate({ second: { __value: "8" } });
    device.own = ["second"];
    await device.initializeDynamicAttributes();
    assert.deepEqual(names(served), ["level", "first", "second", "State", "Status"]);
    assert.deepEqual(device.writes, [8]);
  });

  it("may be there already, if it is the same", async () => {
    const { served, device } = await crate();
    const first = served.attributes.get("first");
    await device.initializeDynamicAttributes();
    assert.equal(served.attributes.get("first"), first);
  });

  it("is added once, by whoever has its configuration first", async () => {
    const { served, device, database } = await crate();
    const held = deferred<void>();
    const { deviceAttributeProperties } = database;
    let calls = 0;
    database.deviceAttributeProperties = async (...asked) => {
      if (++calls === 2) await held.promise;
      return deviceAttributeProperties.apply(database, asked);
    };
    const add = () => device.addAttribute({ name: "second", dtype: "DevLong", read: () => 1 });
    await served.monitor.run("a method that adds attributes", async () => {
      const [first, again] = [add(), add()];
      await first;
      device.setChangeEvent("second", true);
      held.resolve();
      await again;
    });
    assert.equal(served.attributes.get("second").events.change.isPushed, true);
  });

  it("is refused where there is another of that name", async () => {
    const { device } = await crate();
    for (const name of ["FIRST", "level", "State"]) {
      await assert.rejects(device.addAttribute({ name, dtype: "DevString", read: () => "" }), {
        reason: "API_AttrNotFound",
        message: new RegExp(
          `Device test/crate/1 -> Attribute ${name} already exists for your device but with other definition\\n\\(data type, data format or data write type\\)`,
        ),
      });
    }
  });

  it("is refused where the attribute that it is read with does not fit", async () => {
    const { device } = await crate();
    await device.addAttribute({ name: "input", dtype: "DevDouble", read: () => 1 });
    for (const [writeAttribute, problem] of [
      ["nope", "this attribute does not exist"],
      ["input", "this attribute is not writable"],
      ["first", "these two attributes do not support the same data type"],
    ] as const) {
      const added = device.addAttribute({
        name: "with",
        dtype: "DevDouble",
        access: "READ_WITH_WRITE",
        writeAttribute,
        read: () => 1,
      });
      await assert.rejects(added, {
        reason: "API_AttrOptProp",
        message: new RegExp(
          `Device --> test/crate/1\\nProperty writable_attr_name for attribute with is set to ${writeAttribute}, but ${problem}`,
        ),
      });
    }
  });

  it("is told to clients, and so is one that is removed", async () => {
    const clock = new VirtualClock();
    const told = fakeEvents({ clock });
    const { served, device } = await crate({}, {}, told.events);
    await subscribe(served, "intr_change");
    const changes = [
      () => device.addAttribute({ name: "other", dtype: "DevDouble", read: () => 1 }),
      () => device.removeAttribute("other"),
    ];
    for (const change of changes) {
      await change();
      await clock.pass(50);
      assert.equal(told.socket.take().length, 1);
    }
    await told.events.close();
  });

  it("is polled where its declaration or the database says so", async () => {
    const { served, device } = await crate({}, { polled_attr: ["known", "2000"] });
    await served.polling.configure();
    await device.addAttribute({ name: "timed", dtype: "DevDouble", pollingPeriod: 3000, read: () => 1 });
    assert.equal(served.polling.attribute("timed")?.periodMs, 3000);
    served.polling.close();
  });
});

describe("an attribute that is removed", () => {
  it("is gone with its properties and its polling", async () => {
    const { served, device, database } = await crate({ first: { unit: "V" } });
    await served.polling.configure();
    await device.pollAttribute("first", 1000);
    await device.removeAttribute("FIRST");
    assert.deepEqual(names(served), ["level", "State", "Status"]);
    assert.deepEqual(await database.deviceAttributeProperties(NAME, ["first"]), { first: {} });
    assert.deepEqual(await database.deviceProperties(NAME, ["polled_attr"]), { polled_attr: [] });
    assert.equal(served.polling.attribute("first"), undefined);
    served.polling.close();
  });

  it("cannot be polled again while the database is told", async () => {
    const { served, device, database } = await crate();
    await served.polling.configure();
    await device.pollAttribute("first", 1000);
    const removing = device.removeAttribute("first");
    await assert.rejects(served.polling.add("attribute", "first", 1000), { reason: "API_AttrNotFound" });
    await removing;
    assert.deepEqual(served.polling.objects, []);
    assert.deepEqual(await database.deviceProperties(NAME, ["polled_attr"]), { polled_attr: [] });
    served.polling.close();
  });

  it("leaves no configuration to the next of its name where it cannot be saved that it is polled no more", async () => {
    const { served, device, database } = await crate({ first: { unit: "V" } });
    await served.polling.configure();
    await device.pollAttribute("first", 1000);
    const { deleteDeviceProperties } = database;
    database.deleteDeviceProperties = () => Promise.reject(new Error("the database is down"));
    await assert.rejects(device.removeAttribute("first"), /the database is down/);
    database.deleteDeviceProperties = deleteDeviceProperties;
    await device.removeAttribute("first").catch(() => {});
    assert.deepEqual(await database.deviceAttributeProperties(NAME, ["first"]), { first: {} });
    served.polling.close();
  });

  it("may leave its properties", async () => {
    const { device, database } = await crate({ first: { unit: "V" } });
    await device.removeAttribute("first", { cleanDb: false });
    assert.deepEqual(await database.deviceAttributeProperties(NAME, ["first"]), { first: { unit: ["V"] } });
  });

  it("has to be there, and not State or Status", async () => {
    const { device } = await crate();
    for (const name of ["nope", "State"]) {
      await assert.rejects(device.removeAttribute(name), {
        reason: "API_AttrNotFound",
        message: new RegExp(
          `Attribute ${name} is not defined as attribute for your device\\.\\nCan't remove it`,
        ),
      });
    }
  });

  it("must not be needed by another", async () => {
    const { served, device } = await crate();
    await device.addAttribute({
      name: "with",
      dtype: "DevDouble",
      access: "READ_WITH_WRITE",
      writeAttribute: "Level",
      read: () => 1,
    });
    await assert.rejects(device.removeAttribute("level"), { reason: "API_AttrOptProp" });
    assert.ok(names(served).includes("level"));
    await device.removeAttribute("with");
    await device.removeAttribute("level");
    assert.deepEqual(names(served), ["first", "State", "Status"]);
  });
});

async function crate(attributeProperties = {}, properties = {}, events = fakeEvents().events) {
  const database = new MemoryServerDatabase({
    classes: { Crate: { devices: { [NAME]: { attributeProperties, properties } } } },
  });
  return { ...(await serveDevice(Crate, { database, events }, NAME)), database };
}

function names({ attributes }: ServedDevice): string[] {
  return Array.from(attributes, ({ name }) => name);
}

const NAME = "test/crate/1";
