import assert from "node:assert/strict";
import { test } from "node:test";
import { eventObservation } from "../../../../src/cli/monitor/event-observation.ts";
import type { AnyEventData } from "../../../../src/tango/client/device-events.ts";
import type { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { devError } from "../../../../src/tango/error/dev-error.ts";
import type { EventHead } from "../../../../src/tango/event/data/event-head.ts";
import type { EventType } from "../../../../src/tango/event/message/event-type.ts";
import type { AttributeInfoEx } from "../../../../src/tango/value/attribute-info.ts";
import { DeviceAttribute, type Reading } from "../../../../src/tango/value/device-attribute.ts";
import { TimeVal } from "../../../../src/tango/value/time-val.ts";

const MEASURED = new TimeVal(1_700_000_000, 5);
const RECEIVED = new TimeVal(1_700_000_001);
const received = "2023-11-14T22:13:21.000000Z";
const attrName = "tango://h:1/a/b/c/d";

function head<T extends EventType>(event: T): EventHead<T, DeviceProxy> {
  // No proxy is looked at.
  const device = {} as DeviceProxy;
  return { device, event, err: false, errors: [], receptionDate: RECEIVED, eventReason: "Update" };
}

function valueEvent(value: unknown, reading: Partial<Reading<unknown>> = {}): AnyEventData {
  const attrValue = new DeviceAttribute({
    name: "d",
    type: "DevDouble",
    dataFormat: "SCALAR",
    quality: "ATTR_VALID",
    time: MEASURED,
    dimX: 1,
    dimY: 0,
    wDimX: 0,
    wDimY: 0,
    value,
    writeValue: null,
    errors: [],
    ...reading,
  });
  return { ...head("change"), attrName, attrValue: attrValue as DeviceAttribute };
}

const CONFIG = {
  name: "d",
  unit: "mm",
  writable: "READ",
  dataType: "DevDouble",
  dataFormat: "SCALAR",
  label: "Depth\u001b",
  minValue: "0",
  maxValue: "Not specified",
  enumLabels: [],
  alarms: { minAlarm: "Not specified", maxAlarm: "9", minWarning: "", maxWarning: "" },
  events: { chEvent: { absChange: "0.5", relChange: "Not specified" }, perEvent: { period: "1000" } },
} as unknown as AttributeInfoEx;

test("tells of a value what it is, with its unit", () => {
  const { time, errors, quality, numbers, text, data } = eventObservation(valueEvent(-0.5), CONFIG);
  assert.deepEqual([time, errors, quality, numbers], [MEASURED, [], "ATTR_VALID", -0.5]);
  assert.equal(text(72), "-0.5 mm");
  assert.deepEqual(data(), {
    received,
    name: "d",
    type: "DevDouble",
    dataFormat: "SCALAR",
    value: -0.5,
    unit: "mm",
    quality: "ATTR_VALID",
    time: "2023-11-14T22:13:20.000005Z",
    dimX: 1,
    dimY: 0,
  });
  assert.equal(eventObservation(valueEvent(-0.5), undefined).text(72), "-0.5");
});

test("draws numbers alone, and a gap for a value that is not there", () => {
  const numbers = (event: AnyEventData) => eventObservation(event, undefined).numbers;
  const list = new Float32Array([1, 2]);
  assert.equal(numbers(valueEvent(true)), 1);
  assert.equal(numbers(valueEvent(2n ** 63n)), 2 ** 63);
  assert.equal(numbers(valueEvent(list, { dataFormat: "SPECTRUM" })), list);
  assert.equal(numbers(valueEvent("text")), null);
  assert.equal(numbers(valueEvent("ON")), null);
  const invalid = valueEvent(null, { quality: "ATTR_INVALID" });
  assert.equal(numbers(invalid), Number.NaN);
  assert.equal(eventObservation(invalid, CONFIG).text(72), "(no value)");
});

test("tells errors, and when they came", () => {
  const errors = [devError("API_EventTimeout", "no answer", "here")];
  const event = { ...head("change"), err: true, errors, attrName, attrValue: null };
  const observation = eventObservation(event, CONFIG);
  assert.deepEqual([observation.time, observation.errors], [RECEIVED, errors]);
  assert.deepEqual(observation.data(), { received, errors });
});

test("tells of a configuration what is set in it", () => {
  const event: AnyEventData = { ...head("attr_conf"), attrName, attrConf: CONFIG };
  const { text, data } = eventObservation(event, undefined);
  assert.equal(
    text(72),
    "DevDouble READ, label Depth\\x1b, unit mm, min 0, max_alarm 9, abs_change 0.5, period 1000",
  );
  assert.deepEqual(data(), { received, attrConf: CONFIG });
});

test("tells of the other kinds of events what they say", () => {
  const ready: AnyEventData = { ...head("data_ready"), attrName, attrDataType: "DevLong", ctr: 7 };
  const interfaceChange: AnyEventData = {
    ...head("intr_change"),
    deviceName: "tango://h:1/a/b/c",
    cmdList: [],
    attList: [CONFIG],
    devStarted: true,
  };
  const blob = {
    name: "scan",
    elements: [
      { name: "points", type: "DevLong", value: 100 },
      { name: "title", type: "DevString", value: "two\nlines" },
      { name: "inner", type: "DevPipeBlob", value: { name: "", elements: [] } },
    ],
  } as const;
  const pipe: AnyEventData = {
    ...head("pipe"),
    pipeName: "tango://h:1/a/b/c/p",
    pipeValue: { name: "p", time: MEASURED, blob },
  };
  const shown = [ready, interfaceChange, pipe].map((event) => eventObservation(event, undefined));
  assert.deepEqual(
    shown.map(({ text }) => text(72)),
    [
      "data ready, counter 7 (DevLong)",
      "0 commands, 1 attributes, just started",
      "scan{ points: 100, title: two\\nlines, inner: {  } }",
    ],
  );
  assert.deepEqual(
    shown.map(({ data }) => data()),
    [
      { received, attrDataType: "DevLong", ctr: 7 },
      { received, devStarted: true, cmdList: [], attList: [CONFIG] },
      { received, name: "p", time: "2023-11-14T22:13:20.000005Z", blob },
    ],
  );
  assert.deepEqual([shown[0]!.numbers, shown[2]!.time], [7, MEASURED]);
});
