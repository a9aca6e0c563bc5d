import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { Any } from "../../src/giop/idl/any.ts";
import {
  type AnyEventData,
  DevFailed,
  Device,
  devError,
  ImageValue,
  type LongStringArray,
  TimeVal,
} from "../../src/index.ts";
import {
  decodeContent,
  decodeEventMessage,
  type EventMessage,
} from "../../src/tango/event/message/event-message.ts";
import { AttributeConfig_3, AttributeConfig_5 } from "../../src/tango/idl/attribute-config.ts";
import { AttributeValue_3, AttributeValue_4, AttributeValue_5 } from "../../src/tango/idl/attribute-value.ts";
import { DevVarDoubleArray } from "../../src/tango/idl/data-types.ts";
import type { AttributeSpec } from "../../src/tango/server/definition/attribute-definition.ts";
import { SubSocket } from "../../src/tango/zmtp/sub-socket.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { memoryServer } from "../support/memory-server.ts";
import { until } from "../support/until.ts";

// Our client with our server: every type of event, and every type of data, through real sockets.

/** A value of each type, as it is pushed and as it comes. */
const VALUES = {
  DevBoolean: true,
  DevUChar: 200,
  DevShort: -32768,
  DevUShort: 65535,
  DevLong: -2147483648,
  DevULong: 4294967295,
  DevLong64: -9007199254740993n,
  DevULong64: 18446744073709551615n,
  DevFloat: 1.5,
  DevDouble: Math.PI,
  DevString: "Gr\u00fc\u00dfe",
  DevState: "RUNNING",
  DevEnum: 1,
} as const;

type Dtype = keyof typeof VALUES;

const TYPES = Object.keys(VALUES) as Dtype[];

class Pusher extends Device {
  static readonly attributes = Object.fromEntries([
    ...TYPES.flatMap((dtype): (readonly [string, object])[] => {
      const more = dtype === "DevEnum" ? { enumLabels: ["OFF", "ON"] } : {};
      return [
        [`${dtype}_scalar`, { dtype, ...more, read: () => VALUES[dtype] }],
        [`${dtype}_row`, { dtype, dformat: "SPECTRUM", maxDimX: 8, ...more, read: () => [VALUES[dtype]] }],
        [
          `${dtype}_image`,
          { dtype, dformat: "IMAGE", maxDimX: 8, maxDimY: 8, ...more, read: () => [[VALUES[dtype]]] },
        ],
      ];
    }),
    [
      "large",
      { dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 100_000, read: () => new Float64Array(100_000) },
    ],
    ["encoded", { dtype: "DevEncoded", read: () => ({ format: "raw", data: Uint8Array.of(1, 2) }) }],
    [
      "level",
      {
        dtype: "DevDouble",
        absChange: 1,
        archiveAbsChange: 1,
        period: 50,
        maxWarning: 5,
        write() {},
        read(this: Pusher) {
          this.reads++;
          return this.level;
        },
      },
    ],
  ]) as Readonly<Record<string, AttributeSpec<Pusher>>>;
  static readonly pipes = { flow: { read: () => ({ name: "first", elements: [] }) } };

  level = 0;
  /** How often it was read. */
  reads = 0;

  override initDevice(): void {
    for (const name of Object.keys(Pusher.attributes)) {
      if (name === "level") continue;
      this.setChangeEvent(name, true, false);
      this.setArchiveEvent(name, true, false);
      this.setAlarmEvent(name, true, false);
      this.setDataReadyEvent(name);
    }
    this.setChangeEvent("State", true, false);
    this.setState("ON");
  }
}

/** A server with one device, and a client that keeps what it is told. */
async function served(t: TestContext) {
  const { server, client, proxy, admin } = memoryServer(t, [[Pusher, "test/pusher/1"]]);
  await server.start();
  const seen: AnyEventData[] = [];
  return {
    server,
    client,
    proxy: proxy("test/pusher/1"),
    proxyFor: (context: OrbContext) => proxy("test/pusher/1", context),
    admin: admin(),
    device: () => server.running.devices.get("test/pusher/1").device as Pusher,
    seen,
    note: (event: AnyEventData) => void seen.push(event),
    /** The events that came until now, and are forgotten here. */
    take: () => seen.splice(0),
    /** Resolves when whoever has subscribed also receives: before that, what is pushed reaches nobody. */
    allArrived: (count: number) =>
      until(() => {
        const { subscriptions } = server.util.queryEventSystem();
        return subscriptions.length === count && subscriptions.every(({ isReceived }) => isReceived);
      }),
  };
}

