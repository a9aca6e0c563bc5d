import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";

/** One property of a device, a class, a free object or an attribute, as the database holds it: its lines. */
export type PropertyValues = Record<string, string[]>;

/** The properties of attributes (or pipes), by the name of the attribute. */
export type AttributeProperties = Record<string, PropertyValues>;

/** What can be put as a property: numbers and booleans are written as text, an array gives one line per element. */
export type PropertyInput =
  | string
  | number
  | bigint
  | boolean
  | readonly (string | number | bigint | boolean)[];

/** Properties to put, by name. */
export type PropertyInputs = Readonly<Record<string, PropertyInput>>;

/** Properties of attributes to put, by the name of the attribute and of the property. */
export type AttributePropertyInputs = Readonly<Record<string, PropertyInputs>>;

/** One change of a property, as the database remembers it. */
export interface DbHistory {
  /** The property. */
  readonly name: string;
  /** The attribute (or pipe) that the property belongs to; undefined for a property of a device, class or object. */
  readonly attributeName: string | undefined;
  /** When it was changed: `YYYY-MM-DD HH:MM:SS` in the time zone of the database. */
  readonly date: string;
  /** The lines put then; none when it was deleted. */
  readonly value: readonly string[];
  readonly isDeleted: boolean;
}

/** The lines that the database stores for `value`. Throws WrongData for what has no lines. */
export function propertyLines(value: PropertyInput): string[] {
  return Array.isArray(value) ? Array.from(value, line) : [line(value)];
}

function line(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      if (Number.isFinite(value)) return String(value);
      break;
    case "bigint":
    case "boolean":
      return String(value);
  }
  throw wrongArgument(
    `the value of a property is text, finite numbers, bigints or booleans, not ${describeArgument(value)}`,
  );
}
