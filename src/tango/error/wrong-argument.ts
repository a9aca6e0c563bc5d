import { devError } from "./dev-error.ts";
import { WrongData } from "./dev-failed-classes.ts";

/**
 * What a call rejects with whose argument it cannot mean anything by: WrongData API_InvalidArgs, before anything is sent. `problem` says what
 * was given, and what is expected.
 */
export function wrongArgument(problem: string, origin = ""): WrongData {
  return new WrongData([devError("API_InvalidArgs", problem, origin)]);
}

/** Throws WrongData API_InvalidArgs for the name of a `what` that is no text. */
export function checkName(what: string, name: unknown): void {
  if (typeof name !== "string")
    throw wrongArgument(`the name of the ${what} is a text, not ${describeArgument(name)}`);
}

/** What was given, for the text of an error: `"x"`, `5`, `null`, `an object`, `a function`. */
export function describeArgument(given: unknown): string {
  if (typeof given === "string") return JSON.stringify(given);
  if (given === null || (typeof given !== "object" && typeof given !== "function")) return String(given);
  if (Array.isArray(given)) return "an array";
  return typeof given === "function" ? "a function" : "an object";
}
