import { sortedUnique } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import { propertyKey } from "../tables/property-row.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { databaseCommand, databaseError } from "./database-command.ts";

/** The classes of devices. */
export const CLASS_COMMANDS = {
  DbGetClassForDevice: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevString",
    docOut: "Device Tango class",
    run: classOf,
  }),
  DbGetClassInheritanceForDevice: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevVarStringArray",
    docOut:
      "Classes off the specified device.\n[0] - is the class of the device.\n[1] - is the class from the device class is inherited.\n........and so on",
    run(database, device) {
      const className = classOf(database, device);
      const { rows } = database.properties.property_class;
      return [className, ...(rows.get(propertyKey(className, null, "InheritedFrom"))?.values ?? [])];
    },
  }),
  DbGetClassList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Filter",
    dtypeOut: "DevVarStringArray",
    docOut: "Class list",
    run: ({ devices }, wildcard) =>
      sortedUnique([...devices.byClass.firstMatching(likePattern(wildcard))].map((one) => one.class)),
  }),
  DbGetDeviceServerClassList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "device server process name",
    dtypeOut: "DevVarStringArray",
    docOut: "list of classes for this device server",
    run: ({ devices }, wildcard) =>
      sortedUnique([...devices.byServer.matching(likePattern(wildcard))].map((one) => one.class)),
  }),
};

function classOf({ devices }: TangoTables, device: string): string {
  const found = devices.get(device);
  if (found !== undefined) return found.class;
  const desc = `Class not found for ${device}`;
  throw databaseError("DB_IncorrectArguments", desc, "DataBase::db_get_class_for_device()");
}
