import { Buffer } from "node:buffer";
import { DatabaseFileError, type FilePlace } from "./database-file-error.ts";
import { type SqlCharacterSet, sqlCharacterSet } from "./sql-character-set.ts";
import type { SqlToken } from "./sql-token.ts";
import { isWord, type Reading } from "./token-reading.ts";

/** A value of a row; null is NULL. */
export type SqlLiteral =
  | { readonly kind: "number"; readonly text: string }
  /** With the character set that stands in front of it, if there is one: `_binary 'text'`. */
  | { readonly kind: "text"; readonly text: string; readonly characterSet: SqlCharacterSet | undefined }
  | null;

/** Reads the values of a row, behind its opening parenthesis, up to the closing one. */
export function* readTuple(place: FilePlace): Reading<SqlLiteral[]> {
  const values: SqlLiteral[] = [];
  for (;;) {
    const { value, next } = yield* readLiteral(place);
    values.push(value);
    if (next.kind === "symbol" && next.text === ")") return values;
    if (next.kind !== "symbol" || next.text !== "," || values.length >= MAX_VALUES) {
      const problem =
        next.kind === "end" ? "the statement ends within a row" : "a comma should stand behind a value";
      throw new DatabaseFileError(problem, { ...place, line: next.line });
    }
  }
}

function* readLiteral(place: FilePlace): Reading<{ value: SqlLiteral; next: SqlToken }> {
  const token = yield;
  if (token.kind === "string") return { value: textOf(token.text, undefined), next: yield };
  if (token.kind === "word") {
    if (isWord(token, "NULL")) return { value: null, next: yield };
    if (NUMBER.test(token.text)) return { value: { kind: "number", text: token.text }, next: yield };
    if (HEXADECIMAL.test(token.text)) return { value: octetsOf(token.text.slice(2)), next: yield };
    const next = yield;
    if (next.kind === "string") {
      if (isWord(token, "X") && /^([0-9a-f]{2})*$/i.test(next.text))
        return { value: octetsOf(next.text), next: yield };
      const characterSet = token.text.startsWith("_") ? sqlCharacterSet(token.text.slice(1)) : undefined;
      if (characterSet !== undefined) return { value: textOf(next.text, characterSet), next: yield };
    }
  } else if (token.kind === "symbol" && token.text === "-") {
    const number = yield;
    if (number.kind === "word" && NUMBER.test(number.text)) {
      return { value: { kind: "number", text: `-${number.text}` }, next: yield };
    }
  }
  const problem = `${token.text.slice(0, 40)} is no number, text, NULL or hexadecimal octets`;
  throw new DatabaseFileError(problem, { ...place, line: token.line });
}

function textOf(text: string, characterSet: SqlCharacterSet | undefined): SqlLiteral {
  return { kind: "text", text, characterSet };
}

function octetsOf(digits: string): SqlLiteral {
  return textOf(Buffer.from(digits, "hex").toString("latin1"), "binary");
}

const MAX_VALUES = 4096;
const NUMBER = /^\d+(\.\d*)?(e\d+)?$/i;
const HEXADECIMAL = /^0x([0-9a-f]{2})*$/i;
