import assert from "node:assert/strict";
import { test } from "node:test";
import type { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { definitionsOf } from "../../../../../src/tango/server/definition/class-definition.ts";
import { attribute } from "../../../../../src/tango/server/definition/decorators.ts";
import type { AttributeTable } from "../../../../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { DeviceConstructor } from "../../../../../src/tango/server/device-constructor.ts";
import { DeviceTestContext } from "../../../../../src/tango/server/test-context/device-test-context.ts";

test("serves a device class of plain JavaScript", async () => {
  const { href } = new URL("../../../../support/fixture/plain-device.mjs", import.meta.url);
  const { PlainSupply } = (await import(href)) as { PlainSupply: DeviceConstructor };
  await using context = await DeviceTestContext.start(PlainSupply, { properties: { host: "localhost" } });
  const { device } = context;
  assert.equal((await device.info()).devClass, "PlainPowerSupply");
  assert.equal((await device.readAttribute("current")).value, 1.5);
  const refused = await device.writeAttribute("current", 2).then(
    () => assert.fail("it was written"),
    (error: DevFailed) => error,
  );
  assert.equal(refused.errors[0]?.reason, "API_AttrNotAllowed");
  await device.commandInout("turnOn");
  await device.writeAttribute("current", 2);
  assert.equal((await device.readAttribute("current")).value, 2);
  assert.deepEqual(await device.commandInout("scale", 3), Float64Array.of(0, 30));
  assert.equal(await device.commandInout("where"), "object");
});

test("takes tables and decorators together, and those of bases first", () => {
  class Base extends Device {
    static readonly attributes: AttributeTable<Base> = {
      level: { dtype: "DevDouble", read: () => 1 },
      depth: { dtype: "DevDouble", read: () => 1 },
    };
  }
  class Derived extends Base {
    static override readonly attributes: AttributeTable<Derived> = {
      level: { dtype: "DevLong", read: () => 1 },
    };
    @attribute({ dtype: "DevDouble" }) accessor width = 1;
  }
  const { attributes } = definitionsOf(Derived);
  assert.deepEqual(
    Array.from(attributes.values(), ({ name, dtype }) => `${name} ${dtype}`),
    ["level DevLong", "depth DevDouble", "width DevDouble"],
  );
});

test("refuses what is declared by a table and by a decorator", () => {
  class Twice extends Device {
    static readonly attributes: AttributeTable<Twice> = { width: { dtype: "DevDouble", read: () => 1 } };
    @attribute({ dtype: "DevDouble" }) accessor width = 1;
  }
  assert.throws(() => definitionsOf(Twice), /Twice: attribute width is declared twice/);
});

test("takes an isAllowed that says nothing for a no", async () => {
  class Forgetful extends Device {
    static readonly attributes = {
      level: { dtype: "DevDouble", read: () => 1, write: () => {}, isAllowed: () => {} },
    };
  }
  await using context = await DeviceTestContext.start(Forgetful);
  const { device } = context;
  await assert.rejects(device.readAttribute("level"), /not allowed to read attribute level/);
  await assert.rejects(device.writeAttribute("level", 1), /level/);
});
