/** The tables of properties, named as those of SQL. */
export type PropertyTableName =
  | "property"
  | "property_device"
  | "property_class"
  | "property_attribute_device"
  | "property_attribute_class"
  | "property_pipe_device"
  | "property_pipe_class";

/** A property: one row here is as many in SQL as it has values. */
export interface PropertyRow {
  /** The object, device or class that has it, as it was inserted. */
  readonly owner: string;
  /** The attribute or pipe of the owner that has it; null where the owner itself has it. */
  readonly member: string | null;
  readonly name: string;
  readonly values: readonly string[];
  /** In seconds since 1970. */
  readonly updated: number;
  readonly comment: string | null;
}

/** What a property was at a time: tables `property_hist`, `property_device_hist` and so on, by id. */
export interface PropertyHistoryRow {
  readonly id: number;
  /** In seconds since 1970. */
  readonly date: number;
  readonly owner: string;
  readonly member: string | null;
  readonly name: string;
  /** Null where it was deleted then. */
  readonly values: readonly string[] | null;
}

/** The key of a property in its table. */
export function propertyKey(owner: string, member: string | null, name: string): string {
  return `${owner}\0${member ?? ""}\0${name}`.toLowerCase();
}
