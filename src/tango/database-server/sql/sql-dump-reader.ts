import { type CreatedTable, readCreateTable } from "./create-table.ts";
import { DatabaseFileError } from "./database-file-error.ts";
import { convertText, type SqlCharacterSet, sqlCharacterSet } from "./sql-character-set.ts";
import { type SqlTimeZone, sqlTimeZone } from "./sql-date.ts";
import type { SqlToken } from "./sql-token.ts";
import { SqlTokenizer } from "./sql-tokenizer.ts";
import { isWord, type Reading, readName, skipStatement } from "./token-reading.ts";
import { readTuple, type SqlLiteral } from "./tuple.ts";

/** A row of a dump. */
export interface DumpRow {
  readonly table: string;
  /** The database of the last USE; undefined where the dump names none. */
  readonly database: string | undefined;
  /** Of the INSERT, or else of the CREATE TABLE; undefined where the dump has neither. */
  readonly columns: readonly string[] | undefined;
  /** As many as columns, where these are known. Texts are in the character set that was asked for. */
  readonly values: readonly (string | null)[];
  /** The zone of its instants. */
  readonly timeZone: SqlTimeZone;
  readonly line: number;
}

/** How to read a dump, and who takes what is in it. */
export interface DumpReaderOptions {
  /** The character set for the texts of the rows: what the database device uses on its connection with MySQL. */
  readonly characterSet: "utf8" | "latin1";
  row(row: DumpRow): void;
  /** A text could not be converted; it is kept as it was. */
  unconverted(line: number): void;
}

/**
 * Reads what mysqldump and mariadb-dump write: the rows of its INSERT (or REPLACE) statements, with the character set and the time zone that
 * the dump sets and the columns that it tells. Statements that change no rows are passed over. Octets come in pieces of any size. Throws a
 * DatabaseFileError where something is wrong, or would be lost.
 */
export class SqlDumpReader {
  readonly #options: DumpReaderOptions;
  readonly #tokens = new SqlTokenizer();
  readonly #reading: Reading;
  readonly #created = new Map<string, CreatedTable>();
  readonly #filled = new Set<string>();
  #database: string | undefined;
  /** Without SET NAMES mysqldump speaks what MySQL 8 and MariaDB speak. */
  #characterSet: SqlCharacterSet = "utf8";
  #timeZone: SqlTimeZone = "local";

  constructor(options: DumpReaderOptions) {
    this.#options = options;
    this.#reading = this.#statements();
    this.#reading.next();
  }

  /** Takes the next octets. */
  push(octets: Uint8Array): void {
    this.#tokens.push(octets);
    this.#readTokens();
  }

  /** Says that no more octets come. */
  finish(): void {
    this.#tokens.finish();
    this.#readTokens();
    const { isMarkedDump, isComplete } = this.#tokens;
    if (isMarkedDump && !isComplete) {
      throw new DatabaseFileError(
        'the dump is cut off: its last line should be "-- Dump completed"; make it anew',
      );
    }
  }

