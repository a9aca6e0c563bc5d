import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { AttributeProxy } from "../../../../src/tango/client/attribute-proxy.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { Database } from "../../../../src/tango/database/database.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { FakeServer, testContext } from "../../../support/fake-device.ts";

/** What JavaScript may hand over, and TypeScript would not let pass. */
function wrong(value: unknown): never {
  return value as never;
}

const WRONG_DATA = { name: "WrongData", reason: "API_InvalidArgs" };

describe("wrong arguments", () => {
  let context: OrbContext;
  let server: FakeServer;
  let database: FakeDatabase;
  let device: DeviceProxy;

  beforeEach(async () => {
    context = testContext();
    [server, database] = await Promise.all([FakeServer.start(), FakeDatabase.start()]);
    database.define("a/b/c", server.serve("a/b/c", 5, levelDevice(5)));
    device = new DeviceProxy("a/b/c", { context, tangoHost: database.tangoHost });
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([server.stop(), database.stop()]);
  });

  for (const connected of [false, true]) {
    it(`of options are rejected, by a proxy that is ${connected ? "" : "not yet "}connected`, async () => {
      if (connected) await device.ping();
      const before = server.calls.length;
      for (const options of [
        null,
        5,
        { signal: {} },
        { signal: null },
        { timeoutMs: "5" },
        { timeoutMs: -1 },
        { timeoutMs: Number.NaN },
      ]) {
        await assert.rejects(device.ping(wrong(options)), WRONG_DATA);
        await assert.rejects(device.getIdlVersion(wrong(options)), WRONG_DATA);
        await assert.rejects(device.commandInout("DevLong", 5, wrong(options)), WRONG_DATA);
      }
      assert.equal(server.calls.length, before);
    });
  }

  it("leave nothing unhandled behind when the device cannot be reached", async (t) => {
    const unhandled: unknown[] = [];
    const listener = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", listener);
    t.after(() => process.off("unhandledRejection", listener));
    await server.stop();
    await assert.rejects(device.ping(wrong({ signal: {} })), WRONG_DATA);
    await assert.rejects(device.ping(), { name: "ConnectionFailed" });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(unhandled, []);
  });

  it("are none of time limits longer than a timer can be", async () => {
    for (const timeoutMs of [2 ** 31 - 1, 2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY, 0]) {
      const fresh = new DeviceProxy("a/b/c", { context, tangoHost: database.tangoHost });
      await fresh.ping({ timeoutMs });
    }
    device.setTimeoutMillis(Number.POSITIVE_INFINITY);
    assert.equal(device.getTimeoutMillis(), 0);
    assert.throws(() => device.setTimeoutMillis(-1), RangeError);
    await device.ping();
  });

  it("of properties are rejected, and nothing is stored", async () => {
    const inputs = [
      undefined,
      null,
      {},
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Symbol("x"),
      () => 1,
      [[1]],
      [null],
    ];
    const properties = [...inputs.map((xx) => ({ xx })), { "": "x" }, null, undefined, 5, "text", ["x"]];
    const db = device.getDeviceDb()!;
    for (const given of properties) {
      await assert.rejects(device.putProperty(wrong(given)), WRONG_DATA);
      await assert.rejects(db.putDeviceAttributeProperty("a/b/c", { level: wrong(given) }), WRONG_DATA);
    }
    const names = [undefined, null, 5, {}, [undefined], ["x", 5]];
    for (const given of names) {
      await assert.rejects(device.getProperty(wrong(given)), WRONG_DATA);
      await assert.rejects(db.getClassAttributeProperty("Fake", wrong(given)), WRONG_DATA);
    }
    for (const given of [
      undefined,
      null,
      5,
      new Map([["x", 1]]),
      new Date(),
      { "": [] },
      [undefined],
      ["x", 5],
    ]) {
      await assert.rejects(device.deleteProperty(wrong(given)), WRONG_DATA);
      await assert.rejects(db.deleteDeviceAttributeProperty("a/b/c", { level: wrong(given) }), WRONG_DATA);
    }
    await assert.rejects(db.getDeviceProperty(wrong(undefined), "x"), WRONG_DATA);
    await assert.rejects(db.importDevice(wrong(5)), WRONG_DATA);
    assert.deepEqual(database.commands, []);
  });

  it("of values are rejected, and nothing is sent", async () => {
    await device.ping();
    const before = server.calls.length;
    const values = [null, undefined, 5, "x", Promise.resolve({}), new Date(), [5], [["level"]], [[5, 5]]];
    for (const given of [...values, new Float64Array(2), new Set(["level"]), new ArrayBuffer(8)]) {
      await assert.rejects(device.writeAttributes(wrong(given)), WRONG_DATA);
      await assert.rejects(device.writeReadAttributes(wrong(given), []), WRONG_DATA);
    }
    for (const given of [null, undefined, 5, {}]) {
      await assert.rejects(device.writeAttribute(wrong(given), 5), WRONG_DATA);
      await assert.rejects(device.setAttributeConfig(wrong(given)), WRONG_DATA);
      await assert.rejects(device.setAttributeConfig([wrong(given)]), WRONG_DATA);
      await assert.rejects(device.readAttributes(wrong(given)), WRONG_DATA);
      await assert.rejects(device.attributeQuery(wrong(given)), WRONG_DATA);
      await assert.rejects(device.pollAttribute(wrong(given), 1), WRONG_DATA);
    }
    await assert.rejects(device.readAttributes(wrong("level")), WRONG_DATA);
    await assert.rejects(device.getAttributeConfig(wrong(null)), WRONG_DATA);
    await assert.rejects(device.getCommandConfig(wrong(null)), WRONG_DATA);
    assert.equal(server.calls.length, before);
    for (const given of [undefined, null, 5, Symbol("x")]) {
      assert.throws(() => new DeviceProxy(wrong(given), { context }), { name: "WrongNameSyntax" });
      assert.throws(() => new AttributeProxy(wrong(given), { context }), { name: "WrongNameSyntax" });
    }
  });

  it("are none of a Map", async () => {
    const written: unknown[] = [];
    const operations = {
      ...levelDevice(5),
      write_attributes_4: (values: unknown) => void written.push(values),
    };
    database.define("d/e/f", server.serve("d/e/f", 5, operations));
    const other = new DeviceProxy("d/e/f", { context, tangoHost: database.tangoHost });
    await other.writeAttributes(new Map([["level", 42]]));
    assert.deepEqual(
      (written[0] as { name: string }[]).map(({ name }) => name),
      ["level"],
    );
  });

  it("are none of no names: nothing is asked", async () => {
    await device.ping();
    const before = server.calls.length;
    assert.deepEqual(await device.getAttributeConfig([]), []);
    await device.setAttributeConfig([]);
    assert.equal(server.calls.length, before);
    database.commands.length = 0;
    const db = device.getDeviceDb()!;
    assert.deepEqual(await device.getProperty([]), {});
    assert.deepEqual(await db.getDeviceAttributeProperty("a/b/c", []), {});
    await device.deleteProperty([]);
    await db.deleteDeviceAttributeProperty("a/b/c", { level: [] });
    assert.deepEqual(database.commands, []);
  });

  it("of hosts are refused when a Database or a proxy is made, and shown", () => {
    for (const given of [5, null, { host: "h" }, { tangoHost: "h:1" }, ["h:1"], true]) {
      assert.throws(
        () => new Database(wrong(given)),
        { name: "TypeError" },
        `${JSON.stringify(given)} is no database`,
      );
    }
    const shown = { name: "ConnectionFailed", reason: "API_TangoHostNotSet", message: /not "localhost"/ };
    assert.throws(() => new Database("localhost", { context }), shown);
    assert.throws(() => new DeviceProxy("a/b/c", { context, tangoHost: "localhost" }), shown);
    assert.throws(() => new DeviceProxy("a/b/c", { context, tangoHost: wrong(5) }), { message: /not 5/ });
  });

  it("are not made by a list of names that changes meanwhile", async () => {
    const names = ["level"];
    const reading = device.readAttributes(names);
    names.push("other");
    assert.equal((await reading).length, 1);
  });

  it("of settings are refused when a proxy is made", () => {
    const make = (settings: unknown) => () =>
      new DeviceProxy("a/b/c", { context, tangoHost: "h:1", ...Object(settings) });
    for (const timeoutMs of [-1, "5"]) assert.throws(make({ timeoutMs }), RangeError);
    assert.throws(make({ source: "FOO" }), /a source is DEV, CACHE, CACHE_DEV, not "FOO"/);
    assert.throws(() => device.setSource(wrong("FOO")), TypeError);
    for (const given of [{}, null, 5]) assert.throws(make({ context: given }), /context is an OrbContext/);
  });
});
