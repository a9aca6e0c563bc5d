import assert from "node:assert/strict";
import { test } from "node:test";
import { watchEvents } from "../../../../src/cli/monitor/watch-events.ts";
import type { AnyEventData } from "../../../../src/tango/client/device-events.ts";
import { devError } from "../../../../src/tango/error/dev-error.ts";
import { TimeVal } from "../../../../src/tango/value/time-val.ts";
import { deviceWith, readingOf } from "./monitored-devices.ts";

type Callback = (event: AnyEventData) => void;

const CONFIG = { unit: "mm", writable: "READ", enumLabels: [] };
const HEAD = { device: {}, errors: [], err: false, receptionDate: new TimeVal(2), eventReason: "Update" };
const TARGET = { index: 3, name: "a" };

function valueEvent(value: number): AnyEventData {
  return {
    ...HEAD,
    event: "change",
    attrName: "",
    attrValue: readingOf("a", value),
  } as unknown as AnyEventData;
}

test("shows events in their order, the first with its unit though that came later", async () => {
  let answer = (_: object) => {};
  const subscriptions: unknown[][] = [];
  let callback: Callback = () => assert.fail();
  const device = deviceWith([], {
    attributeQuery: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    subscribeEvent: async (name: string, type: string, given: Callback, { subMode }: { subMode: string }) => {
      subscriptions.push([name, type, subMode]);
      callback = given;
      return 1;
    },
  });
  const shown: string[] = [];
  const { signal } = new AbortController();
  const watching = watchEvents(device, TARGET, "change", { signal }, (index, { text }) =>
    shown.push(`${index}: ${text(72)}`),
  );
  callback(valueEvent(1));
  callback(valueEvent(2));
  assert.deepEqual(shown, []);
  answer(CONFIG);
  await watching;
  callback(valueEvent(3));
  assert.deepEqual(shown, ["3: 1 mm", "3: 2 mm", "3: 3 mm"]);
  assert.deepEqual(subscriptions, [["a", "change", "Stateless"]]);
});

test("asks for the unit again when a device that was not there has sent a value", async () => {
  let isThere = false;
  let asked = 0;
  let callback: Callback = () => assert.fail();
  const device = deviceWith([], {
    attributeQuery: async () => {
      asked++;
      if (!isThere) throw new Error("not there");
      return CONFIG;
    },
    subscribeEvent: async (_name: string, _type: string, given: Callback) => {
      callback = given;
      return 1;
    },
  });
  const shown: string[] = [];
  const { signal } = new AbortController();
  await watchEvents(device, TARGET, "periodic", { signal }, (_, { text, errors }) =>
    shown.push(errors[0]?.reason ?? text(72)),
  );
  const errors = [devError("API_CantConnectToDevice", "not there", "here")];
  callback({ ...valueEvent(0), err: true, errors, attrValue: null } as AnyEventData);
  assert.equal(asked, 1);
  isThere = true;
  callback(valueEvent(1));
  await device.learn("a", {});
  callback(valueEvent(2));
  assert.deepEqual([shown, asked], [["API_CantConnectToDevice", "1", "2 mm"], 2]);
});

test("subscribes to the device itself for intr_change, and rejects where it is no use to try again", async () => {
  const refused = new Error("no events at all");
  const device = deviceWith([], {
    subscribeEvent: async (type: string) => {
      assert.equal(type, "intr_change");
      throw refused;
    },
  });
  const { signal } = new AbortController();
  await assert.rejects(
    watchEvents(device, { index: 0, name: "" }, "intr_change", { signal }, assert.fail),
    refused,
  );
});
