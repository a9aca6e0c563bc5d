import { DatabaseFileError } from "./database-file-error.ts";
import type { SqlToken } from "./sql-token.ts";

/**
 * A piece of grammar, written as if it could ask for the next word: `const token = yield;`. Who has words gives them to it as they come. It
 * is done with what it reads when it returns.
 */
export type Reading<T = void> = Generator<undefined, T, SqlToken>;

/** Whether a token is one of these words, which are in capitals. */
export function isWord(token: SqlToken, ...words: readonly string[]): boolean {
  return token.kind === "word" && words.includes(token.text.toUpperCase());
}

/** The name of a table, and what stands behind it. */
export interface ReadName {
  /** The database, where it stands in front of the name. */
  readonly database: string | undefined;
  readonly name: string;
  readonly next: SqlToken;
}

/** Reads a name that begins with `first`: `name`, `database`.`name`, in quotes or without. */
export function* readName(first: SqlToken): Reading<ReadName> {
  if (first.kind === "symbol" || first.kind === "end")
    throw new DatabaseFileError("a name should stand here", first);
  const parts = first.kind === "word" ? first.text.split(".") : [first.text];
  let next = yield;
  // A point between quoted names is a word of its own: `tango`.`device`
  if (next.kind === "word" && next.text.startsWith(".")) {
    const rest = next.text.slice(1);
    parts.push(rest === "" ? (yield).text : rest);
    next = yield;
  }
  const name = parts.pop()!;
  return { database: parts.pop(), name, next };
}

/** Goes on to the end of the statement. */
export function* skipStatement(): Reading {
  while ((yield).kind !== "end");
}
