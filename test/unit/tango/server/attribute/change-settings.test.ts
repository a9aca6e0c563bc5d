import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import {
  type AttributeSettings,
  codeSettings,
  librarySettings,
  type SettingTexts,
} from "../../../../../src/tango/server/attribute/attribute-settings.ts";
import {
  type ChangeContext,
  changeSettings,
  propertyChanges,
} from "../../../../../src/tango/server/attribute/change-settings.ts";
import {
  configured,
  initialSettings,
} from "../../../../../src/tango/server/attribute/settings-from-database.ts";
import {
  type AttributeProperties,
  defineAttribute,
} from "../../../../../src/tango/server/definition/attribute-definition.ts";
import type { AttributeType } from "../../../../../src/tango/value/cmd-arg-type.ts";

describe("a change of settings", () => {
  const sources = [
    { unit: "of the code", minValue: 1, absChange: "1,2" },
    { unit: "of the class", minValue: "2", absChange: "5" },
  ] as const;

  for (const [text, unit, minValue, absChange] of [
    ["Not specified", "", "Not specified", "Not specified"],
    ["not SPECIFIED", "", "Not specified", "Not specified"],
    ["", "of the code", "1", "1,2"],
    ["NaN", "of the class", "2", "5"],
    ["7", "7", "7", "7"],
  ] as const) {
    it(`takes ${JSON.stringify(text)} for ${JSON.stringify(unit)}`, () => {
      const settings = changed(attribute("DevDouble", ...sources), {
        unit: text,
        minValue: text,
        absChange: text,
      });
      assert.deepEqual([settings.unit, settings.minValue, settings.absChange], [unit, minValue, absChange]);
    });
  }

  for (const [what, dtype, request, reason, problem] of [
    [
      "a limit that is no number",
      "DevDouble",
      { minAlarm: "abc" },
      "API_AttrOptProp",
      "The property min_alarm is defined in an unsupported format",
    ],
    [
      "a limit that the type does not hold",
      "DevShort",
      { maxValue: "70000" },
      "API_AttrOptProp",
      "The property max_value is defined in an unsupported format",
    ],
    [
      "a limit of a text",
      "DevString",
      { minValue: "1" },
      "API_AttrOptProp",
      "The property min_value is not settable for the attribute data type",
    ],
    [
      "values that exclude each other",
      "DevLong",
      { minValue: "3", maxValue: "3.5" },
      "API_IncoherentValues",
      "Value of min_value is greater than or equal to max_value",
    ],
    [
      "alarms that exclude each other",
      "DevLong",
      { minAlarm: "3", maxAlarm: "1" },
      "API_IncoherentValues",
      "Value of min_alarm is greater than or equal to max_alarm",
    ],
    [
      "warnings that exclude each other",
      "DevLong",
      { minWarning: "3", maxWarning: "1" },
      "API_IncoherentValues",
      "Value of min_warning is greater than or equal to max_warning",
    ],
    [
      "a criterion that is none",
      "DevLong",
      { relChange: "1,x" },
      "API_AttrOptProp",
      "The property rel_change is defined in an unsupported format",
    ],
    [
      "a period of a size that the database could not give back",
      "DevLong",
      { period: "1e300" },
      "API_AttrOptProp",
      "The property event_period is defined in an unsupported format",
    ],
    [
      "such a time for differences",
      "DevLong",
      { deltaT: "-1e300" },
      "API_AttrOptProp",
      "The property delta_t is defined in an unsupported format",
    ],
    [
      "a period that is none",
      "DevLong",
      { period: "x" },
      "API_AttrOptProp",
      "The property event_period is defined in an unsupported format",
    ],
    [
      "a time that is none",
      "DevLong",
      { deltaT: "x" },
      "API_AttrOptProp",
      "The property delta_t is defined in an unsupported format",
    ],
    [
      "another number of labels",
      "DevEnum",
      { enumLabels: ["A"] },
      "API_NotSupportedFeature",
      "It's not supported to change enumeration labels number from outside the Tango device class code",
    ],
    [
      "no default of labels",
      "DevEnum",
      { enumLabels: ["Not specified"] },
      "API_AttrOptProp",
      "No enumeration label(s) default library value for attribute of the Tango::DEV_ENUM data type",
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      const enumLabels = dtype === "DevEnum" ? { enumLabels: ["A", "B"] } : {};
      assert.throws(
        () => changed(attribute(dtype, enumLabels), request as Partial<AttributeSettings>),
        (error: DevFailed) => {
          assert.equal(error.reason, reason);
          assert.equal(error.errors[0]!.desc, `Device a/b/c-> Attribute : level\n${problem}`);
          return true;
        },
      );
    });
  }

  it("refuses an enumeration without labels, and a label twice", () => {
    const labelled = attribute("DevEnum", { enumLabels: ["A", "B"] });
    assert.throws(
      () => changed(labelled, { enumLabels: [] }),
      /Device a\/b\/c- Attribute : level- No value defined for the property enum_labels/,
    );
    assert.throws(() => changed(labelled, { enumLabels: ["A", "A"] }), /two similar labels \(A, A\)/);
  });

  it("lets only the device change the number of labels", () => {
    const labelled = attribute("DevEnum", { enumLabels: ["A", "B"] });
    const settings = changeSettings({ ...labelled, isFromDevice: true }, { enumLabels: ["X", "Y", "Z"] });
    assert.deepEqual(settings.enumLabels, ["X", "Y", "Z"]);
    assert.deepEqual(changed({ ...labelled, present: settings }, { enumLabels: [""] }).enumLabels, [
      "A",
      "B",
    ]);
  });

  it("refuses limits that exclude the memorized value", () => {
    const memorized = { ...attribute("DevDouble"), memorized: 3.25 };
    assert.throws(() => changed(memorized, { minValue: "4" }), /\(3\.25\) is below the new limit!!/);
    assert.throws(() => changed(memorized, { maxValue: "2" }), /\(3\.25\) is above the new limit!!/);
    assert.equal(changed(memorized, { maxValue: "8" }).maxValue, "8");
  });

  it("ignores differences of texts, booleans and states", () => {
    for (const dtype of ["DevString", "DevBoolean", "DevState"] as const) {
      const context = attribute(dtype);
      assert.deepEqual(
        changed(context, { minWarning: "1", deltaT: "1", deltaVal: "1", absChange: "1" }),
        context.present,
      );
    }
  });

  it("changes only the periods of State and Status", () => {
    const common = { ...attribute("DevState"), isCommon: true };
    const settings = changed(common, { label: "x", period: "300", archivePeriod: "5", minValue: "1" });
    assert.deepEqual(settings, { ...common.present, period: "300", archivePeriod: "5" });
  });

  it("keeps integers without what is behind their point, and real numbers as they are given", () => {
    assert.equal(changed(attribute("DevLong"), { minValue: "1.7" }).minValue, "1");
    assert.equal(changed(attribute("DevDouble"), { minValue: "1.70" }).minValue, "1.70");
    assert.equal(changed(attribute("DevLong"), { deltaT: "12.9", period: "12.7" }).deltaT, "12");
  });
});

