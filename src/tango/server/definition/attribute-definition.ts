import type { AttrQuality, AttrWriteType, DispLevel } from "../../idl/enums.ts";
import type { AttributeInputOf, AttributeType, AttributeValueOf } from "../../value/cmd-arg-type.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import type { TimeVal } from "../../value/time-val.ts";
import type { Awaitable } from "../awaitable.ts";
import {
  checkDimension,
  checkMethods,
  checkOneOf,
  checkOptions,
  checkPollingPeriod,
} from "./declaration-checks.ts";

/** The formats that an attribute can be declared with. */
export type AttributeFormat = "SCALAR" | "SPECTRUM" | "IMAGE";

/** How an attribute can be accessed. */
export type AttributeAccess = Exclude<AttrWriteType, "WT_UNKNOWN">;

/** What an attribute is asked for, where it must be allowed (PyTango's AttReqType). */
export type AttReqType = "READ_REQ" | "WRITE_REQ";

/** A number of a configuration: as it is, or as the text that Tango keeps of it. */
export type NumberText = number | bigint | string;

/**
 * What is said of an attribute by the code of its device: the defaults of its configuration, which properties of the class and the
 * device in the database override.
 */
export interface AttributeProperties {
  /** What users see as its name; the name unless given. */
  readonly label?: string;
  /** "No description" unless given. Also `doc`. */
  readonly description?: string;
  readonly doc?: string;
  readonly unit?: string;
  /** The factor that makes the SI unit of the unit. */
  readonly standardUnit?: NumberText;
  /** The factor that makes the display unit of the unit. */
  readonly displayUnit?: NumberText;
  /** How to print a value, in the manner of printf: "%6.2f" for real numbers, "%d" for integers, "%s" for texts unless given. */
  readonly format?: string;
  /** The least and the greatest value that may be written. */
  readonly minValue?: NumberText;
  readonly maxValue?: NumberText;
  /** At or beyond these the quality is ATTR_ALARM. */
  readonly minAlarm?: NumberText;
  readonly maxAlarm?: NumberText;
  /** At or beyond these the quality is ATTR_WARNING. */
  readonly minWarning?: NumberText;
  readonly maxWarning?: NumberText;
  /** After how many milliseconds what is read must have come within `deltaVal` of what was written. */
  readonly deltaT?: NumberText;
  readonly deltaVal?: NumberText;
  /** The labels of a DevEnum, in order. */
  readonly enumLabels?: readonly string[];
  /** Change events: from which difference on, absolute or in percent. One number for both directions, or a pair. */
  readonly absChange?: NumberText | readonly [NumberText, NumberText];
  readonly relChange?: NumberText | readonly [NumberText, NumberText];
  /** The period of periodic events in milliseconds; 1000 unless given. */
  readonly period?: NumberText;
  /** The same for archive events. */
  readonly archiveAbsChange?: NumberText | readonly [NumberText, NumberText];
  readonly archiveRelChange?: NumberText | readonly [NumberText, NumberText];
  readonly archivePeriod?: NumberText;
}

/** What is said of an attribute beside its type and its methods. */
export interface AttributeOptions extends AttributeProperties {
  /** The name for clients; that of the member unless given. */
  readonly name?: string;
  /** READ_WRITE where there is a write method (or an accessor), else READ. */
  readonly access?: AttributeAccess;
  /** For READ_WITH_WRITE: the writable attribute whose set value is read along. */
  readonly writeAttribute?: string;
  /** Elements of a row at most: 1 for a scalar; needed for the others. */
  readonly maxDimX?: number;
  /** Rows at most, of an image. */
  readonly maxDimY?: number;
  /** Who should see it in tools: "OPERATOR" unless given. */
  readonly displayLevel?: Exclude<DispLevel, "DL_UNKNOWN">;
  /** Polled with this period in milliseconds from the start on. */
  readonly pollingPeriod?: number;
  /** Whether the value last written is kept in the database (scalars that can be written). */
  readonly memorized?: boolean;
  /** Whether the memorized value is also written at the start and by Init; else it only is the set value. */
  readonly hwMemorized?: boolean;
}

