import { type PropertyChange, putFirstValue, putProperty } from "../tables/property-changes.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { PropertyArgument } from "./property-argument.ts";
import type { PropertyKind } from "./property-kind.ts";
import { checkPropertyLengths, keptValue } from "./property-value.ts";

/** A command that changes properties. It resolves when the change is safe. */
export type PropertyUpdate = (database: TangoTables, argument: readonly string[]) => Promise<void>;

/** Puts properties of an owner: owner, how many, and for each its name, how many values, and these. */
export function putProperties(kind: PropertyKind, origin: string): PropertyUpdate {
  return async (database, texts) => {
    const argument = new PropertyArgument(texts, origin);
    const owner = argument.text(`the ${kind.owner}`);
    await putAll(database, kind, readProperties(argument, owner, null), origin);
  };
}

/**
 * Puts properties of members of an owner: owner, how many members, and for each its name, how many properties, and these as `putProperties`
 * has them.
 */
export function putMemberProperties(kind: PropertyKind, origin: string): PropertyUpdate {
  return async (database, texts) => {
    const argument = new PropertyArgument(texts, origin);
    await putAll(database, kind, readMembers(kind, argument, readProperties), origin);
  };
}

/** The old form of `putMemberProperties`: each property has exactly one value, and no number of values stands before it. */
export function putSingleMemberProperties(kind: PropertyKind, origin: string): PropertyUpdate {
  return async (database, texts) => {
    const argument = new PropertyArgument(texts, origin);
    await putAll(database, kind, readMembers(kind, argument, readSingleProperties), origin);
  };
}

/**
 * `putMemberProperties` for attributes of devices. A memorized value alone, as servers put it at each write, replaces the first value there is
 * without a trace in the history, and leaves further ones as they are.
 */
export function putDeviceAttributeProperties(kind: PropertyKind, origin: string): PropertyUpdate {
  const put = putMemberProperties(kind, origin);
  return async (database, texts) => {
    if (!isMemorizedValue(texts)) return put(database, texts);
    const [owner = "", , member = "", , name = "", , value = ""] = texts;
    const kept = keptValue(value);
    checkPropertyLengths(kind, { owner, member, name, values: [kept] }, origin);
    const table = database.properties[kind.table];
    await database.write(() => putFirstValue(database, table, { owner, member, name }, kept));
  };
}

function isMemorizedValue(texts: readonly string[]): boolean {
  const [, members, , properties, name, values] = texts;
  return texts.length === 7 && members === "1" && properties === "1" && name === "__value" && values === "1";
}

function readMembers(
  kind: PropertyKind,
  argument: PropertyArgument,
  read: (argument: PropertyArgument, owner: string, member: string) => PropertyChange[],
): PropertyChange[] {
  const owner = argument.text(`the ${kind.owner}`);
  const count = argument.count(`the number of ${kind.member}s`, 2);
  return Array.from({ length: count }, () =>
    read(argument, owner, argument.text(`the name of a ${kind.member}`)),
  ).flat();
}

function readProperties(argument: PropertyArgument, owner: string, member: string | null): PropertyChange[] {
  const count = argument.count("the number of properties", 2);
  return Array.from({ length: count }, () => {
    const name = argument.text("the name of a property");
    const values = argument.count(`the number of values of property '${name}'`, 1);
    return {
      owner,
      member,
      name,
      values: Array.from({ length: values }, () => keptValue(argument.text(`a value of property '${name}'`))),
    };
  });
}

function readSingleProperties(argument: PropertyArgument, owner: string, member: string): PropertyChange[] {
  const count = argument.count("the number of properties", 2);
  return Array.from({ length: count }, () => {
    const name = argument.text("the name of a property");
    return { owner, member, name, values: [keptValue(argument.text(`the value of property '${name}'`))] };
  });
}

async function putAll(
  database: TangoTables,
  kind: PropertyKind,
  changes: readonly PropertyChange[],
  origin: string,
): Promise<void> {
  for (const change of changes) checkPropertyLengths(kind, change, origin);
  const table = database.properties[kind.table];
  await database.write(() => {
    for (const change of changes) putProperty(database, table, change);
  });
}
