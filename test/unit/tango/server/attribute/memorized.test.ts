import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import type { AttributePropertyInputs } from "../../../../../src/tango/database/property-value.ts";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { NamedDevFailedList } from "../../../../../src/tango/error/named-dev-failed-list.ts";
import { storeMemorized } from "../../../../../src/tango/server/attribute/memorized.ts";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { reinitialiseDevice } from "../../../../../src/tango/server/initialise-device.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { listenFor, serveDevice } from "../../../../support/served-device.ts";

class Motor extends Device {
  static attributes = {
    speed: {
      dtype: "DevDouble",
      memorized: true,
      hwMemorized: true,
      maxValue: 10,
      read: () => 0,
      write(this: Motor, value: number) {
        return this.write("speed", value);
      },
    },
    limit: {
      dtype: "DevLong",
      memorized: true,
      read: () => 0,
      write(this: Motor, value: number) {
        return this.write("limit", value);
      },
    },
    brake: {
      dtype: "DevBoolean",
      memorized: true,
      hwMemorized: true,
      read: () => false,
      write(this: Motor, value: boolean) {
        return this.write("brake", value);
      },
      isAllowed: (request: string) => request === "READ_REQ" || !locked,
    },
    plain: { dtype: "DevDouble", read: () => 0, write() {} },
  } as const;
  readonly done: unknown[] = [];
  fails = false;

  override initDevice() {
    this.setState("ON");
    this.done.push("initDevice");
  }

  override writeAttrHardware(names: readonly string[]) {
    this.done.push(names.join("+"));
    hardware();
  }

  write(name: string, value: unknown) {
    this.done.push(`${name}=${value}`);
    if (failing.has(name))
      throw new DevFailed([
        { reason: "OutOfOrder", severity: "ERR", desc: `${name} is out of order`, origin: "" },
      ]);
  }
}

/** What fails, of the device that a test makes: there is one at a time. */
const failing = new Set<string>();
let locked = false;
let hardware = () => {};

