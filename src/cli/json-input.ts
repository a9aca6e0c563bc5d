import { UsageError } from "./usage-error.ts";

/** JSON from the command line, whose numbers and words are kept as they were written. */
export type JsonInput = string | readonly JsonInput[] | { readonly [name: string]: JsonInput };

/**
 * Reads JSON in which every number, `true`, `false` and `null` stays text, since only the type it is for says how to read it: a
 * 64 bit integer would not survive JSON.parse. Quotes around words may be left out: `[ON, OFF]`, `[NaN, 1]`.
 */
export function parseJsonInput(text: string): JsonInput {
  const quoted = text.replace(TOKENS, (token) => (token.startsWith('"') ? token : JSON.stringify(token)));
  try {
    return JSON.parse(quoted) as JsonInput;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${text.slice(0, 60)} is not JSON (${reason})`, { cause: error });
  }
}

/** The elements of a JSON array of values. Throws a UsageError where it is something else. */
export function jsonList(input: JsonInput, what: string): readonly string[] {
  return jsonArray(input, what).map((element) => {
    if (typeof element !== "string") throw new UsageError(`${what} wants a flat array of values`);
    return element;
  });
}

/** The elements of a JSON array. Throws a UsageError where it is something else. */
export function jsonArray(input: JsonInput, what: string): readonly JsonInput[] {
  if (!Array.isArray(input)) throw new UsageError(`${what} wants a JSON array`);
  return input as readonly JsonInput[];
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/g;