/** A reading with its time and quality; those not given are now, and ATTR_VALID or what the alarm limits say. */
export interface TimedReading<V> {
  /** null (or nothing) for an invalid one. */
  readonly value?: V | null;
  readonly quality?: AttrQuality;
  readonly time?: TimeVal | Date;
}

/** What a read method may give: a value, with time and quality where it knows them. */
export type ReadingOf<T extends AttributeType, F extends AttributeFormat = "SCALAR"> =
  | AttributeInputOf<T, F>
  | TimedReading<AttributeInputOf<T, F>>;

/** What a method learns of the attribute that it is called for: one method may serve several. */
export interface NamedAttribute {
  readonly name: string;
}

/** The methods of an attribute, which are called on the device `D`. */
export interface AttributeMethods<T extends AttributeType, F extends AttributeFormat, D> {
  read?(this: D, attribute: NamedAttribute): Awaitable<ReadingOf<T, F>>;
  write?(this: D, value: AttributeValueOf<T, F>, attribute: NamedAttribute): Awaitable<void>;
  /** Whether it may be read or written now; always unless given. */
  isAllowed?(this: D, request: AttReqType, attribute: NamedAttribute): Awaitable<boolean>;
}

/** An attribute of type `T` and format `F`, as a device class declares it in its static table. */
export type AttributeSpecOf<T extends AttributeType, F extends AttributeFormat, D> = AttributeOptions &
  AttributeMethods<T, F, D> & { readonly dtype: T } & (F extends "SCALAR"
    ? { readonly dformat?: F }
    : { readonly dformat: F; readonly maxDimX: number } & (F extends "IMAGE"
        ? { readonly maxDimY: number }
        : unknown));

/** An attribute of any type: its methods are checked against its `dtype` and `dformat`. */
export type AttributeSpec<D = object> = {
  [T in AttributeType]: { [F in AttributeFormat]: AttributeSpecOf<T, F, D> }[AttributeFormat];
}[AttributeType];

/** A declared attribute with everything decided: what the server works with. */
export interface AttributeDefinition {
  readonly name: string;
  readonly dtype: AttributeType;
  readonly dformat: AttributeFormat;
  readonly access: AttributeAccess;
  readonly writeAttribute: string | undefined;
  readonly maxDimX: number;
  /** 0 but for images. */
  readonly maxDimY: number;
  readonly displayLevel: "OPERATOR" | "EXPERT";
  /** 0 where the code asks for no polling. */
  readonly pollingPeriod: number;
  readonly memorized: boolean;
  readonly hwMemorized: boolean;
  readonly properties: AttributeProperties;
  readonly read: ((this: object, attribute: NamedAttribute) => Awaitable<unknown>) | undefined;
  readonly write: ((this: object, value: unknown, attribute: NamedAttribute) => Awaitable<void>) | undefined;
  readonly isAllowed:
    | ((this: object, request: AttReqType, attribute: NamedAttribute) => Awaitable<boolean>)
    | undefined;
}

/** What an untyped table may say: the common shape of every AttributeSpec. */
export interface LooseAttributeSpec extends AttributeOptions {
  readonly dtype: AttributeType;
  readonly dformat?: AttributeFormat;
  // biome-ignore lint/suspicious/noExplicitAny: any device's methods
  read?(this: any, attribute: NamedAttribute): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: of whatever type
  write?(this: any, value: any, attribute: NamedAttribute): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: any device's methods
  isAllowed?(this: any, request: AttReqType, attribute: NamedAttribute): Awaitable<boolean>;
}

/**
 * Decides what a declaration leaves open. Throws a TypeError for one that contradicts itself: it names the attribute, and is the
 * programmer's to correct.
 */
