import { type Names, nameList } from "../naming/name-list.ts";

/** The names of properties: one, several, or an object that has members of these names, as what was got or put before. */
export type PropertyNames = Names | Readonly<Record<string, unknown>>;

/** The names of properties, by the attribute (or pipe) that they belong to. */
export type AttributePropertyNames = Readonly<Record<string, PropertyNames>>;

/** The names as a list. Throws WrongData for what is no name. */
export function propertyNames(names: PropertyNames): readonly string[] {
  if (typeof names !== "object" || names === null || Array.isArray(names)) return nameList(names as Names);
  return Object.keys(names);
}
