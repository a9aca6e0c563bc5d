import type { Step } from "./compared-database.ts";

/** The commands for the properties of one kind of owner, for the comparison of databases. */
export interface ComparedKind {
  readonly table:
    | "property"
    | "property_device"
    | "property_class"
    | "property_attribute_device"
    | "property_attribute_class"
    | "property_pipe_device"
    | "property_pipe_class";
  /** Of the owners that the comparison uses; nobody else does. */
  readonly owners: readonly string[];
  /** Whether attributes or pipes of the owner have the properties. */
  readonly hasMembers: boolean;
  readonly get: string;
  readonly put: string;
  readonly remove: string;
  /** Null where the database of Tango 9.3 has none, and that of 10.0.2 one that makes it crash at its next ResetTimingValues. */
  readonly list: string | null;
  readonly history: string;
  /** Of attributes and pipes: what deletes all properties of one; null where nothing does with a trace in the history. */
  readonly removeAll: string | null;
  /** Of attributes and pipes: what deletes all properties of some, without a trace. */
  readonly removeMembers: string | null;
  /** Of attributes: the old forms, for single values. */
  readonly single: { readonly get: string; readonly put: string } | null;
}

const DEVICES = ["dbprops/compared/1", "dbprops/Compared/two", "DBPROPS/in_out/3"];
const CLASSES = ["DbpropsClass", "Dbprops_Other"];
const OWN = { hasMembers: false, removeAll: null, removeMembers: null, single: null } as const;

/** All kinds. */
export const COMPARED_KINDS: readonly ComparedKind[] = [
  {
    ...OWN,
    table: "property_device",
    owners: DEVICES,
    get: "DbGetDeviceProperty",
    put: "DbPutDeviceProperty",
    remove: "DbDeleteDeviceProperty",
    list: "DbGetDevicePropertyList",
    history: "DbGetDevicePropertyHist",
  },
  {
    ...OWN,
    table: "property_class",
    owners: CLASSES,
    get: "DbGetClassProperty",
    put: "DbPutClassProperty",
    remove: "DbDeleteClassProperty",
    list: null,
    history: "DbGetClassPropertyHist",
  },
  {
    ...OWN,
    table: "property",
    owners: ["dbprops-object", "Dbprops Other"],
    get: "DbGetProperty",
    put: "DbPutProperty",
    remove: "DbDeleteProperty",
    list: "DbGetPropertyList",
    history: "DbGetPropertyHist",
  },
  {
    table: "property_attribute_device",
    owners: DEVICES,
    hasMembers: true,
    get: "DbGetDeviceAttributeProperty2",
    put: "DbPutDeviceAttributeProperty2",
    remove: "DbDeleteDeviceAttributeProperty",
    list: "DbGetDeviceAttributeList",
    history: "DbGetDeviceAttributePropertyHist",
    removeAll: "DbDeleteAllDeviceAttributeProperty",
    removeMembers: "DbDeleteDeviceAttribute",
    single: { get: "DbGetDeviceAttributeProperty", put: "DbPutDeviceAttributeProperty" },
  },
  {
    table: "property_attribute_class",
    owners: CLASSES,
    hasMembers: true,
    get: "DbGetClassAttributeProperty2",
    put: "DbPutClassAttributeProperty2",
    remove: "DbDeleteClassAttributeProperty",
    list: "DbGetClassAttributeList",
    history: "DbGetClassAttributePropertyHist",
    removeAll: null,
    removeMembers: "DbDeleteClassAttribute",
    single: { get: "DbGetClassAttributeProperty", put: "DbPutClassAttributeProperty" },
  },
  {
    table: "property_pipe_device",
    owners: DEVICES,
    hasMembers: true,
    get: "DbGetDevicePipeProperty",
    put: "DbPutDevicePipeProperty",
    remove: "DbDeleteDevicePipeProperty",
    list: "DbGetDevicePipeList",
    history: "DbGetDevicePipePropertyHist",
    removeAll: "DbDeleteAllDevicePipeProperty",
    removeMembers: "DbDeleteDevicePipe",
    single: null,
  },
  {
    table: "property_pipe_class",
    owners: CLASSES,
    hasMembers: true,
    get: "DbGetClassPipeProperty",
    put: "DbPutClassPipeProperty",
    remove: "DbDeleteClassPipeProperty",
    list: "DbGetClassPipeList",
    history: "DbGetClassPipePropertyHist",
    removeAll: null,
    removeMembers: "DbDeleteClassPipe",
    single: null,
  },
];

/** The owner with which databases are asked what they answer differently, so that it leaves nothing with the others. */
export function differingOwner(kind: ComparedKind): string {
  return `${kind.owners[0]}-differs`;
}

/** Deletes all properties of an owner of a kind. */
export function removeAllOf(kind: ComparedKind, owner: string): Step {
  return kind.removeMembers === null ? [kind.remove, [owner, "*"]] : [kind.removeMembers, [owner, "%"]];
}

/** Asks for all that the properties of an owner were. */
export function historyOf(kind: ComparedKind, owner: string): Step {
  return [kind.history, kind.hasMembers ? [owner, "*", "*"] : [owner, "*"]];
}

/** Puts properties of an owner, of a member of it where members have them. */
export function putOf(
  kind: ComparedKind,
  owner: string,
  member: string,
  properties: Readonly<Record<string, readonly string[]>>,
): Step {
  const blocks = Object.entries(properties).flatMap(([name, values]) => [
    name,
    String(values.length),
    ...values,
  ]);
  const count = String(Object.keys(properties).length);
  return [kind.put, kind.hasMembers ? [owner, "1", member, count, ...blocks] : [owner, count, ...blocks]];
}