export function defineAttribute(member: string, spec: LooseAttributeSpec): AttributeDefinition {
  const name = spec.name ?? member;
  const dformat = spec.dformat ?? "SCALAR";
  const what = `attribute ${name}`;
  const fail = (problem: string): never => {
    throw new TypeError(`${what}: ${problem}`);
  };
  checkOptions(what, spec, OPTIONS);
  checkOneOf(
    what,
    "dtype",
    spec.dtype,
    Object.keys(ELEMENT_TYPES),
    ' (arrays have a dformat "SPECTRUM" or "IMAGE")',
  );
  checkOneOf(what, "dformat", dformat, FORMATS);
  checkMethods(what, spec, ["read", "write", "isAllowed"]);
  checkPollingPeriod(what, spec.pollingPeriod ?? 0);
  const access = spec.access ?? accessOf(spec);
  checkOneOf(what, "access", access, ACCESSES);
  checkOneOf(what, "displayLevel", spec.displayLevel ?? "OPERATOR", ["OPERATOR", "EXPERT"]);
  if (!/^[^/#?\s][^/#?]*$/.test(name)) fail("this is no name for an attribute");
  if (dformat !== "SCALAR") {
    if (spec.maxDimX === undefined) fail(`a ${dformat} needs maxDimX`);
    checkDimension(what, "maxDimX", spec.maxDimX);
  }
  if (dformat === "IMAGE") {
    if (spec.maxDimY === undefined) fail("an IMAGE needs maxDimY");
    checkDimension(what, "maxDimY", spec.maxDimY);
  }
  if (access !== "WRITE" && spec.read === undefined) fail(`it is ${access}, but nothing reads it`);
  if ((access === "READ_WRITE" || access === "WRITE") && spec.write === undefined) {
    fail(`it is ${access}, but nothing writes it`);
  }
  if (access === "READ_WITH_WRITE" && spec.writeAttribute === undefined) {
    fail("READ_WITH_WRITE needs writeAttribute, the attribute that it reads along");
  }
  if (spec.memorized && (access === "READ" || access === "READ_WITH_WRITE" || dformat !== "SCALAR")) {
    fail("only a scalar that can be written can be memorized");
  }
  return {
    name,
    dtype: spec.dtype,
    dformat,
    access,
    writeAttribute: spec.writeAttribute,
    maxDimX: dformat === "SCALAR" ? 1 : spec.maxDimX!,
    maxDimY: dformat === "IMAGE" ? spec.maxDimY! : 0,
    displayLevel: spec.displayLevel ?? "OPERATOR",
    pollingPeriod: spec.pollingPeriod ?? 0,
    memorized: spec.memorized ?? false,
    hwMemorized: spec.hwMemorized ?? false,
    properties: spec,
    read: spec.read,
    write: spec.write as AttributeDefinition["write"],
    isAllowed: spec.isAllowed,
  };
}

function accessOf({ read, write }: LooseAttributeSpec): AttributeAccess {
  if (write === undefined) return "READ";
  return read === undefined ? "WRITE" : "READ_WRITE";
}

const FORMATS: readonly AttributeFormat[] = ["SCALAR", "SPECTRUM", "IMAGE"];
const ACCESSES: readonly AttributeAccess[] = ["READ", "READ_WITH_WRITE", "WRITE", "READ_WRITE"];

/** All that a declaration may say. */
const OPTIONS: Readonly<Record<keyof LooseAttributeSpec, true>> = {
  name: true,
  dtype: true,
  dformat: true,
  maxDimX: true,
  maxDimY: true,
  access: true,
  writeAttribute: true,
  read: true,
  write: true,
  isAllowed: true,
  displayLevel: true,
  pollingPeriod: true,
  memorized: true,
  hwMemorized: true,
  label: true,
  description: true,
  doc: true,
  unit: true,
  standardUnit: true,
  displayUnit: true,
  format: true,
  minValue: true,
  maxValue: true,
  minAlarm: true,
  maxAlarm: true,
  minWarning: true,
  maxWarning: true,
  deltaT: true,
  deltaVal: true,
  enumLabels: true,
  absChange: true,
  relChange: true,
  period: true,
  archiveAbsChange: true,
  archiveRelChange: true,
  archivePeriod: true,
};
