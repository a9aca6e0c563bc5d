import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { readAttributes } from "../../../../../src/tango/server/attribute/read-attributes.ts";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { endDevice } from "../../../../../src/tango/server/device-life.ts";
import { removeAttribute } from "../../../../../src/tango/server/dynamic/dynamic-attributes.ts";
import {
  configureForwarded,
  refreshForwarded,
} from "../../../../../src/tango/server/forwarded/configure-forwarded.ts";
import {
  defineForwarded,
  type ForwardedOptions,
  forwarded,
} from "../../../../../src/tango/server/forwarded/forwarded-definition.ts";
import { Forwarding } from "../../../../../src/tango/server/forwarded/forwarding.ts";
import { problemLines } from "../../../../../src/tango/server/forwarded/forwarding-problem.ts";
import type { ServerEnvironment } from "../../../../../src/tango/server/server-environment.ts";
import { NO_MONITOR } from "../../../../../src/threading/serialization-monitor.ts";
import { levelDevice } from "../../../../support/fake-attributes.ts";
import { deferred, FakeServer } from "../../../../support/fake-device.ts";
import { fakeEvents, subscribe } from "../../../../support/fake-events.ts";
import { serveDevice } from "../../../../support/served-device.ts";
import { until } from "../../../../support/until.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";

const ROOT = "test/source/1";

/** A device with the forwarded attribute `mine`, and a server in which its root may be. */
async function serve(
  t: TestContext,
  options: ForwardedOptions = {},
  attributeProperties: object = {},
  server: Partial<ServerEnvironment> = {},
) {
  const roots = await FakeServer.start();
  const rootName = (attribute: string) => `tango://127.0.0.1:${roots.port}/${ROOT}/${attribute}#dbase=no`;
  class Front extends Device {
    static readonly attributes = { mine: forwarded({ root: rootName("level"), ...options }) };
  }
  const database = new MemoryServerDatabase({
    classes: {
      Front: { devices: { "test/device/1": { attributeProperties: attributeProperties as never } } },
      Root: { devices: { [ROOT]: { attributeProperties: { nope: { __root_att: "test/device/1/mine" } } } } },
    },
  });
  const told = fakeEvents();
  const { served } = await serveDevice(Front, { database, events: told.events, ...server });
  await subscribe(served, "intr_change");
  const clock = new VirtualClock();
  const forwarding = new Forwarding(served, clock);
  served.forwarding = forwarding;
  t.after(async () => {
    await endDevice(served);
    await told.events.close();
    await served.server.context.close();
    await roots.stop();
  });
  const problems = () => Array.from(forwarding.missing, ({ problem }) => problem);
  /** Resolves when an attribute has come or changed. */
  const changed = () => until(() => told.socket.take().length > 0);
  return { served, clock, forwarding, roots, rootName, problems, changed, database };
}

test("looks again for a root every ten seconds until it is there", async (t) => {
  const { served, clock, forwarding, roots, problems, changed } = await serve(t);
  await forwarding.start();
  assert.deepEqual(problems(), ["wrong device"]);
  assert.equal(served.attributes.find("mine"), undefined);
  assert.equal(clock.timers, 1);
  roots.serve(ROOT, 6, levelDevice(6));
  const found = changed();
  await clock.pass(9999);
  assert.deepEqual(problems(), ["wrong device"]);
  await clock.pass(1);
  await found;
  assert.deepEqual(problems(), []);
  assert.equal(served.attributes.find("mine")?.definition.dtype, "DevDouble");
  assert.equal(clock.timers, 0);
});

for (const isThere of [true, false]) {
  const title = isThere ? "is there" : "is not there";
  test(`takes the root of an attribute that was added again, though the one before ${title} later`, async (t) => {
    const { served, forwarding, roots, rootName, problems, database } = await serve(
      t,
      {},
      {},
      { monitorFor: () => NO_MONITOR },
    );
    if (isThere) roots.serve(ROOT, 6, levelDevice(6));
    roots.serve("test/source/2", 6, levelDevice(6));
    const held = deferred<void>();
    const { deviceAttributeProperties } = database;
    let isHeld = false;
    database.deviceAttributeProperties = async (...asked) => {
      if (!isHeld) {
        isHeld = true;
        await held.promise;
      }
      return deviceAttributeProperties.apply(database, asked);
    };
    const late = forwarding.start();
    forwarding.remove("mine");
    const root = rootName("level").replace(ROOT, "test/source/2");
    await forwarding.add(defineForwarded("mine", forwarded({ root })));
    held.resolve();
    await late;
    assert.match(served.attributes.find("mine")?.root?.fullName ?? "none", /test\/source\/2\/level$/);
    assert.deepEqual(problems(), []);
  });
}

test("tells a root whose server does not run from a wrong one", async (t) => {
  const { clock, forwarding, roots } = await serve(t);
  await roots.stop();
  await forwarding.start();
  const [missing] = forwarding.missing;
  assert.deepEqual(problemLines(missing!).split("\n"), [
    "",
    "Forwarded attribute mine is not reachable! ",
    `Root attribute name = tango://127.0.0.1:${roots.port}/${ROOT}/level`,
    "Error: Root device not started yet. Polling (if any) for this attribute not available",
  ]);
  forwarding.close();
  assert.equal(clock.timers, 0);
});

