import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { AttributeProxy } from "../../../../src/tango/client/attribute-proxy.ts";
import { CallDeadline } from "../../../../src/tango/client/call-deadline.ts";
import { Database } from "../../../../src/tango/database/database.ts";
import type { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { EventConsumer } from "../../../../src/tango/event/consumer/event-consumer.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";
import { until } from "../../../support/until.ts";

describe("AttributeProxy", () => {
  let context: OrbContext;
  let server: FakeServer;
  let database: FakeDatabase;
  let options: { context: OrbContext; tangoHost: string };

  beforeEach(async () => {
    context = testContext();
    [server, database] = await Promise.all([FakeServer.start(), FakeDatabase.start()]);
    database.define("a/b/c", server.serve("a/b/c", 5, levelDevice(5)));
    options = { context, tangoHost: database.tangoHost };
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([server.stop(), database.stop()]);
  });

  it("reads and writes its attribute", async () => {
    const level = new AttributeProxy("a/b/c/level", options);
    assert.equal((await level.read<number>()).value, 1.5);
    await level.write(2);
    assert.equal((await level.writeRead<number>(3)).value, 1.5);
    assert.equal((await level.history(1)).length, 1);
    assert.equal((await level.getConfig()).unit, "V");
    assert.equal(await level.state(), "ON");
    assert.equal(await level.name(), "level");
  });

  it("finds an attribute by its alias", async () => {
    database.answer("DbGetAttributeAlias", (alias) => {
      if (alias === "height") return "a/b/c/level";
      throw deviceError("DB_SQLError", `No attribute found for alias '${alias}'`);
    });
    const height = new AttributeProxy("height", options);
    assert.equal((await height.read<number>()).value, 1.5);
    assert.equal((await height.getDeviceProxy()).devName(), "a/b/c");
    await assert.rejects(new AttributeProxy("depth", options).read(), (error: DevFailed) => {
      assert.equal(error.name, "DevFailed");
      assert.deepEqual(
        error.errors.map(({ reason }) => reason),
        ["DB_SQLError", "API_CommandFailed", "API_AliasNotDefined"],
      );
      assert.equal(error.errors[2]?.desc, "Can't connect to attribute with alias depth");
      return true;
    });
  });

  it("has its properties under the name of its device, where that is known by an alias", async () => {
    const asked: unknown[] = [];
    for (const command of [
      "DbGetDeviceAttributeProperty2",
      "DbPutDeviceAttributeProperty2",
      "DbDeleteDeviceAttributeProperty",
    ]) {
      database.answer(command, (argument) => {
        asked.push(argument);
        return command.startsWith("DbGet") ? ["a/b/c", "1", "level", "1", "unit", "1", "V"] : undefined;
      });
    }
    database.answer("DbGetAliasDevice", () => "a/b/c");
    const level = new AttributeProxy("nick/level", options);
    assert.deepEqual(await level.getProperty(["unit", "label"]), { unit: ["V"], label: [] });
    await level.putProperty({ unit: "A" });
    await level.deleteProperty({ unit: ["A"] });
    assert.deepEqual(asked, [
      ["a/b/c", "level"],
      ["a/b/c", "1", "level", "1", "unit", "1", "A"],
      ["a/b/c", "level", "unit"],
    ]);
  });

  it("passes on whether to reconnect, before and after an alias is looked up", async () => {
    database.answer("DbGetAttributeAlias", () => "a/b/c/level");
    const height = new AttributeProxy("height", options);
    assert.equal(height.getTransparencyReconnection(), true);
    height.setTransparencyReconnection(false);
    assert.equal(height.getTransparencyReconnection(), false);
    const device = await height.getDeviceProxy();
    assert.equal(device.getTransparencyReconnection(), false);
    height.setTransparencyReconnection(true);
    assert.equal(device.getTransparencyReconnection(), true);
    assert.equal(height.getTransparencyReconnection(), true);
  });

  it("shares the time of a subscription between its alias and its device", async (t) => {
    const times: unknown[] = [];
    t.mock.method(Database.prototype, "getAttributeAlias", async (_alias: string, limited: unknown) => {
      times.push(limited);
      return "a/b/c/level";
    });
    t.mock.method(EventConsumer.prototype, "subscribe", async (_request: unknown, limited: unknown) => {
      times.push(limited);
      return { id: 1 };
    });
    const limit = { timeoutMs: 100 };
    await new AttributeProxy("height", options).subscribeEvent("change", () => undefined, limit);
    void new AttributeProxy("height", options).events("change", limit).next();
    await until(() => times.length === 4);
    assert.ok(times.every((limited) => limited instanceof CallDeadline));
    assert.equal(times[0], times[1]);
    assert.equal(times[2], times[3]);
  });

  it("is closed before its alias is looked up, and while it is", async () => {
    database.answer("DbGetAttributeAlias", () => "a/b/c/level");
    const closed = { reason: "API_CantConnectToDevice" };
    for (const isLookedUp of [false, true]) {
      const height = new AttributeProxy("height", options);
      const reading = isLookedUp ? assert.rejects(height.read(), closed) : undefined;
      height.close();
      await reading;
      await assert.rejects(height.read(), closed);
      await assert.rejects(
        height.subscribeEvent("change", () => undefined),
        closed,
      );
    }
  });

  it("can be made while its device does not run", async () => {
    database.define("a/b/off", null);
    const level = await AttributeProxy.connect("a/b/off/level", options);
    await assert.rejects(level.read(), { reason: "API_DeviceNotExported" });
    await assert.rejects(AttributeProxy.connect("a/b/nowhere/level", options), {
      reason: "DB_DeviceNotDefined",
    });
  });

  it("has properties in the database", async () => {
    database.answer("DbGetDeviceAttributeProperty2", () => ["a/b/c", "1", "level", "1", "min", "1", "0"]);
    const level = new AttributeProxy("a/b/c/level", options);
    assert.deepEqual(await level.getProperty(["min", "max"]), { min: ["0"], max: [] });
    assert.deepEqual(await level.getProperty("constructor"), { constructor: [] });
    const direct = new AttributeProxy(`tango://127.0.0.1:${server.port}/a/b/c/level#dbase=no`, { context });
    assert.equal((await direct.read<number>()).value, 1.5);
    await assert.rejects(direct.getProperty("min"), { name: "NonDbDevice" });
  });

  it("fails as PyTango for a name that is none and an attribute that there is not", async () => {
    assert.throws(() => new AttributeProxy("a/b/c", options), { reason: "API_WrongAttributeNameSyntax" });
    await assert.rejects(
      AttributeProxy.connect("a/b/c/nope", options),
      (error: Error & { errors: object[] }) => {
        assert.equal(error.name, "WrongNameSyntax");
        assert.deepEqual(
          error.errors.map((level) => ({ ...level, origin: "" })),
          [
            {
              reason: "API_UnsupportedAttribute",
              severity: "ERR",
              desc: "Attribute nope is not supported by device a/b/c",
              origin: "",
            },
          ],
        );
        return true;
      },
    );
    const level = await AttributeProxy.connect("a/b/c/level", options);
    assert.equal(await level.name(), "level");
  });

  it("refuses to be posted", () => {
    const level = new AttributeProxy("a/b/c/level", options);
    assert.throws(() => structuredClone(level), /AttributeProxy of a\/b\/c\/level .*post its name/);
  });
});
