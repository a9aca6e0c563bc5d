import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type { TangoEvent } from "../../../../../src/tango/event/data/tango-event.ts";
import type { EventType } from "../../../../../src/tango/event/message/event-type.ts";
import type {
  AttributeTable,
  CommandTable,
} from "../../../../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { forwarded } from "../../../../../src/tango/server/forwarded/forwarded-definition.ts";
import { MultiDeviceTestContext } from "../../../../../src/tango/server/test-context/multi-device-test-context.ts";
import { until } from "../../../../support/until.ts";

class Root extends Device {
  static readonly attributes: AttributeTable<Root> = {
    current: { dtype: "DevDouble", label: "The current", unit: "A", read: () => 1.5, write() {} },
    silent: { dtype: "DevDouble", read: () => 0 },
  };
  static readonly commands: CommandTable<Root> = {
    Push: {
      dtypeIn: "DevDouble",
      async execute(value: number) {
        const reading = Number.isNaN(value) ? new Error("no sensor") : value;
        await this.pushChangeEvent<"DevDouble">("current", reading);
        await this.pushArchiveEvent<"DevDouble">("current", reading);
        await this.pushEvent<"DevDouble">("current", reading);
        await this.pushDataReadyEvent("current", 7);
      },
    },
    Silence: {
      execute() {
        this.setChangeEvent("current", false);
      },
    },
  };

  override initDevice(): void {
    this.setChangeEvent("current", true, false);
    this.setArchiveEvent("current", true, false);
    this.setDataReadyEvent("current", true);
  }
}

class Front extends Device {
  static readonly attributes: AttributeTable<Front> = { here: forwarded(), quiet: forwarded() };
  static readonly commands: CommandTable<Front> = {
    Turn: {
      dtypeIn: "DevString",
      async execute(root: string) {
        await this.removeAttribute("here");
        await this.addAttribute(forwarded({ name: "here", root }));
      },
    },
    Own: {
      async execute() {
        await this.removeAttribute("here");
        await this.addAttribute({ name: "here", dtype: "DevDouble", read: () => 7 });
      },
    },
  };
}

async function serve() {
  const rootAtts = { here: "test/source/1/current", quiet: "test/source/1/silent" };
  const context = await MultiDeviceTestContext.start([
    { class: Front, devices: [{ name: "test/front/1", rootAtts }] },
    { class: Root, devices: ["test/source/1", "test/source/2"] },
  ]);
  return { context, front: context.getDevice("test/front/1"), root: context.getDevice("test/source/1") };
}

/** Subscribes, to what comes from now on; resolves when the server says that whoever subscribed is connected. */
async function record(context: MultiDeviceTestContext, device: DeviceProxy, name: string, type: EventType) {
  const events: TangoEvent[] = [];
  const id = await device.subscribeEvent(
    name,
    type as "change",
    (event) => events.push(event as TangoEvent),
    {
      subMode: "Sync",
    },
  );
  await until(() =>
    context.server.util.queryEventSystem().subscriptions.every(({ isReceived }) => isReceived),
  );
  return { id, events };
}

test("sends on what its root pushes, under its own name", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const change = await record(context, front, "here", "change");
  const archive = await record(context, front, "here", "archive");
  const user = await record(context, front, "here", "user_event");
  const ready = await record(context, front, "here", "data_ready");
  await until(async () => {
    await root.commandInout("Push", 2.5);
    return [change, archive, user, ready].every(({ events }) => events.length > 0);
  });
  for (const { events } of [change, archive, user]) {
    const [event] = events;
    assert.ok(event !== undefined && "attrValue" in event);
    assert.match(event.attrName, /\/test\/front\/1\/here#dbase=no$/);
    assert.equal(event.attrValue?.name, "here");
    assert.equal(event.attrValue?.value, 2.5);
  }
  const [event] = ready.events;
  assert.ok(event?.event === "data_ready");
  assert.equal(event.ctr, 7);
});

test("sends on that its root fails", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const { events } = await record(context, front, "here", "change");
  await until(async () => {
    await root.commandInout("Push", Number.NaN);
    return events.length > 0;
  });
  assert.ok(events[0]!.err);
  assert.match(events[0]!.errors[0]!.desc, /no sensor/);
});

test("says what the root says to a client that wants events it does not send", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const reasons = async (name: string) => {
    const error = await front
      .subscribeEvent(name, "change", () => {})
      .then(
        () => assert.fail("the subscription succeeded"),
        (error) => error,
      );
    assert.ok(error instanceof DevFailed);
    return error.errors.map(({ reason, desc }) => `${reason}: ${desc}`);
  };
  assert.match((await reasons("quiet"))[0]!, /^API_AttributePollingNotStarted: .* attribute silent/);
  // Also one that another client has been sent before.
  await front.subscribeEvent("here", "change", () => {});
  await root.commandInout("Silence");
  assert.match((await reasons("here"))[0]!, /^API_AttributePollingNotStarted: .* attribute current/);
});

test("tells of the configuration that its root is given, with its own label", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const { events } = await record(context, front, "here", "attr_conf");
  let unit = 0;
  await until(async () => {
    const info = await root.getAttributeConfig("current");
    await root.setAttributeConfig({ ...info, unit: `unit ${++unit}` });
    return events.length > 0;
  });
  const [event] = events;
  assert.ok(event?.event === "attr_conf");
  assert.match(event.attrConf!.unit, /^unit \d+$/);
  assert.equal(event.attrConf!.label, "here");
  assert.equal(event.attrConf!.name, "here");
});

test("goes on when its device or that of its root is made anew", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const { events } = await record(context, front, "here", "change");
  const admin = new DeviceProxy(context.getServerAccess());
  for (const device of ["test/front/1", "test/source/1"]) {
    await admin.commandInout("DevRestart", device);
    const before = events.length;
    await until(async () => {
      await root.commandInout("Push", 3);
      return events.slice(before).some(({ err }) => !err);
    });
  }
});

test("asks its root for nothing any more when its device is gone", async () => {
  const { context, front } = await serve();
  await using _ = context;
  await record(context, front, "here", "change");
  const isFollowed = () => {
    const { subscriptions } = context.server.util.queryEventSystem();
    return subscriptions.some(
      ({ source, isReceived }) => source.includes("/test/source/1/current") && isReceived,
    );
  };
  await until(isFollowed);
  await context.server.util.deleteDevice("test/front/1");
  await until(() => !isFollowed());
});

test("has the events of another root when it is added again for that, and none as an attribute of its own", async () => {
  const { context, front, root } = await serve();
  await using _ = context;
  const other = context.getDevice("test/source/2");
  const { events } = await record(context, front, "here", "change");
  const followed = () => {
    const { subscriptions } = context.server.util.queryEventSystem();
    return subscriptions.flatMap(({ source, isReceived }) => {
      const [, device] = /test\/(source\/\d)\/current/.exec(source) ?? [];
      return isReceived && device !== undefined ? [device] : [];
    });
  };
  await until(() => followed().includes("source/1"));
  await front.commandInout("Turn", "test/source/2/current");
  await until(() => followed().length === 1 && followed()[0] === "source/2");
  await root.commandInout("Push", 11);
  await until(async () => {
    await other.commandInout("Push", 22);
    return events.length > 0;
  });
  const values = events.map((event) => ("attrValue" in event ? (event.attrValue?.value ?? null) : null));
  assert.deepEqual(new Set(values), new Set([22]));
  await front.commandInout("Own");
  await until(() => followed().length === 0);
});
