import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";

/** Names of attributes, commands or properties: one or several. */
export type Names = string | readonly string[];

/** One name or several as a list of its own, which does not change with the caller's. Throws WrongData for what is no name. */
export function nameList(names: Names): readonly string[] {
  return typeof names === "string" ? [names] : severalNames(names);
}

/** A copy of a list of names. Throws WrongData for anything else, a single name included. */
export function severalNames(names: readonly string[]): readonly string[] {
  if (!Array.isArray(names)) {
    throw wrongArgument(`an array of names is expected, not ${describeArgument(names)}`);
  }
  return Array.from(names as readonly string[], oneName);
}

/** A name as it is. Throws WrongData for what is no text. */
export function oneName(name: string): string {
  if (typeof name !== "string")
    throw wrongArgument(`a name is a text, not ${describeArgument(name as unknown)}`);
  return name;
}
