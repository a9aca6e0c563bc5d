import { Buffer } from "node:buffer";
import { DatabaseFileError } from "../sql/database-file-error.ts";
import type { Store } from "../store/store.ts";
import type { Row } from "../store/table.ts";
import { giveOwnHistoryIds } from "./history-ids.ts";
import { ImportedTables } from "./imported-tables.ts";
import { jsonOfRow, rowOfJson } from "./json-row.ts";
import { TANGO_MAPPINGS } from "./tango-mappings.ts";

/**
 * The database as lines of JSON, in pieces of about a megabyte: an object that says what it is, one for each row, and one that says
 * how many there were.
 *
 * ```
 * {"format":"bandoneon-database","version":1}
 * {"table":"property_device","owner":"a/b/c","member":null,"name":"host","values":["10.0.0.7"],"updated":"2026-11-28T20:46:58Z","comment":null}
 * {"rows":1}
 * ```
 */
export function* exportJson(store: Store): Generator<Buffer> {
  let text = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;
  let rows = 0;
  for (const mapping of TANGO_MAPPINGS) {
    const { name } = mapping.table;
    for (const row of store.table<Row>(name).rows()) {
      rows++;
      text += `${JSON.stringify({ table: name, ...jsonOfRow(mapping, row) })}\n`;
      if (text.length < PIECE_LENGTH) continue;
      yield Buffer.from(text, "utf8");
      text = "";
    }
  }
  yield Buffer.from(`${text}${JSON.stringify({ rows })}\n`, "utf8");
}

/** Reads what `exportJson` writes, from octets in pieces of any size; its rows may stand in any order. Throws a DatabaseFileError. */
export async function importJson(
  octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<ImportedTables> {
  const tables = new ImportedTables();
  let [line, rows] = [0, 0];
  let [hasHead, end]: [boolean, unknown] = [false, undefined];
  for await (const text of linesOf(octets)) {
    line++;
    if (text.trim() === "") continue;
    const json = parseLine(text, line);
    if (!hasHead) hasHead = checkHead(json);
    else if (end !== undefined)
      throw new DatabaseFileError("something stands behind the last line", { line });
    else if (json.table === undefined && json.rows !== undefined) end = json.rows;
    else {
      addRow(tables, json, line);
      rows++;
    }
  }
  if (end !== rows) {
    const told =
      end === undefined ? 'there is no last line {"rows":...}' : `its last line tells ${JSON.stringify(end)}`;
    throw new DatabaseFileError(`the file is cut off or changed: it has ${rows} rows, ${told}`);
  }
  giveOwnHistoryIds(tables);
  return tables;
}

function addRow(
  tables: ImportedTables,
  { table: name, ...json }: Record<string, unknown>,
  line: number,
): void {
  const table = typeof name === "string" ? tables.table(name) : undefined;
  if (table === undefined) {
    throw new DatabaseFileError(`there is no table ${JSON.stringify(name)?.slice(0, 60)}`, { line });
  }
  const statement = `a row of ${table.mapping.table.name}`;
  if (!table.addRow(rowOfJson(table.mapping, json, { line, statement }))) {
    throw new DatabaseFileError("there is a row of this name already", { line, statement });
  }
}

function checkHead({ format, version }: Record<string, unknown>): true {
  if (format !== FORMAT) {
    throw new DatabaseFileError(`the first line should be {"format":"${FORMAT}","version":${VERSION}}`);
  }
  if (version !== VERSION) {
    throw new DatabaseFileError(
      `version ${JSON.stringify(version)?.slice(0, 20)} of this format is not known here`,
    );
  }
  return true;
}

function parseLine(text: string, line: number): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DatabaseFileError("this is no JSON", { line }, { cause });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new DatabaseFileError("a line should be an object", { line });
  }
  return json as Record<string, unknown>;
}

async function* linesOf(octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let length = 0;
  let line = 0;
  for await (const piece of octets) {
    let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE)) {
      line++;
      yield Buffer.concat([...pieces, rest.subarray(0, at)]).toString("utf8");
      [pieces, length] = [[], 0];
      rest = rest.subarray(at + 1);
    }
    pieces.push(rest);
    length += rest.length;
    if (length > MAX_LINE_LENGTH) {
      throw new DatabaseFileError(`a line is longer than ${MAX_LINE_LENGTH} octets`, { line: line + 1 });
    }
  }
  if (length > 0) yield Buffer.concat(pieces).toString("utf8");
}

const FORMAT = "bandoneon-database";
const VERSION = 1;
const PIECE_LENGTH = 512 * 1024;
const NEWLINE = 0x0a;
const MAX_LINE_LENGTH = 256 * 1024 * 1024;
