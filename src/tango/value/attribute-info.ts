import type { InputOf } from "../../giop/idl/codec.ts";
import type {
  AttributeConfig,
  AttributeConfig_2,
  AttributeConfig_3,
  AttributeConfig_5,
} from "../idl/attribute-config.ts";
import type { AttrDataFormat, AttrWriteType, DispLevel } from "../idl/enums.ts";
import type { AttributeAlarm, EventProperties } from "../idl/event-properties.ts";
import { type CmdArgType, cmdArgTypeName, cmdArgTypeNumber } from "./cmd-arg-type.ts";
import { fromUtf8Bytes, toUtf8Bytes } from "./utf8-text.ts";

/**
 * The configuration of an attribute. Limits and criteria are texts, "Not specified" where there is none. To change
 * one, read it, change what may be changed, and give it to `setAttributeConfig`. Texts are UTF-8 on the wire, as PyTango has them.
 */
export interface AttributeInfoEx {
  readonly name: string;
  readonly writable: AttrWriteType;
  readonly dataFormat: AttrDataFormat;
  readonly dataType: CmdArgType;
  /** The most elements of a row. */
  readonly maxDimX: number;
  /** The most rows; 0 but for images. */
  readonly maxDimY: number;
  readonly description: string;
  readonly label: string;
  readonly unit: string;
  /** The factor, as a text, that makes the SI unit of the unit. */
  readonly standardUnit: string;
  readonly displayUnit: string;
  /** How to print a value, in the manner of printf. */
  readonly format: string;
  /** The least value that may be written. */
  readonly minValue: string;
  /** The greatest value that may be written. */
  readonly maxValue: string;
  /** The same as in `alarms`, where devices of IDL 1 and 2 have it. */
  readonly minAlarm: string;
  readonly maxAlarm: string;
  /** The writable attribute that this one reads along with; "None" for none. */
  readonly writableAttrName: string;
  readonly extensions: readonly string[];
  readonly dispLevel: DispLevel;
  /** The attribute that a forwarded one stands for. */
  readonly rootAttrName: string;
  /** Whether the value last written outlives the server; "NOT_KNOWN" before IDL 5. */
  readonly memorized: AttributeMemorization;
  /** The labels of a DevEnum in order, else empty. */
  readonly enumLabels: readonly string[];
  readonly alarms: AttributeAlarmInfo;
  readonly events: AttributeEventInfo;
  readonly sysExtensions: readonly string[];
}

/** Whether the value last written outlives the server, and is written again when it starts. */
export type AttributeMemorization = "NOT_KNOWN" | "NONE" | "MEMORIZED" | "MEMORIZED_WRITE_INIT";

/** At which values the quality of an attribute becomes ATTR_ALARM or ATTR_WARNING. */
export interface AttributeAlarmInfo {
  readonly minAlarm: string;
  readonly maxAlarm: string;
  readonly minWarning: string;
  readonly maxWarning: string;
  /** After how many milliseconds the value must have followed what was written... */
  readonly deltaT: string;
  /** ...to within this difference. */
  readonly deltaVal: string;
  readonly extensions: readonly string[];
}

/** When events of an attribute are sent. */
export interface AttributeEventInfo {
  readonly chEvent: {
    /** In percent of the last value sent. */
    readonly relChange: string;
    readonly absChange: string;
    readonly extensions: readonly string[];
  };
  /** The period in milliseconds. */
  readonly perEvent: { readonly period: string; readonly extensions: readonly string[] };
  readonly archEvent: {
    readonly archiveRelChange: string;
    readonly archiveAbsChange: string;
    /** In milliseconds. */
    readonly archivePeriod: string;
    readonly extensions: readonly string[];
  };
}

/** As a device of IDL 1 tells it. */
export function attributeInfoFrom1(wire: AttributeConfig): AttributeInfoEx {
  return attributeInfoFrom2({ ...wire, level: "OPERATOR" });
}

/** As a device of IDL 2 tells it: what it does not know is "Not specified". */
export function attributeInfoFrom2(wire: AttributeConfig_2): AttributeInfoEx {
  const { min_alarm: minAlarm, max_alarm: maxAlarm } = wire;
  return {
    ...commonInfo(wire),
    minAlarm,
    maxAlarm,
    rootAttrName: NOT_SPECIFIED,
    memorized: "NOT_KNOWN",
    enumLabels: [],
    alarms: { ...NO_ALARMS, minAlarm, maxAlarm },
    events: NO_EVENTS,
    sysExtensions: [],
  };
}

/** As a device of IDL 3 or 4 tells it. */
export function attributeInfoFrom3(wire: AttributeConfig_3): AttributeInfoEx {
  return {
    ...commonInfo(wire),
    minAlarm: wire.att_alarm.min_alarm,
    maxAlarm: wire.att_alarm.max_alarm,
    rootAttrName: NOT_SPECIFIED,
    memorized: "NOT_KNOWN",
    enumLabels: [],
    alarms: alarmsFrom(wire.att_alarm),
    events: eventsFrom(wire.event_prop),
    sysExtensions: wire.sys_extensions,
  };
}

/** As a device of IDL 5 or 6 tells it. */
export function attributeInfoFrom5(wire: AttributeConfig_5): AttributeInfoEx {
  return {
    ...attributeInfoFrom3(wire),
    rootAttrName: wire.root_attr_name,
    memorized: wire.memorized ? (wire.mem_init ? "MEMORIZED_WRITE_INIT" : "MEMORIZED") : "NONE",
    enumLabels: wire.enum_labels.map(fromUtf8Bytes),
  };
}