describe("memorized values", () => {
  async function motor(values: Record<string, string>) {
    const attributeProperties: AttributePropertyInputs = Object.fromEntries(
      Object.entries(values).map(([name, __value]) => [name, { __value }]),
    );
    const database = new MemoryServerDatabase({
      classes: { Motor: { devices: { [NAME]: { attributeProperties } } } },
    });
    const { served, device } = await serveDevice(Motor, { database }, NAME);
    return { served, device, database };
  }

  it("are the set values after the initialisation, and written where the attribute asks for it", async () => {
    const { served, device } = await motor({ speed: "4.5", limit: "7", plain: "3" });
    assert.deepEqual(device.done, ["initDevice", "speed=4.5", "speed"]);
    assert.equal(setValue(served, "speed"), 4.5);
    assert.equal(setValue(served, "limit"), 7);
    assert.equal(setValue(served, "plain"), 0);
  });

  it("are not written where there are none", async () => {
    const { device } = await motor({});
    assert.deepEqual(device.done, ["initDevice"]);
  });

  it("are written again by the command Init, as they were set last", async () => {
    const { served, device } = await motor({ speed: "4.5" });
    served.attributes.get("speed").written = { elements: [5], dimX: 1, dimY: 0 };
    device.done.length = 0;
    await reinitialiseDevice(served);
    assert.deepEqual(device.done, ["initDevice", "speed=5", "speed"]);
  });

  it("are left out where they are malformed or beyond the limits", async () => {
    const { served, device } = await motor({ speed: "11", brake: "maybe", limit: "abc" });
    assert.deepEqual(device.done, ["initDevice"]);
    for (const name of ["speed", "brake", "limit"]) {
      assert.equal(served.attributes.get(name).hasMemorizedValue, false);
      assert.equal(served.attributes.get(name).memorizedFailure, null);
    }
  });

  it("that cannot be written keep the attribute from being read, and no other", async (t) => {
    failing.add("speed");
    t.after(() => failing.clear());
    const { served, device } = await motor({ speed: "4.5", brake: "true" });
    assert.deepEqual(device.done, ["initDevice", "speed=4.5", "brake=true", "brake"]);
    assert.equal(served.attributes.get("speed").memorizedFailure?.reason, "OutOfOrder");
    assert.equal(served.attributes.get("brake").memorizedFailure, null);
    assert.equal(await served.device.devState(), "ALARM");
    assert.match(await served.device.devStatus(), /speed/);
    failing.clear();
    await reinitialiseDevice(served);
    assert.equal(served.attributes.get("speed").memorizedFailure, null);
    assert.equal(await served.device.devState(), "ON");
  });

  it("fail where the attribute must not be written", async (t) => {
    locked = true;
    t.after(() => {
      locked = false;
    });
    const { served } = await motor({ brake: "true" });
    const { memorizedFailure } = served.attributes.get("brake");
    assert.equal(memorizedFailure?.reason, "API_AttrNotAllowed");
    assert.match(
      memorizedFailure.message,
      /It is currently not allowed to write attribute brake\. The device state is ON/,
    );
  });

  it("fail with the hardware: those that it names, or all", async (t) => {
    t.after(() => {
      hardware = () => {};
    });
    hardware = () => {
      throw new DevFailed([{ reason: "Broken", severity: "ERR", desc: "it broke", origin: "" }]);
    };
    const all = await motor({ speed: "1", brake: "true" });
    assert.equal(all.served.attributes.get("speed").memorizedFailure?.reason, "Broken");
    assert.equal(all.served.attributes.get("brake").memorizedFailure?.reason, "Broken");
    hardware = () => {
      const errors = [{ reason: "Broken", severity: "ERR", desc: "it broke", origin: "" } as const];
      throw NamedDevFailedList.summary([{ name: "Brake", index: 1, errors }], "write", NAME);
    };
    const one = await motor({ speed: "1", brake: "true" });
    assert.equal(one.served.attributes.get("speed").memorizedFailure, null);
    assert.equal(one.served.attributes.get("brake").memorizedFailure?.reason, "Broken");
    hardware = () => {
      throw NamedDevFailedList.summary([{ name: "shutter", index: 0, errors: [] }], "write", "a/b/c");
    };
    const other = await motor({ speed: "1" });
    assert.equal(other.served.attributes.get("speed").memorizedFailure?.reason, "API_AttributeFailed");
  });

  it("fail where the configuration is wrong", async () => {
    const database = new MemoryServerDatabase({
      classes: {
        Motor: { devices: { [NAME]: { attributeProperties: { speed: { __value: "1", min_alarm: "x" } } } } },
      },
    });
    const { served, device } = await serveDevice(Motor, { database }, NAME);
    assert.deepEqual(device.done, ["initDevice"]);
    assert.equal(served.attributes.get("speed").memorizedFailure?.reason, "API_AttrConfig");
  });

  it("are stored before a write is acknowledged, in one call for all", async () => {
    const { served, database } = await motor({});
    const attributes = ["speed", "plain", "brake"].map((name) => served.attributes.get(name));
    attributes[0]!.written = { elements: [0.1], dimX: 1, dimY: 0 };
    attributes[2]!.written = { elements: [true], dimX: 1, dimY: 0 };
    await storeMemorized(served, attributes);
    assert.deepEqual(await database.deviceAttributeProperties(NAME, ["speed", "plain", "brake"]), {
      speed: { __value: ["0.1"] },
      plain: {},
      brake: { __value: ["true"] },
    });
  });

  it("are stored when a client has written them, or the write fails though it was done", async (t) => {
    const { served, database } = await motor({});
    const proxy = await clientOf(served, t);
    await proxy.writeAttribute("limit", 5);
    assert.deepEqual((await database.deviceAttributeProperties(NAME, ["limit"])).limit, { __value: ["5"] });
    t.mock.method(database, "putDeviceAttributeProperties", async () => {
      throw new DevFailed([devError("DB_SQLError", "the database is away")]);
    });
    await assert.rejects(proxy.writeAttribute("limit", 6), /the database is away/);
    assert.equal(setValue(served, "limit"), 6);
    await proxy.writeAttribute("plain", 6);
  });

  it("that could not be written are told to who reads, until they are written", async (t) => {
    failing.add("speed");
    const { served } = await motor({ speed: "4.5" });
    failing.clear();
    const proxy = await clientOf(served, t);
    await assert.rejects(proxy.readAttribute("speed"), (error: DevFailed) => {
      const [first, second] = error.errors;
      assert.equal(first!.reason, "OutOfOrder");
      assert.equal(second!.reason, "API_MemAttFailedDuringInit");
      assert.equal(
        second!.desc,
        "Attribute speed is a memorized attribute. It failed during the write call of the device startup sequence",
      );
      return true;
    });
    await proxy.writeAttribute("speed", 3);
    assert.equal((await proxy.readAttribute("speed")).writeValue, 3);
    assert.equal(await proxy.state(), "ON");
  });

  it("let a write that nothing of is memorized not wait", async () => {
    const { served } = await motor({});
    assert.equal(storeMemorized(served, [served.attributes.get("plain")]), undefined);
  });
});

async function clientOf(served: ServedDevice, t: TestContext): Promise<DeviceProxy> {
  const device = await listenFor(served);
  const context = new OrbContext();
  t.after(async () => {
    await context.close();
    await device.stop();
  });
  return new DeviceProxy(device.address, { context });
}

function setValue({ attributes }: ServedDevice, name: string): unknown {
  return attributes.get(name).written?.elements[0];
}

const NAME = "test/motor/1";
