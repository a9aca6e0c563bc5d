import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DevAttrHistory_5,
  DevAttrHistoryList,
  DevAttrHistoryList_3,
} from "../../../../../src/tango/idl/history.ts";
import type {
  AttributeSnapshot,
  ValuePart,
} from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import {
  attributeHistory2,
  attributeHistory3,
  attributeHistory4,
  attributeHistory5,
} from "../../../../../src/tango/server/polling/attribute-history.ts";
import {
  type AttributeType,
  CMD_ARG_TYPE,
  cmdArgTypeName,
  isAttributeType,
} from "../../../../../src/tango/value/cmd-arg-type.ts";
import type { DeviceAttribute } from "../../../../../src/tango/value/device-attribute.ts";
import {
  attributeHistoryFrom2,
  attributeHistoryFrom3,
  attributeHistoryFrom5,
} from "../../../../../src/tango/value/history.ts";
import { ImageValue } from "../../../../../src/tango/value/image-value.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import { FAILURE, failedReading, reading } from "./polled-values.ts";
import { goldenResults, plain, received } from "./wire-values.ts";

const LEVEL = { dataType: "DevDouble", dataFormat: "SCALAR" } as const;

test("is what real servers answer", () => {
  const wires = goldenResults<DevAttrHistory_5>("read_attribute_history_5");
  for (const wire of wires) {
    const records = attributeHistoryFrom5(wire);
    // cppTango says DevVoid of the State.
    const data_type = wire.data_type === 0 ? CMD_ARG_TYPE.DevState : wire.data_type;
    const dataType = cmdArgTypeName(data_type);
    assert.ok(isAttributeType(dataType));
    const again = attributeHistory5(
      records.map((record) => snapshotOf(record, dataType)),
      wire.name,
      { dataType, dataFormat: wire.data_format },
    );
    assert.deepEqual(plain(received(DevAttrHistory_5, again)), plain({ ...wire, data_type }));
  }
  assert.ok(wires.length >= 4, `${wires.length} histories`);
});

test("has the values of the newest reading first, read and then written", () => {
  const part = (...values: number[]): ValuePart => ({
    elements: Float64Array.from(values),
    dimX: values.length,
    dimY: 0,
  });
  const readings: AttributeSnapshot[] = [
    { ...reading("level", 0), read: part(1), written: part(10) },
    { ...reading("level", 0), read: part(2, 3), written: part(20) },
  ];
  const wire = attributeHistory4(readings, "LEVEL", "DevDouble");
  assert.deepEqual(wire.value.value, Float64Array.of(2, 3, 20, 1, 10));
  assert.equal(wire.name, "LEVEL");
  assert.deepEqual(wire.r_dims, [
    { dim_x: 2, dim_y: 0 },
    { dim_x: 1, dim_y: 0 },
  ]);
  assert.deepEqual(wire.w_dims_array, [{ start: 1, nb_elt: 2 }]);
});

test("has no values of readings that failed or are invalid", () => {
  const readings = [
    reading("level", 1, new TimeVal(1)),
    failedReading("level", [FAILURE], new TimeVal(2)),
    { ...reading("level", 0, new TimeVal(3)), quality: "ATTR_INVALID", read: null } as const,
    { ...reading("level", 4, new TimeVal(4, 5, 6)), quality: "ATTR_ALARM" } as const,
  ];
  const records = attributeHistoryFrom5(
    received(DevAttrHistory_5, attributeHistory5(readings, "level", LEVEL)),
  );
  assert.deepEqual(
    records.map(({ hasFailed, quality, time }) => [hasFailed, quality, time.toNanoseconds()]),
    [
      [false, "ATTR_VALID", 1_000_000_000n],
      [true, "ATTR_INVALID", 2_000_000_000n],
      [false, "ATTR_INVALID", 3_000_000_000n],
      [false, "ATTR_ALARM", 4_000_005_006n],
    ],
  );
  assert.deepEqual(records[1]?.errors, [FAILURE]);
  assert.deepEqual([records[0]?.value, records[2]?.value, records[3]?.value], [1, null, 4]);
});

test("has an empty any where there is nothing", () => {
  for (const readings of [[], [failedReading("level")]]) {
    const wire = received(DevAttrHistory_5, attributeHistory5(readings, "level", LEVEL));
    assert.equal(wire.value.typeCode.kind, "tk_null");
    assert.equal(attributeHistoryFrom5(wire).length, readings.length);
  }
});

test("tells what was written to a write-only attribute as read and as written", () => {
  const part: ValuePart = { elements: Float64Array.of(7), dimX: 1, dimY: 0 };
  const readings = [{ ...reading("level", 0), read: part, written: part }];
  const [record] = attributeHistoryFrom5(
    received(DevAttrHistory_5, attributeHistory5(readings, "level", LEVEL)),
  );
  assert.equal(record?.value, 7);
  assert.equal(record?.writeValue, 7);
});

test("has texts, states and enums of any client generation", () => {
  const state: AttributeSnapshot = {
    ...reading("State", 0),
    dataType: "DevState",
    read: { elements: ["ON"], dimX: 1, dimY: 0 },
  };
  const readings = [
    state,
    failedReading("State"),
    { ...state, read: { ...state.read!, elements: ["FAULT"] } },
  ];
  const ofAll = [
    attributeHistoryFrom5(
      received(DevAttrHistory_5, attributeHistory5(readings, "State", { ...LEVEL, dataType: "DevState" })),
    ),
    attributeHistoryFrom3(received(DevAttrHistoryList_3, attributeHistory3(readings))),
    attributeHistoryFrom2(received(DevAttrHistoryList, attributeHistory2(readings))),
  ];
  for (const records of ofAll) {
    assert.deepEqual(
      records.map((record) => (record.hasFailed ? record.errors : record.value)),
      ["ON", [FAILURE], "FAULT"],
    );
  }
});

function snapshotOf(record: DeviceAttribute, dataType: AttributeType): AttributeSnapshot {
  const { name, dataFormat, quality, time, errors } = record;
  const part = (value: unknown, dimX: number, dimY: number): ValuePart | null => {
    if (dimX === 0 && dimY === 0) return null;
    const elements = value instanceof ImageValue ? value.data : dataFormat === "SCALAR" ? [value] : value;
    return { elements: elements as ArrayLike<unknown>, dimX, dimY };
  };
  const read = record.hasFailed ? null : part(record.value, record.dimX, record.dimY);
  const written = record.hasFailed ? null : part(record.writeValue, record.wDimX, record.wDimY);
  return { name, dataType, dataFormat, quality, time, read, written, errors };
}