describe("events of our server, seen by our client", () => {
  it("are pushed values of every type and format", async (t) => {
    const { device, proxy, seen, note, take } = await served(t);
    const names = [...TYPES.flatMap((type) => [`${type}_scalar`, `${type}_row`, `${type}_image`]), "encoded"];
    for (const name of names) await proxy.subscribeEvent(name, "change", note);
    assert.deepEqual(
      take().map(({ err }) => err),
      names.map(() => false),
    );
    for (const type of TYPES) {
      await device().pushChangeEvent(`${type}_scalar`, VALUES[type]);
      await device().pushChangeEvent(`${type}_row`, [VALUES[type], VALUES[type]] as number[]);
      await device().pushChangeEvent(`${type}_image`, [[VALUES[type], VALUES[type]]] as number[][]);
    }
    await device().pushChangeEvent("encoded", { format: "x", data: Uint8Array.of(9) });
    await until(() => seen.length === names.length);
    const values = take().map((event) => {
      assert.ok(event.event === "change" && !event.err);
      return event.attrValue!.value;
    });
    const expected = TYPES.flatMap((type) => [
      [VALUES[type]],
      [VALUES[type], VALUES[type]],
      [VALUES[type], VALUES[type]],
    ]);
    assert.deepEqual(values.slice(0, -1).map(elements), expected);
    assert.deepEqual(values.at(-1), { format: "x", data: Uint8Array.of(9) });
  });

  it("are large, one after the other, each as it was when it was pushed", async (t) => {
    const { device, proxy, proxyFor } = await served(t);
    const count = 60;
    const other = new OrbContext();
    t.after(() => other.close());
    const received: Float64Array[][] = [];
    for (const reader of [proxy, proxyFor(other)]) {
      const values: Float64Array[] = [];
      received.push(values);
      await reader.subscribeEvent("large", "change", (event) => {
        if (event.event === "change" && !event.err) values.push(event.attrValue!.value as Float64Array);
      });
    }
    const value = new Float64Array(100_000);
    for (let i = 1; i <= count; i++) {
      await device().pushChangeEvent("large", value.fill(i), { whenFull: "wait" });
    }
    await until(() => received.every(({ length }) => length === count + 1));
    for (const values of received) {
      for (const [i, one] of values.entries()) assert.ok(one.every((element) => element === i));
    }
  });

  it("have the quality and time, or the failure, that is pushed", async (t) => {
    const { device, proxy, seen, note, take } = await served(t);
    const types = ["change", "archive", "alarm", "user_event"] as const;
    for (const type of types) await proxy.subscribeEvent("DevDouble_scalar", type, note);
    take();
    const error = devError("Bad", "it broke", "here");
    const pushes = [
      { value: 1, quality: "ATTR_ALARM", time: new TimeVal(5, 6, 7) },
      { quality: "ATTR_INVALID" },
      new DevFailed([error]),
    ] as const;
    for (const push of pushes) {
      await device().pushChangeEvent("DevDouble_scalar", push);
      await device().pushArchiveEvent("DevDouble_scalar", push);
      await device().pushAlarmEvent("DevDouble_scalar", push);
      await device().pushEvent("DevDouble_scalar", push);
    }
    await until(() => seen.length === types.length * pushes.length);
    const told = take().map((event) => {
      assert.ok("attrValue" in event);
      const { attrValue, errors } = event;
      return attrValue === null ? errors : [attrValue.value, attrValue.quality];
    });
    assert.deepEqual(told, [
      ...types.map(() => [1, "ATTR_ALARM"]),
      ...types.map(() => [null, "ATTR_INVALID"]),
      ...types.map(() => [error]),
    ]);
  });

  it("are of a pipe, of data that is ready, and of a state", async (t) => {
    const { device, proxy, seen, note, take } = await served(t);
    await proxy.subscribeEvent("flow", "pipe", note);
    await proxy.subscribeEvent("encoded", "data_ready", note);
    await proxy.subscribeEvent("State", "change", note);
    assert.deepEqual(
      take().map(({ event }) => event),
      ["pipe", "change"],
    );
    await device().pushPipeEvent("flow", { name: "now", elements: [{ name: "x", value: 1.5 }] });
    await device().pushPipeEvent("flow", new DevFailed([devError("Bad", "it broke", "here")]));
    await device().pushDataReadyEvent("encoded", 42);
    device().setState("MOVING");
    await device().pushChangeEvent("State");
    await until(() => seen.length === 4);
    const [pipe, failure, ready, state] = take();
    assert.ok(pipe?.event === "pipe" && failure?.event === "pipe");
    assert.deepEqual(pipe.pipeValue?.blob, {
      name: "now",
      elements: [{ name: "x", type: "DevDouble", value: 1.5 }],
    });
    assert.deepEqual([failure.pipeValue, failure.errors[0]?.reason], [null, "Bad"]);
    assert.ok(ready?.event === "data_ready" && state?.event === "change");
    assert.deepEqual([ready.ctr, ready.attrDataType, state.attrValue?.value], [42, "DevEncoded", "MOVING"]);
  });

  it("come of polling, by the criteria of the attribute", async (t) => {
    const { device, proxy, seen, note, take } = await served(t);
    await proxy.pollAttribute("level", 10);
    for (const type of ["change", "archive", "alarm"] as const)
      await proxy.subscribeEvent("level", type, note);
    const has = (event: AnyEventData, value: number) =>
      "attrValue" in event && event.attrValue?.value === value;
    const came = (value: number, types: readonly string[]) => () =>
      types.every((type) => seen.some((event) => event.event === type && has(event, value)));
    device().level = 3;
    await until(came(3, ["change", "archive"]));
    // Less than the criteria, and then more, with the quality of a warning.
    device().level = 3.5;
    const { reads } = device();
    await until(() => device().reads > reads + 1);
    device().level = 7;
    await until(came(7, ["change", "archive", "alarm"]));
    // On a busy machine polls are left out, which is an error; what is read after an error is sent in any case.
    const all = take();
    for (const type of ["change", "archive", "alarm"]) {
      const events = all.filter(({ event }) => event === type);
      assert.ok(
        events.every((event, i) => !has(event, 3.5) || events[i - 1]?.err),
        type,
      );
    }
    await proxy.subscribeEvent("level", "periodic", note);
    await until(() => seen.filter(({ event }) => event === "periodic").length > 3);
    take();
    await proxy.stopPollAttribute("level");
    // On a busy machine polls that are left out are errors, too.
    const stopped = "No event possible on attribute level. Polling has just being stopped!";
    const isStopped = ({ errors }: AnyEventData) => errors[0]?.desc === stopped;
    await until(() => seen.filter(isStopped).length === 4);
    assert.deepEqual(
      take()
        .filter(isStopped)
        .map(({ event }) => event)
        .sort(),
      ["alarm", "archive", "change", "periodic"],
    );
  });

  it("are of a configuration and of an interface", async (t) => {
    const { device, proxy, seen, note, take } = await served(t);
    await proxy.subscribeEvent("level", "attr_conf", note);
    await proxy.subscribeEvent("intr_change", note);
    take();
    const config = await proxy.getAttributeConfig("level");
    await proxy.setAttributeConfig({ ...config, unit: "mm" });
    await device().addAttribute({ name: "added", dtype: "DevDouble", read: () => 1 });
    await until(() => seen.length === 2);
    const [conf, change] = take();
    assert.ok(conf?.event === "attr_conf" && change?.event === "intr_change");
    assert.equal(conf.attrConf?.unit, "mm");
    assert.ok(change.attList.some(({ name }) => name === "added"));
    assert.equal(change.devStarted, false);
  });

  for (const [idl, codec, config] of [
    ["3", AttributeValue_3, AttributeConfig_3],
    ["4", AttributeValue_4, AttributeConfig_3],
    ["5", AttributeValue_5, AttributeConfig_5],
  ] as const) {
    it(`are for clients of IDL ${idl} what they know`, async (t) => {
      const { device, admin, allArrived } = await served(t);
      const messages: EventMessage[] = [];
      const subscribe = async (object: string, event: string) => {
        const asked = ["test/pusher/1", object, "subscribe", event, idl];
        const { svalue } = await admin.commandInout<LongStringArray>("ZmqEventSubscriptionChange", asked);
        const { hostname: host, port } = new URL(svalue[1]!);
        const socket = new SubSocket(
          { host, port: Number(port) },
          { onMessage: (frames) => void messages.push(decodeEventMessage(frames)), onClosed() {} },
        );
        t.after(() => socket.close());
        socket.subscribe(svalue.at(-2)!);
        return svalue.at(-2)!;
      };
      const prefix = idl === "5" ? "idl5_" : "";
      assert.ok(
        (await subscribe("DevDouble_row", "change")).endsWith(`/devdouble_row#dbase=no.${prefix}change`),
      );
      await allArrived(1);
      // The first message to a new client comes twice.
      const next = async (event: string) => {
        const isIt = ({ topic }: EventMessage) => topic.endsWith(event);
        await until(() => messages.some(isIt));
        return messages.find(isIt)!;
      };
      await device().pushChangeEvent("DevDouble_row", [1.5, 2.5]);
      const reading = decodeContent(await next("change"), codec as typeof AttributeValue_5);
      assert.equal(reading.name, "DevDouble_row");
      assert.deepEqual(doublesIn(reading.value), [1.5, 2.5]);
      await subscribe("level", "attr_conf");
      await allArrived(2);
      await device().pushAttrConfEvent("level");
      const configuration = decodeContent(await next("attr_conf"), config as typeof AttributeConfig_5);
      assert.equal(configuration.name, "level");
    });
  }
});

/** What is in the value of an AttributeValue_5 or _4, or in that of an AttributeValue_3. */
function doublesIn(value: unknown): unknown {
  const inner =
    value instanceof Any ? value.extract(DevVarDoubleArray) : (value as { readonly value: unknown }).value;
  return Array.from(inner as Float64Array);
}

/** The elements of a value of any format. */
function elements(value: unknown): unknown[] {
  if (value instanceof ImageValue) return Array.from(value.data as ArrayLike<unknown>);
  return typeof value === "object" && value !== null ? Array.from(value as ArrayLike<unknown>) : [value];
}
