import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import type {
  AttributeProperties,
  AttributePropertyInputs,
  DbHistory,
  PropertyInputs,
  PropertyValues,
} from "./property-value.ts";
import { propertyLines } from "./property-value.ts";
import { ReplyLines } from "./reply-lines.ts";

/**
 * The argument of DbPutDeviceProperty, DbPutClassProperty and DbPutProperty:
 * `owner, number of properties, { name, number of values, value... }...`.
 */
export function putArgument(owner: string, properties: PropertyInputs): string[] {
  return [owner, ...propertyBlocks(properties)];
}

/**
 * The argument of DbPutDeviceAttributeProperty2, DbPutClassAttributeProperty2 and of the pipe commands:
 * `owner, number of attributes, { attribute, number of properties, { name, number of values, value... }... }...`.
 */
export function putAttributeArgument(owner: string, attributes: AttributePropertyInputs): string[] {
  const entries = namedEntries(attributes, "an attribute");
  const argument = [owner, String(entries.length)];
  for (const [attribute, properties] of entries) argument.push(attribute, ...propertyBlocks(properties));
  return argument;
}

/**
 * Reads the reply of DbGetDeviceProperty and its like: `owner, number of properties, { name, number of values, value... }...`.
 * A property without values is followed by one dummy line when `emptyHasDummy` is set, as devices and free objects have it
 * and classes have not.
 */
export function parseProperties(reply: readonly string[], emptyHasDummy: boolean): PropertyValues {
  const reader = new ReplyLines(reply);
  reader.skip("the owner");
  const properties: [string, string[]][] = [];
  for (let left = reader.count("the number of properties"); left > 0; left--) {
    const name = reader.line("the name of a property");
    const count = reader.count(`the number of values of ${name}`);
    properties.push([name, reader.lines(count, `the values of ${name}`)]);
    if (count === 0 && emptyHasDummy) reader.skip(`the dummy value of ${name}`);
  }
  // Unlike an assignment, this makes a member of every name, __proto__ included.
  return Object.fromEntries(properties);
}

/** The reply of DbGetDeviceProperty and its like, which `parseProperties` reads. */
export function propertyReply(owner: string, properties: PropertyValues, emptyHasDummy: boolean): string[] {
  const entries = Object.entries(properties);
  const reply = [owner, String(entries.length)];
  for (const [name, values] of entries) {
    reply.push(name, String(values.length), ...values);
    if (values.length === 0 && emptyHasDummy) reply.push(" ");
  }
  return reply;
}

/**
 * Reads the reply of DbGetDeviceAttributeProperty2, DbGetClassAttributeProperty2 and of the pipe commands:
 * `owner, number of attributes, { attribute, number of properties, { name, number of values, value... }... }...`.
 */
export function parseAttributeProperties(reply: readonly string[]): AttributeProperties {
  const reader = new ReplyLines(reply);
  reader.skip("the owner");
  const attributes: [string, PropertyValues][] = [];
  for (let left = reader.count("the number of attributes"); left > 0; left--) {
    const attribute = reader.line("the name of an attribute");
    const properties: [string, string[]][] = [];
    for (let more = reader.count(`the number of properties of ${attribute}`); more > 0; more--) {
      const name = reader.line(`the name of a property of ${attribute}`);
      const count = reader.count(`the number of values of ${attribute}/${name}`);
      properties.push([name, reader.lines(count, `the values of ${attribute}/${name}`)]);
    }
    attributes.push([attribute, Object.fromEntries(properties)]);
  }
  return Object.fromEntries(attributes);
}

/**
 * Reads the reply of the `...Hist` commands: `{ [attribute,] property, date, number of values, value... }...`, oldest first.
 * No values stand for a deletion.
 */
export function parseHistory(reply: readonly string[], ofAttributes: boolean): DbHistory[] {
  const reader = new ReplyLines(reply);
  const history: DbHistory[] = [];
  while (!reader.atEnd) {
    const attributeName = ofAttributes ? reader.line("the name of an attribute") : undefined;
    const name = reader.line("the name of a property");
    const date = reader.line(`the date of ${name}`);
    const count = reader.count(`the number of values of ${name}`);
    const value = reader.lines(count, `the values of ${name}`);
    history.push({ name, attributeName, date, value, isDeleted: count === 0 });
  }
  return history;
}

function propertyBlocks(properties: PropertyInputs): string[] {
  const entries = namedEntries(properties, "a property");
  const blocks = [String(entries.length)];
  for (const [name, value] of entries) {
    const lines = propertyLines(value);
    blocks.push(name, String(lines.length), ...lines);
  }
  return blocks;
}

/** What is to be put or deleted, by name. Throws WrongData for what has no names, or an empty one. */
export function namedEntries<V>(values: Readonly<Record<string, V>>, what: string): [string, V][] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw wrongArgument(
      `an object with a member for each name is expected, not ${describeArgument(values as unknown)}`,
    );
  }
  const entries = Object.entries(values);
  if (entries.some(([name]) => name === "")) throw wrongArgument(`the name of ${what} is empty`);
  return entries;
}