describe("what a change keeps in the database", () => {
  for (const [what, sources, request, changes] of [
    ["nothing for what stays", [{}], { label: "level", period: "1000" }, {}],
    [
      "what differs from the library",
      [{}],
      { unit: "V", minValue: "1", period: "10" },
      { unit: ["V"], min_value: ["1"], event_period: ["10"] },
    ],
    ["what differs from the code", [{ unit: "V" }], { unit: "Not specified" }, { unit: [""] }],
    ["what differs from the class", [{}, { unit: "V" }], { unit: "" }, { unit: [""] }],
    ["criteria as two numbers", [{}], { absChange: "0.5" }, { abs_change: ["-0.5", "0.5"] }],
    [
      "the half of a criterion that is not the default",
      [{ absChange: "1,2" }],
      { absChange: "1,7" },
      { abs_change: ["NaN", "7"] },
    ],
    [
      "that a criterion is none",
      [{ absChange: "1" }],
      { absChange: "Not specified" },
      { abs_change: ["2147483647"] },
    ],
    [
      "that there is no period",
      [{ archivePeriod: 5 }],
      { archivePeriod: "Not specified" },
      { archive_period: ["2147483647"] },
    ],
    [
      "a difference with its time",
      [{}],
      { deltaVal: "1", deltaT: "5" },
      { delta_val: ["1"], delta_t: ["5"] },
    ],
    ["no difference without its time", [{}], { deltaVal: "1" }, {}],
    [
      "that there is no difference",
      [{ deltaVal: 1, deltaT: 5 }],
      { deltaVal: "Not specified", deltaT: "0" },
      { delta_val: ["Not specified"], delta_t: ["0"] },
    ],
  ] as readonly (readonly [
    string,
    [AttributeProperties, SettingTexts?],
    Partial<AttributeSettings>,
    object,
  ])[]) {
    it(`is ${what}`, () => {
      const context = attribute("DevDouble", ...sources);
      assert.deepEqual(kept(context, context.present, changed(context, request)), changes);
    });
  }

  it("is labels as lines", () => {
    const context = attribute("DevEnum", { enumLabels: ["A", "B"] });
    assert.deepEqual(kept(context, context.present, changed(context, { enumLabels: ["X", "Y"] })), {
      enum_labels: ["X", "Y"],
    });
  });

  it("is nothing for what becomes the default again, in whatever words", () => {
    const context = attribute("DevDouble", { minValue: "10", absChange: "1,2", deltaT: 5, deltaVal: 1 });
    const other = changed(context, { minValue: "3", absChange: "3", period: "5", deltaT: "7" });
    const back = changed(
      { ...context, present: other },
      { minValue: "1e1", absChange: "", period: "1000", deltaT: "5.0" },
    );
    assert.deepEqual(back, context.present);
    assert.deepEqual(kept(context, other, back), {
      min_value: null,
      abs_change: null,
      event_period: null,
      delta_val: null,
      delta_t: null,
    });
  });

  it("is anew what was wrong there", () => {
    const { present, defaults } = attribute("DevDouble");
    const changes = propertyChanges(defaults, present, present, new Set(["relChange"]));
    assert.deepEqual(changes, [{ property: "rel_change", lines: null }]);
  });
});

function attribute(
  dtype: AttributeType,
  properties: AttributeProperties = {},
  inClass: SettingTexts = {},
): ChangeContext {
  const definition = defineAttribute("level", { dtype, read: () => 0, ...properties });
  const of = configured("a/b/c", definition);
  const defaults = { inLibrary: librarySettings(definition), inCode: codeSettings(definition), inClass };
  const { settings: present } = initialSettings(of, {}, defaults);
  return { of, present, defaults, isCommon: false, isFromDevice: false };
}

function changed(context: ChangeContext, request: Partial<AttributeSettings>): AttributeSettings {
  return changeSettings(context, request);
}

function kept({ defaults }: ChangeContext, before: AttributeSettings, after: AttributeSettings): object {
  const changes = propertyChanges(defaults, before, after);
  return Object.fromEntries(changes.map(({ property, lines }) => [property, lines]));
}