  #readTokens(): void {
    for (let token = this.#tokens.next(); token !== undefined; token = this.#tokens.next()) {
      this.#reading.next(token);
    }
  }

  *#statements(): Reading {
    for (;;) {
      const token = yield;
      if (token.kind === "end") continue;
      const verb = token.kind === "word" ? token.text.toUpperCase() : token.text;
      if (verb === "INSERT" || verb === "REPLACE") yield* this.#insert(token);
      else if (verb === "CREATE") yield* this.#create();
      else if (verb === "SET") yield* this.#set();
      else if (verb === "USE") yield* this.#use();
      else if (verb === "DELETE" || verb === "TRUNCATE") yield* this.#delete(token);
      else if (SKIPPED.has(verb)) yield* skipStatement();
      else {
        throw new DatabaseFileError(`a statement ${verb.slice(0, 40)} is none of a dump: ${EXPECTED}`, token);
      }
    }
  }

  *#insert(verb: SqlToken): Reading {
    let token = yield;
    while (isWord(token, ...MODIFIERS)) token = yield;
    if (isWord(token, "INTO")) token = yield;
    const table = yield* readName(token);
    const place = {
      line: verb.line,
      statement: `${verb.text.toUpperCase()} INTO ${table.name.slice(0, 64)}`,
    };
    token = table.next;
    let columns: readonly string[] | undefined;
    if (token.text === "(" && token.kind === "symbol") {
      columns = yield* this.#columnList(place);
      token = yield;
    }
    const created = this.#created.get(table.name.toLowerCase());
    columns ??= created?.columns;
    if (!isWord(token, "VALUES", "VALUE"))
      throw new DatabaseFileError(`only VALUES are read; ${EXPECTED}`, place);
    do {
      token = yield;
      if (token.kind !== "symbol" || token.text !== "(") {
        throw new DatabaseFileError("a row should begin here, with (", { ...place, line: token.line });
      }
      const line = token.line;
      const literals = yield* readTuple({ ...place, line });
      if (columns !== undefined && literals.length !== columns.length) {
        const problem = `a row has ${literals.length} values for ${columns.length} columns`;
        throw new DatabaseFileError(problem, { ...place, line });
      }
      const values = literals.map((literal) => this.#text(literal, created, line));
      this.#filled.add(table.name.toLowerCase());
      const [database, timeZone] = [table.database ?? this.#database, this.#timeZone];
      this.#options.row({ table: table.name, database, columns, values, timeZone, line });
      token = yield;
    } while (token.kind === "symbol" && token.text === ",");
    if (token.kind !== "end") {
      throw new DatabaseFileError("a comma or the end of the statement should stand behind a row", {
        ...place,
        line: token.line,
      });
    }
  }

  *#columnList(place: { line: number; statement: string }): Reading<string[]> {
    const columns: string[] = [];
    for (;;) {
      const name = yield;
      if (name.kind === "end" || name.kind === "symbol" || columns.length >= MAX_COLUMNS) {
        throw new DatabaseFileError("names of columns should stand between the parentheses", place);
      }
      columns.push(name.text.toLowerCase());
      const token = yield;
      if (token.kind === "symbol" && token.text === ")") return columns;
      if (token.kind !== "symbol" || token.text !== ",") {
        throw new DatabaseFileError("names of columns should stand between the parentheses", place);
      }
    }
  }

  *#create(): Reading {
    const token = yield;
    if (!isWord(token, "TABLE")) return token.kind === "end" ? undefined : yield* skipStatement();
    const { name, table } = yield* readCreateTable();
    this.#created.set(name.toLowerCase(), table);
  }

  /** Settings of the session that decide how rows are to be read. */
  *#set(): Reading {
    let token = yield;
    if (isWord(token, "NAMES")) {
      this.#setNames(yield);
      return yield* skipStatement();
    }
    while (isWord(token, "SESSION", "LOCAL", "GLOBAL")) token = yield;
    const variable = token.text.toUpperCase().replace(/^@@(SESSION\.)?/, "");
    const { line } = token;
    while (token.kind === "word" || (token.kind === "symbol" && /[:=]/.test(token.text))) token = yield;
    const value = token.kind === "string" ? token.text : undefined;
    if (variable === "TIME_ZONE") this.#setTimeZone(value, line);
    if (variable === "SQL_MODE" && value?.toUpperCase().includes("NO_BACKSLASH_ESCAPES")) {
      throw new DatabaseFileError("NO_BACKSLASH_ESCAPES is not understood: dump with mysqldump's own mode", {
        line,
      });
    }
    if (token.kind !== "end") yield* skipStatement();
  }

  #setNames({ text, line }: SqlToken): void {
    const set = sqlCharacterSet(text);
    if (set === undefined) {
      const problem = `the character set ${text.slice(0, 40)} is not understood: dump with --default-character-set=utf8mb4`;
      throw new DatabaseFileError(problem, { line });
    }
    this.#characterSet = set;
  }

  /** No text is what it was before: `SET TIME_ZONE=@OLD_TIME_ZONE`. */
  #setTimeZone(text: string | undefined, line: number): void {
    const zone = text === undefined ? "local" : sqlTimeZone(text);
    if (zone === undefined) {
      throw new DatabaseFileError(
        `the time zone ${text?.slice(0, 40)} is not understood: dump with --tz-utc`,
        { line },
      );
    }
    this.#timeZone = zone;
  }

  *#use(): Reading {
    const { name, next } = yield* readName(yield);
    this.#database = name;
    if (next.kind !== "end") yield* skipStatement();
  }

  /** What empties tables that nothing has filled yet changes nothing; all else would be lost. */
  *#delete({ text, line }: SqlToken): Reading {
    let token = yield;
    while (isWord(token, "FROM", "TABLE", "QUICK", "IGNORE", "LOW_PRIORITY")) token = yield;
    const { name, next } = yield* readName(token);
    if (this.#filled.has(name.toLowerCase())) {
      throw new DatabaseFileError(
        `${text.toUpperCase()} of ${name.slice(0, 64)} behind its rows; ${EXPECTED}`,
        { line },
      );
    }
    if (next.kind !== "end") yield* skipStatement();
  }

  #text(literal: SqlLiteral, created: CreatedTable | undefined, line: number): string | null {
    if (literal === null || literal.kind === "number") return literal === null ? null : literal.text;
    const wanted = this.#options.characterSet;
    let from = literal.characterSet ?? this.#characterSet;
    // Octets as they are stored.
    if (from === "binary") from = created?.characterSet ?? wanted;
    const text = convertText(literal.text, from, wanted);
    if (text === undefined) this.#options.unconverted(line);
    return text ?? literal.text;
  }
}

const MODIFIERS = ["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE"];
/** MySQL's limit. */
const MAX_COLUMNS = 4096;
const EXPECTED = "what mysqldump or mariadb-dump wrote is wanted";

/** Statements of dumps that change no rows of tables. */
const SKIPPED: ReadonlySet<string> = new Set([
  ..."LOCK UNLOCK ALTER DROP COMMIT START BEGIN ROLLBACK SAVEPOINT FLUSH ANALYZE OPTIMIZE SHOW SELECT CHANGE".split(
    " ",
  ),
  ..."GRANT REVOKE DELIMITER \\".split(" "),
]);
