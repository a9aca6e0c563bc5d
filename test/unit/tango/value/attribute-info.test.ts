import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttributeConfig_5 } from "../../../../src/tango/idl/attribute-config.ts";
import {
  attributeConfig1,
  attributeConfig3,
  attributeConfig5,
  attributeInfoFrom1,
  attributeInfoFrom2,
  attributeInfoFrom3,
  attributeInfoFrom5,
} from "../../../../src/tango/value/attribute-info.ts";
import { commandInfoFrom1 } from "../../../../src/tango/value/command-info.ts";
import { deviceInfoFrom } from "../../../../src/tango/value/device-info.ts";

const CONFIG_5: AttributeConfig_5 = {
  name: "mode",
  writable: "READ_WRITE",
  data_format: "SCALAR",
  data_type: 29,
  memorized: true,
  mem_init: false,
  max_dim_x: 1,
  max_dim_y: 0,
  description: "d",
  label: "l",
  unit: "u",
  standard_unit: "s",
  display_unit: "p",
  format: "%s",
  min_value: "1",
  max_value: "2",
  writable_attr_name: "mode",
  level: "EXPERT",
  root_attr_name: "Not specified",
  enum_labels: ["A", "B"],
  att_alarm: {
    min_alarm: "3",
    max_alarm: "4",
    min_warning: "5",
    max_warning: "6",
    delta_t: "7",
    delta_val: "8",
    extensions: ["e"],
  },
  event_prop: {
    ch_event: { rel_change: "9", abs_change: "10", extensions: [] },
    per_event: { period: "1000", extensions: [] },
    arch_event: { rel_change: "11", abs_change: "12", period: "13", extensions: ["f"] },
  },
  extensions: ["g"],
  sys_extensions: ["h"],
};

test("nests the configuration as PyTango does, and gives the same back", () => {
  const info = attributeInfoFrom5(CONFIG_5);
  assert.equal(info.dataType, "DevEnum");
  assert.equal(info.memorized, "MEMORIZED");
  assert.deepEqual([info.minAlarm, info.maxAlarm, info.dispLevel], ["3", "4", "EXPERT"]);
  assert.deepEqual(info.events, {
    chEvent: { relChange: "9", absChange: "10", extensions: [] },
    perEvent: { period: "1000", extensions: [] },
    archEvent: { archiveRelChange: "11", archiveAbsChange: "12", archivePeriod: "13", extensions: ["f"] },
  });
  assert.deepEqual(attributeConfig5(info), CONFIG_5);
});

test("tells the ways of memorization apart", () => {
  const memorized = (changes: Partial<AttributeConfig_5>) =>
    attributeInfoFrom5({ ...CONFIG_5, ...changes }).memorized;
  assert.equal(memorized({ memorized: false }), "NONE");
  assert.equal(memorized({ mem_init: true }), "MEMORIZED_WRITE_INIT");
  const config = attributeConfig5(attributeInfoFrom5({ ...CONFIG_5, mem_init: true }));
  assert.deepEqual([config.memorized, config.mem_init], [true, true]);
});

test("fills what devices of IDL 1 to 4 do not tell", () => {
  const { memorized: _, mem_init: __, root_attr_name: ___, enum_labels: ____, ...config3 } = CONFIG_5;
  const three = attributeInfoFrom3(config3);
  assert.deepEqual(
    [three.memorized, three.enumLabels, three.rootAttrName],
    ["NOT_KNOWN", [], "Not specified"],
  );
  assert.deepEqual(attributeConfig3(three), config3);
  const { level, att_alarm, event_prop: _____, sys_extensions: ______, ...common } = config3;
  const config1 = { ...common, min_alarm: att_alarm.min_alarm, max_alarm: att_alarm.max_alarm };
  const one = attributeInfoFrom1(config1);
  assert.deepEqual(
    [one.dispLevel, one.alarms.minAlarm, one.alarms.minWarning],
    ["OPERATOR", "3", "Not specified"],
  );
  assert.deepEqual(attributeConfig1(one), config1);
  assert.equal(attributeInfoFrom2({ ...config1, level }).dispLevel, "EXPERT");
});

test("reads what devices tell of commands and of themselves", () => {
  const command = {
    cmd_name: "Go",
    cmd_tag: 1,
    in_type: 0,
    out_type: 16,
    in_type_desc: "i",
    out_type_desc: "o",
  };
  assert.deepEqual(commandInfoFrom1(command), {
    cmdName: "Go",
    cmdTag: 1,
    inType: "DevVoid",
    outType: "DevVarStringArray",
    inTypeDesc: "i",
    outTypeDesc: "o",
    dispLevel: "OPERATOR",
  });
  const device = { dev_class: "C", server_id: "s/1", server_host: "h", server_version: 1, doc_url: "u" };
  assert.deepEqual(
    [deviceInfoFrom(device).devType, deviceInfoFrom(device).versionInfo],
    ["Uninitialised", {}],
  );
  const six = { ...device, dev_type: "t", version_info: [{ key: "zmq", value: "4" }] };
  assert.deepEqual([deviceInfoFrom(six).devType, deviceInfoFrom(six).versionInfo], ["t", { zmq: "4" }]);
});

test("texts are UTF-8 on the wire, in characters of one byte", () => {
  const bytes = "caf\u00c3\u00a9";
  const wire = { ...CONFIG_5, description: bytes, unit: "\u00b5A", enum_labels: [bytes] };
  const info = attributeInfoFrom5(wire);
  assert.deepEqual([info.description, info.enumLabels], ["caf\u00e9", ["caf\u00e9"]]);
  assert.equal(info.unit, "\u00b5A", "what is no UTF-8 stays as it came");
  const { description, unit, enum_labels } = attributeConfig5({ ...info, unit: "\u2126" });
  assert.deepEqual([description, unit, enum_labels], [bytes, "\u00e2\u0084\u00a6", [bytes]]);
});
