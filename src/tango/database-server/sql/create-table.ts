import { DatabaseFileError } from "./database-file-error.ts";
import { type SqlCharacterSet, sqlCharacterSet } from "./sql-character-set.ts";
import { isWord, type Reading, readName, skipStatement } from "./token-reading.ts";

/** What a CREATE TABLE tells that rows need. */
export interface CreatedTable {
  /** In lower case, in their order. */
  readonly columns: readonly string[];
  /** Of what is stored; undefined where it is not told or not known here. */
  readonly characterSet: SqlCharacterSet | undefined;
}

/** Reads a CREATE TABLE statement behind these two words, to its end. */
export function* readCreateTable(): Reading<{ name: string; table: CreatedTable }> {
  let token = yield;
  while (isWord(token, "IF", "NOT", "EXISTS")) token = yield;
  const { name, next } = yield* readName(token);
  if (next.kind !== "symbol" || next.text !== "(") {
    // CREATE TABLE ... LIKE, or AS SELECT.
    if (next.kind !== "end") yield* skipStatement();
    return { name, table: { columns: [], characterSet: undefined } };
  }
  const columns: string[] = [];
  let [depth, isFirst] = [1, true];
  while (depth > 0) {
    token = yield;
    if (token.kind === "end")
      throw new DatabaseFileError(`CREATE TABLE ${name.slice(0, 64)} is cut off`, token);
    const isColumn = token.kind !== "symbol" && !isWord(token, ...KEYS);
    if (isFirst && depth === 1 && isColumn) columns.push(token.text.toLowerCase());
    isFirst = token.kind === "symbol" && token.text === "," && depth === 1;
    if (token.kind === "symbol" && token.text === "(") depth++;
    if (token.kind === "symbol" && token.text === ")") depth--;
  }
  return { name, table: { columns, characterSet: yield* readOptions() } };
}

/** The character set among the options of a table: `DEFAULT CHARSET=latin1`. */
function* readOptions(): Reading<SqlCharacterSet | undefined> {
  let characterSet: SqlCharacterSet | undefined;
  for (let token = yield; token.kind !== "end"; token = yield) {
    if (!isWord(token, "CHARSET") && !isWord(token, "SET")) continue;
    token = yield;
    if (token.kind === "symbol" && token.text === "=") token = yield;
    if (token.kind === "end") break;
    characterSet = sqlCharacterSet(token.text);
  }
  return characterSet;
}

/** What begins a key, not a column, where it is not in quotes. */
const KEYS = [
  "KEY",
  "PRIMARY",
  "UNIQUE",
  "INDEX",
  "CONSTRAINT",
  "FULLTEXT",
  "SPATIAL",
  "FOREIGN",
  "CHECK",
  "PERIOD",
];
