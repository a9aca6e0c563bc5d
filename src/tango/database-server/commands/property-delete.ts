import { compareText } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import { deleteProperty } from "../tables/property-changes.ts";
import { propertyKey } from "../tables/property-row.ts";
import { memberKey } from "../tables/property-table.ts";
import { deviceNameOf } from "./checked-argument.ts";
import { databaseError } from "./database-command.ts";
import { type ArgumentCount, checkCount } from "./property-argument.ts";
import type { PropertyKind } from "./property-kind.ts";
import type { PropertyUpdate } from "./property-put.ts";

/** The error DB_IncorrectDeviceName of a command, where what it is given as a device cannot be one. */
export interface DeviceNameError {
  readonly desc: string;
  readonly origin: string;
}

/** Deletes properties of an owner. Argument: owner, names with wildcards. */
export function deleteProperties(kind: PropertyKind): PropertyUpdate {
  return async (database, [owner = "", ...wildcards]) => {
    const table = database.properties[kind.table];
    await database.write(() => {
      for (const wildcard of wildcards) {
        const matches = likePattern(wildcard);
        for (const { name } of [...table.of(owner)].sort(byName))
          if (matches(name)) deleteProperty(database, table, { owner, member: null, name });
      }
    });
  };
}

/** Deletes properties of a member of an owner. Argument: owner, member, names. */
export function deleteMemberProperties(
  kind: PropertyKind,
  count: ArgumentCount,
  badName?: DeviceNameError,
): PropertyUpdate {
  return async (database, argument) => {
    checkCount(argument, count);
    const [given = "", member = "", ...names] = argument;
    const owner = checkedOwner(given, badName);
    const table = database.properties[kind.table];
    await database.write(() => {
      for (const name of names)
        if (table.rows.get(propertyKey(owner, member, name)) !== undefined)
          deleteProperty(database, table, { owner, member, name });
    });
  };
}

/** Deletes all properties of members of an owner. Argument: owner, members. */
export function deleteAllMemberProperties(
  kind: PropertyKind,
  count: ArgumentCount,
  badName: DeviceNameError,
): PropertyUpdate {
  return async (database, argument) => {
    checkCount(argument, count);
    const [given = "", ...members] = argument;
    const owner = checkedOwner(given, badName);
    const table = database.properties[kind.table];
    await database.write(() => {
      for (const member of members)
        for (const { name } of [...table.byMember.get(memberKey(owner, member))].sort(byName))
          deleteProperty(database, table, { owner, member, name });
    });
  };
}

/**
 * Deletes all properties of members of an owner, and leaves their history as it was. Argument: owner, member, in which `%` stands for any characters;
 * so it does in the name of a class.
 */
export function deleteMembers(
  kind: PropertyKind,
  count: ArgumentCount,
  badName?: DeviceNameError,
): PropertyUpdate {
  return async (database, argument) => {
    checkCount(argument, count);
    const [given = "", member = ""] = argument;
    const owner = checkedOwner(given, badName);
    const table = database.properties[kind.table];
    const matches = likePattern(member, "%");
    const owned = kind.owner === "class" ? table.byOwner.matching(likePattern(owner, "%")) : table.of(owner);
    const rows = Array.from(owned).filter((row) => matches(row.member ?? ""));
    await database.write(() => {
      for (const row of rows) table.rows.delete(propertyKey(row.owner, row.member, row.name));
    });
  };
}

/** So that their entries in the history have an order that can be told. */
function byName(a: { name: string }, b: { name: string }): number {
  return compareText(a.name, b.name);
}

/** An owner as its properties are found; of a device without what stands before its three fields. */
function checkedOwner(owner: string, badName: DeviceNameError | undefined): string {
  if (badName === undefined) return owner;
  const device = deviceNameOf(owner);
  if (device === null) throw databaseError("DB_IncorrectDeviceName", badName.desc, badName.origin);
  return device;
}
