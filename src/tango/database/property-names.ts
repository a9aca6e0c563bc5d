import { type Names, nameList } from "../naming/name-list.ts";
import { namedEntries } from "./property-block.ts";

/** The names of properties: one, several, or an object that has members of these names, as what was got or put before. */
export type PropertyNames = Names | Readonly<Record<string, unknown>>;

/** The names of properties, by the attribute (or pipe) that they belong to. */
export type AttributePropertyNames = Readonly<Record<string, PropertyNames>>;

/** The names as a list. Throws WrongData for what is no name, and for objects of classes, whose members would be none. */
export function propertyNames(names: PropertyNames): readonly string[] {
  return isRecord(names) ? namedEntries(names, "a property").map(([name]) => name) : nameList(names as Names);
}

function isRecord(names: unknown): names is Readonly<Record<string, unknown>> {
  if (typeof names !== "object" || names === null) return false;
  const prototype: unknown = Object.getPrototypeOf(names);
  return prototype === Object.prototype || prototype === null;
}
