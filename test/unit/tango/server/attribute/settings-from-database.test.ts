import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  codeSettings,
  librarySettings,
  type SettingTexts,
} from "../../../../../src/tango/server/attribute/attribute-settings.ts";
import { wrongConfiguration } from "../../../../../src/tango/server/attribute/configuration-error.ts";
import {
  configured,
  initialSettings,
  settingTexts,
} from "../../../../../src/tango/server/attribute/settings-from-database.ts";
import {
  type AttributeProperties,
  defineAttribute,
} from "../../../../../src/tango/server/definition/attribute-definition.ts";
import type { AttributeType } from "../../../../../src/tango/value/cmd-arg-type.ts";

describe("the settings with which an attribute begins", () => {
  it("are those of the device, else of its class, else of the code, else of the library", () => {
    const { settings } = begin(
      "DevDouble",
      { label: "of the code", unit: "of the code", description: "of the code" },
      { label: "of the class", unit: "of the class" },
      { label: "of the device" },
    );
    assert.equal(settings.label, "of the device");
    assert.equal(settings.unit, "of the class");
    assert.equal(settings.description, "of the code");
    assert.equal(settings.format, "%6.2f");
  });

  for (const [dtype, format] of [
    ["DevFloat", "%6.2f"],
    ["DevULong64", "%d"],
    ["DevString", "%s"],
    ["DevBoolean", "Not specified"],
    ["DevState", "Not specified"],
    ["DevEncoded", "Not specified"],
  ] as const) {
    it(`have the format ${format} for a ${dtype}`, () => {
      assert.equal(begin(dtype).settings.format, format);
    });
  }

  it("take nothing from code that says nothing", () => {
    const { settings } = begin("DevDouble", {
      label: "",
      unit: "Not specified",
      minValue: "NaN",
      period: 10,
    });
    assert.deepEqual(
      [settings.label, settings.unit, settings.minValue, settings.period],
      ["level", "", "Not specified", "10"],
    );
  });

  it("take the documentation for the description", () => {
    assert.equal(begin("DevDouble", { doc: "how high" }).settings.description, "how high");
  });

  it("join several lines by commas, and know properties whatever their case", () => {
    assert.deepEqual(settingTexts({ ABS_change: ["-1", "2"], __value: ["5"], label: [] }), {
      absChange: "-1,2",
    });
  });

  it("have criteria and periods as clients see them", () => {
    const { settings } = begin("DevDouble", {}, {}, { absChange: "-1,2", period: "-5", archivePeriod: "0" });
    assert.equal(settings.absChange, "1,2");
    assert.equal(settings.period, "1000");
    assert.equal(settings.archivePeriod, "Not specified");
  });

  for (const [what, dtype, texts, problem] of [
    [
      "a limit that is no number",
      "DevDouble",
      { minAlarm: "abc" },
      /min_alarm is defined in an unsupported format$/,
    ],
    ["an empty limit", "DevDouble", { minAlarm: "" }, /min_alarm is defined in an unsupported format$/],
    [
      "a limit of a short with a point",
      "DevShort",
      { minValue: "1.5" },
      /min_value is defined in an unsupported format$/,
    ],
    [
      "a limit of a text",
      "DevString",
      { maxValue: "1" },
      /max_value is not settable for the attribute data type$/,
    ],
    [
      "limits that exclude each other",
      "DevLong",
      { minValue: "5", maxValue: "5" },
      /Value of min_value is greater than or equal to max_value$/,
    ],
    [
      "a time that is none",
      "DevLong",
      { deltaT: "1.5", deltaVal: "1" },
      /Can't convert property value for property delta_t\nRDS alarm/,
    ],
    [
      "a time without difference",
      "DevLong",
      { deltaT: "5" },
      /RDS alarm properties \(delta_t and delta_val\) are not correctly defined for attribute level in device a\/b\/c$/,
    ],
    [
      "an enumeration without labels",
      "DevEnum",
      {},
      /The attribute level has the DEV_ENUM data type but there is no enumeration label\(s\) defined$/,
    ],
    [
      "an enumeration with a label twice",
      "DevEnum",
      { enumLabels: "A,B,A" },
      /Enumeration for attribute level has two similar labels \(A, A\)$/,
    ],
  ] as const) {
    it(`do not make the device fail for ${what}, but the attribute`, () => {
      const failure = failureOf(dtype, texts);
      assert.equal(failure.reason, "API_AttrConfig");
      assert.match(failure.errors[0]!.desc, /^\nDevice a\/b\/c-> Attribute : level\n/);
      assert.match(failure.errors[0]!.desc, problem);
    });
  }

  it("tell a wrong limit as it is, but do not apply it", () => {
    const { settings, wrong } = begin("DevDouble", {}, {}, { minAlarm: "abc", absChange: "abc" });
    assert.equal(settings.minAlarm, "abc");
    assert.equal(settings.absChange, "Not specified");
    assert.deepEqual([...wrong], ["minAlarm", "absChange"]);
  });

  it("say how to get rid of wrong criteria", () => {
    assert.match(
      failureOf("DevDouble", { relChange: "x" }).errors[0]!.desc,
      /any property for this attribute will automatically bring the above-mentioned property to its library defaults\nHint : Check also class level attribute properties$/,
    );
    assert.match(
      failureOf("DevDouble", { relChange: "x", period: "y" }).errors[0]!.desc,
      /bring the above-listed properties to their library defaults\nHint/,
    );
    assert.match(
      failureOf("DevDouble", { relChange: "x", minValue: "a", maxValue: "b", minAlarm: "c", period: "y" })
        .errors[0]!.desc,
      /Setting valid values \(also 'NaN', 'Not specified' and '' - empty string\) for max_value, min_alarm and min_value will automatically bring event_period and rel_change to their library defaults\nHint/,
    );
  });
});

function begin(
  dtype: AttributeType,
  properties: AttributeProperties = {},
  inClass: SettingTexts = {},
  inDevice: SettingTexts = {},
) {
  const definition = defineAttribute("level", { dtype, read: () => 0, ...properties });
  const defaults = { inLibrary: librarySettings(definition), inCode: codeSettings(definition), inClass };
  return initialSettings(configured("a/b/c", definition), inDevice, defaults);
}

function failureOf(dtype: AttributeType, texts: SettingTexts) {
  return wrongConfiguration({ device: "a/b/c", name: "level", dtype }, begin(dtype, {}, {}, texts).errors);
}
