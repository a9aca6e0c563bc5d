import type { InputOf } from "../../../giop/idl/codec.ts";
import type {
  AttributeConfig,
  AttributeConfig_2,
  AttributeConfig_3,
  AttributeConfig_5,
} from "../../idl/attribute-config.ts";
import {
  type AttributeInfoEx,
  type AttributeMemorization,
  attributeConfig1,
  attributeConfig3,
  attributeConfig5,
  attributeInfoFrom1,
  attributeInfoFrom3,
  attributeInfoFrom5,
} from "../../value/attribute-info.ts";
import { cmdArgTypeNumber } from "../../value/cmd-arg-type.ts";
import type { AttributeDefinition } from "../definition/attribute-definition.ts";
import type { Attribute } from "./attribute.ts";
import { type AttributeSettings, NOT_SPECIFIED } from "./attribute-settings.ts";
import { notChangeable } from "./configuration-error.ts";
import { settingsIn } from "./settings-in-info.ts";

/** The configuration of an attribute for clients of IDL 1. */
export function attributeConfigOf1(attribute: Attribute): InputOf<typeof AttributeConfig> {
  return attributeConfig1(attributeInfo(attribute));
}

/** The configuration of an attribute for clients of IDL 2. */
export function attributeConfigOf2(attribute: Attribute): InputOf<typeof AttributeConfig_2> {
  return { ...attributeConfigOf1(attribute), level: attribute.definition.displayLevel };
}

/** The configuration of an attribute for clients of IDL 3 and 4. */
export function attributeConfigOf3(attribute: Attribute): InputOf<typeof AttributeConfig_3> {
  return attributeConfig3(attributeInfo(attribute));
}

/** The configuration of an attribute for clients of IDL 5 and 6. As of cppTango, what is not memorized would be written at the start. */
export function attributeConfigOf5(attribute: Attribute): InputOf<typeof AttributeConfig_5> {
  const { memorized, hwMemorized } = attribute.definition;
  const mem_init = attribute.isWritable && (hwMemorized || !memorized);
  return { ...attributeConfig5(attributeInfo(attribute)), mem_init };
}

/** What a client of IDL 1 or 2 asks for. Throws API_AttrNotAllowed where that is not what the code of the device says for good. */
export function requestFrom1(wire: AttributeConfig, attribute: Attribute): Partial<AttributeSettings> {
  checkUnchangeable(wire, attribute);
  return textSettings(attributeInfoFrom1(wire));
}

/** What a client of IDL 3 or 4 asks for. Throws API_AttrNotAllowed as `requestFrom1`. */
export function requestFrom3(wire: AttributeConfig_3, attribute: Attribute): Partial<AttributeSettings> {
  checkUnchangeable(wire, attribute);
  if (wire.level !== attribute.definition.displayLevel) throw notChangeable("level");
  // IDL 3 does not know labels: those of now stay.
  const { enumLabels: _, ...settings } = settingsIn(attributeInfoFrom3(wire));
  return settings;
}

/** What a client of IDL 5 or 6 asks for. Throws API_AttrNotAllowed as `requestFrom1`. */
export function requestFrom5(wire: AttributeConfig_5, attribute: Attribute): Partial<AttributeSettings> {
  const { memorized, hwMemorized } = attribute.definition;
  if (attribute.isWritable && wire.memorized !== memorized) throw notChangeable("memorized");
  if (memorized && wire.mem_init !== hwMemorized) throw notChangeable("memorized");
  const request = requestFrom3(wire, attribute);
  return { ...request, enumLabels: attributeInfoFrom5(wire).enumLabels };
}

/** The configuration of an attribute, with what its definition says. */
export function attributeInfo({
  name,
  definition,
  settings,
  root,
}: Pick<Attribute, "name" | "definition" | "settings" | "root">): AttributeInfoEx {
  const { relChange, absChange, period, archiveRelChange, archiveAbsChange, archivePeriod } = settings;
  const { minAlarm, maxAlarm, minWarning, maxWarning, deltaT, deltaVal } = settings;
  const extensions: readonly string[] = [];
  return {
    name,
    writable: definition.access,
    dataFormat: definition.dformat,
    dataType: definition.dtype,
    maxDimX: definition.maxDimX,
    maxDimY: definition.maxDimY,
    writableAttrName: writableName(definition),
    extensions,
    dispLevel: definition.displayLevel,
    rootAttrName: root?.fullName ?? NOT_SPECIFIED,
    memorized: memorization(definition),
    alarms: { minAlarm, maxAlarm, minWarning, maxWarning, deltaT, deltaVal, extensions },
    events: {
      chEvent: { relChange, absChange, extensions },
      perEvent: { period, extensions },
      archEvent: { archiveRelChange, archiveAbsChange, archivePeriod, extensions },
    },
    sysExtensions: extensions,
    // Last: V8 takes a microsecond for each member that is added to a copy of so large an object.
    ...settings,
  };
}

function writableName({ name, access, writeAttribute }: AttributeDefinition): string {
  if (access === "READ_WRITE") return name;
  return access === "READ_WITH_WRITE" ? writeAttribute! : "None";
}

function memorization({ memorized, hwMemorized }: AttributeDefinition): AttributeMemorization {
  if (!memorized) return "NONE";
  return hwMemorized ? "MEMORIZED_WRITE_INIT" : "MEMORIZED";
}

function checkUnchangeable(
  wire: Omit<AttributeConfig, "min_alarm" | "max_alarm">,
  { definition, key }: Attribute,
): void {
  if (wire.name.toLowerCase() !== key) throw notChangeable("name");
  if (wire.data_type !== cmdArgTypeNumber(definition.dtype)) throw notChangeable("data_type");
  if (wire.data_format !== definition.dformat) throw notChangeable("data_format");
  if (wire.writable !== definition.access) throw notChangeable("writable");
  if (wire.max_dim_x !== definition.maxDimX) throw notChangeable("max_dim_x");
  if (wire.max_dim_y !== definition.maxDimY) throw notChangeable("max_dim_y");
  const writable = writableName(definition);
  if (wire.writable_attr_name.toLowerCase() !== writable.toLowerCase()) {
    throw notChangeable("writable_attr_name");
  }
}

function textSettings(info: AttributeInfoEx): Partial<AttributeSettings> {
  const { label, description, unit, standardUnit, displayUnit, format } = info;
  const { minValue, maxValue, minAlarm, maxAlarm } = info;
  return {
    label,
    description,
    unit,
    standardUnit,
    displayUnit,
    format,
    minValue,
    maxValue,
    minAlarm,
    maxAlarm,
  };
}