test("refuses the root of a device before IDL 5", async (t) => {
  const { forwarding, roots, problems } = await serve(t);
  roots.serve(ROOT, 4, levelDevice(4));
  await forwarding.start();
  assert.deepEqual(problems(), ["old root device"]);
});

test("finds out that two attributes stand for each other", async (t) => {
  const { forwarding, roots, problems } = await serve(t, {}, {});
  roots.serve(ROOT, 6, levelDevice(6));
  await forwarding.start();
  assert.deepEqual(problems(), []);
  const looped = await serve(t, { root: `tango://127.0.0.1:${roots.port}/${ROOT}/nope#dbase=no` });
  await looped.forwarding.start();
  assert.deepEqual(looped.problems(), ["loop"]);
});

test("leaves a hint in the database where nobody names the root, and does not look again", async (t) => {
  const { clock, database, forwarding, problems } = await serve(t, { root: undefined as never });
  await forwarding.start();
  assert.deepEqual(problems(), ["missing root"]);
  assert.equal(clock.timers, 0);
  assert.deepEqual(await database.deviceAttributeProperties("test/device/1", ["mine"]), {
    mine: { __root_att: ["Not defined"] },
  });
});

test("takes its label from the database, else from the code", async (t) => {
  const inCode = await serve(t, { label: "Code" });
  inCode.roots.serve(ROOT, 6, levelDevice(6));
  await inCode.forwarding.start();
  assert.equal(inCode.served.attributes.get("mine").settings.label, "Code");
  const inDatabase = await serve(t, { label: "Code" }, { mine: { label: "Database" } });
  inDatabase.roots.serve(ROOT, 6, levelDevice(6));
  await inDatabase.forwarding.start();
  assert.equal(inDatabase.served.attributes.get("mine").settings.label, "Database");
});

test("becomes what its root has become, and keeps what is known where that does not answer", async (t) => {
  const { served, forwarding, roots, changed } = await serve(t);
  const device = levelDevice(6);
  roots.serve(ROOT, 6, device);
  await forwarding.start();
  const before = served.attributes.get("mine");
  await refreshForwarded(served);
  assert.equal(served.attributes.get("mine"), before);
  const told = device.get_attribute_config_5!;
  roots.orb.deactivate(ROOT);
  roots.serve(ROOT, 6, {
    ...device,
    get_attribute_config_5: async (...args) =>
      Array.from(await told(...args), (config) => ({ ...config, data_type: 3 })),
  });
  const hasChanged = changed();
  await refreshForwarded(served);
  await hasChanged;
  assert.equal(served.attributes.get("mine").definition.dtype, "DevLong");
  await roots.stop();
  await refreshForwarded(served);
  assert.equal(served.attributes.get("mine").definition.dtype, "DevLong");
});

test("stays removed, though its root tells only then that it has become another", async (t) => {
  const { served, forwarding, roots } = await serve(t);
  const device = levelDevice(6);
  roots.serve(ROOT, 6, device);
  await forwarding.start();
  const told = device.get_attribute_config_5!;
  const held = deferred<void>();
  let isAsked = false;
  roots.orb.deactivate(ROOT);
  roots.serve(ROOT, 6, {
    ...device,
    get_attribute_config_5: async (...args) => {
      isAsked = true;
      await held.promise;
      return Array.from(await told(...args), (config) => ({ ...config, data_type: 3 }));
    },
  });
  const refreshing = refreshForwarded(served);
  await until(() => isAsked);
  await removeAttribute(served, "mine");
  held.resolve();
  await refreshing;
  assert.equal(served.attributes.find("mine"), undefined);
});

test("keeps what its root tells while its label is being kept", async (t) => {
  const { served, forwarding, roots, database } = await serve(t);
  const device = levelDevice(6);
  roots.serve(ROOT, 6, device);
  await forwarding.start();
  const told = device.get_attribute_config_5!;
  roots.orb.deactivate(ROOT);
  roots.serve(ROOT, 6, {
    ...device,
    get_attribute_config_5: async (...args) =>
      Array.from(await told(...args), (config) => ({ ...config, unit: "furlong" })),
  });
  const held = deferred<void>();
  database.putDeviceAttributeProperties = () => held.promise;
  const attribute = served.attributes.get("mine");
  const configuring = assert.rejects(configureForwarded(served, attribute, { label: "Mine" }));
  await refreshForwarded(served);
  await roots.stop();
  held.resolve();
  await configuring;
  const { label, unit } = attribute.settings;
  assert.deepEqual({ label, unit }, { label: "Mine", unit: "furlong" });
});

test("asks its root as each client wants it, though calls are not serialised", async (t) => {
  const { served, forwarding, roots } = await serve(t, {}, {}, { monitorFor: () => NO_MONITOR });
  const device = levelDevice(6);
  const sources: unknown[] = [];
  roots.serve(ROOT, 6, {
    ...device,
    read_attributes_5: (...args) => {
      sources.push(args[1]);
      return device.read_attributes_5!(...args);
    },
  });
  await forwarding.start();
  served.device.alwaysExecutedHook = () => turn();
  await Promise.all([readAttributes(served, ["mine"], "CACHE_DEV"), readAttributes(served, ["mine"], "DEV")]);
  assert.deepEqual(sources.sort(), ["CACHE_DEV", "DEV"]);
});
