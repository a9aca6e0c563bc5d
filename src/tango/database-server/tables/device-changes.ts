import { propertyKey } from "./property-row.ts";
import type { PropertyTable } from "./property-table.ts";
import type { TangoTables } from "./tango-tables.ts";

/** Deletes a device with its properties and the aliases of its attributes; its history stays. Within a write. */
export function deleteDevice(database: TangoTables, name: string): void {
  database.devices.delete(name);
  for (const table of deviceProperties(database)) {
    for (const row of [...table.of(name)]) table.rows.delete(propertyKey(row.owner, row.member, row.name));
  }
  for (const { alias } of [...database.attributeAliasesByDevice.get(name)]) {
    database.attributeAliases.delete(alias.toLowerCase());
  }
}

/** Gives a device another name, with its properties. Within a write. */
export function renameDevice(database: TangoTables, oldName: string, newName: string): void {
  const device = database.devices.get(oldName);
  if (device !== undefined) {
    database.devices.delete(oldName);
    database.devices.put({ ...device, name: newName });
  }
  for (const { rows, of } of deviceProperties(database).map((table) => ({
    rows: table.rows,
    of: table.of(oldName),
  }))) {
    for (const row of [...of]) {
      rows.delete(propertyKey(row.owner, row.member, row.name));
      rows.put(propertyKey(newName, row.member, row.name), { ...row, owner: newName });
    }
  }
}

function deviceProperties({ properties }: TangoTables): readonly PropertyTable[] {
  return [properties.property_device, properties.property_attribute_device, properties.property_pipe_device];
}