/** What sets the configuration of an attribute of a device of IDL 1 or 2. */
export function attributeConfig1(info: AttributeInfoEx): InputOf<typeof AttributeConfig> {
  return { ...commonConfig(info), min_alarm: info.minAlarm, max_alarm: info.maxAlarm };
}

/** What sets the configuration of an attribute of a device of IDL 3 or 4. */
export function attributeConfig3(info: AttributeInfoEx): InputOf<typeof AttributeConfig_3> {
  return {
    level: info.dispLevel,
    att_alarm: alarmsTo(info.alarms),
    event_prop: eventsTo(info.events),
    sys_extensions: info.sysExtensions,
    // Last: V8 takes a microsecond for each member that is added to a copy of so large an object.
    ...commonConfig(info),
  };
}

/** What sets the configuration of an attribute of a device of IDL 5 or 6. */
export function attributeConfig5(info: AttributeInfoEx): InputOf<typeof AttributeConfig_5> {
  return {
    memorized: info.memorized === "MEMORIZED" || info.memorized === "MEMORIZED_WRITE_INIT",
    mem_init: info.memorized === "MEMORIZED_WRITE_INIT",
    root_attr_name: info.rootAttrName,
    enum_labels: info.enumLabels.map(toUtf8Bytes),
    ...attributeConfig3(info),
  };
}

/** What all generations have. */
function commonInfo(wire: Omit<AttributeConfig_2, "min_alarm" | "max_alarm">) {
  return {
    name: wire.name,
    writable: wire.writable,
    dataFormat: wire.data_format,
    dataType: cmdArgTypeName(wire.data_type),
    maxDimX: wire.max_dim_x,
    maxDimY: wire.max_dim_y,
    description: fromUtf8Bytes(wire.description),
    label: fromUtf8Bytes(wire.label),
    unit: fromUtf8Bytes(wire.unit),
    standardUnit: fromUtf8Bytes(wire.standard_unit),
    displayUnit: fromUtf8Bytes(wire.display_unit),
    format: fromUtf8Bytes(wire.format),
    minValue: wire.min_value,
    maxValue: wire.max_value,
    writableAttrName: wire.writable_attr_name,
    extensions: wire.extensions,
    dispLevel: wire.level,
  } as const;
}

function commonConfig(info: AttributeInfoEx) {
  return {
    name: info.name,
    writable: info.writable,
    data_format: info.dataFormat,
    data_type: cmdArgTypeNumber(info.dataType),
    max_dim_x: info.maxDimX,
    max_dim_y: info.maxDimY,
    description: toUtf8Bytes(info.description),
    label: toUtf8Bytes(info.label),
    unit: toUtf8Bytes(info.unit),
    standard_unit: toUtf8Bytes(info.standardUnit),
    display_unit: toUtf8Bytes(info.displayUnit),
    format: toUtf8Bytes(info.format),
    min_value: info.minValue,
    max_value: info.maxValue,
    writable_attr_name: info.writableAttrName,
    extensions: info.extensions,
  } as const;
}

function alarmsFrom(wire: AttributeAlarm): AttributeAlarmInfo {
  return {
    minAlarm: wire.min_alarm,
    maxAlarm: wire.max_alarm,
    minWarning: wire.min_warning,
    maxWarning: wire.max_warning,
    deltaT: wire.delta_t,
    deltaVal: wire.delta_val,
    extensions: wire.extensions,
  };
}

function alarmsTo(info: AttributeAlarmInfo): InputOf<typeof AttributeAlarm> {
  return {
    min_alarm: info.minAlarm,
    max_alarm: info.maxAlarm,
    min_warning: info.minWarning,
    max_warning: info.maxWarning,
    delta_t: info.deltaT,
    delta_val: info.deltaVal,
    extensions: info.extensions,
  };
}

function eventsFrom({ ch_event, per_event, arch_event }: EventProperties): AttributeEventInfo {
  return {
    chEvent: {
      relChange: ch_event.rel_change,
      absChange: ch_event.abs_change,
      extensions: ch_event.extensions,
    },
    perEvent: { period: per_event.period, extensions: per_event.extensions },
    archEvent: {
      archiveRelChange: arch_event.rel_change,
      archiveAbsChange: arch_event.abs_change,
      archivePeriod: arch_event.period,
      extensions: arch_event.extensions,
    },
  };
}

function eventsTo({ chEvent, perEvent, archEvent }: AttributeEventInfo): InputOf<typeof EventProperties> {
  return {
    ch_event: {
      rel_change: chEvent.relChange,
      abs_change: chEvent.absChange,
      extensions: chEvent.extensions,
    },
    per_event: { period: perEvent.period, extensions: perEvent.extensions },
    arch_event: {
      rel_change: archEvent.archiveRelChange,
      abs_change: archEvent.archiveAbsChange,
      period: archEvent.archivePeriod,
      extensions: archEvent.extensions,
    },
  };
}

const NOT_SPECIFIED = "Not specified";

const NO_ALARMS: AttributeAlarmInfo = {
  minAlarm: NOT_SPECIFIED,
  maxAlarm: NOT_SPECIFIED,
  minWarning: NOT_SPECIFIED,
  maxWarning: NOT_SPECIFIED,
  deltaT: NOT_SPECIFIED,
  deltaVal: NOT_SPECIFIED,
  extensions: [],
};

const NO_EVENTS: AttributeEventInfo = {
  chEvent: { relChange: NOT_SPECIFIED, absChange: NOT_SPECIFIED, extensions: [] },
  perEvent: { period: NOT_SPECIFIED, extensions: [] },
  archEvent: {
    archiveRelChange: NOT_SPECIFIED,
    archiveAbsChange: NOT_SPECIFIED,
    archivePeriod: NOT_SPECIFIED,
    extensions: [],
  },
};
