import { DatabaseFileError, type FilePlace } from "../sql/database-file-error.ts";
import type { Row } from "../store/table.ts";
import { octetsOfText, textOfOctets } from "./json-text.ts";
import type { FieldKind, RowMapping } from "./row-mapping.ts";
import type { ColumnRemainder, SqlRemainder } from "./sql-remainder.ts";

/** A row as plain data for JSON: texts as they read, dates as `2026-11-28T20:46:58Z`. */
export function jsonOfRow(
  { fields }: RowMapping,
  row: Row & SqlRemainder,
): Readonly<Record<string, unknown>> {
  const json: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(fields)) {
    const value = (row as Readonly<Record<string, unknown>>)[name];
    const isDate = kind.startsWith("date") && typeof value === "number";
    json[name] = isDate ? dateText(value) : withTexts(value, textOfOctets);
  }
  if (row.sql !== undefined) json.sql = withTexts(row.sql, textOfOctets);
  return json;
}

/** The row that JSON tells. Throws a DatabaseFileError where a field is missing, unknown or of another kind. */
export function rowOfJson(
  { fields }: RowMapping,
  json: Readonly<Record<string, unknown>>,
  place: FilePlace,
): Row & SqlRemainder {
  const row: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(fields)) {
    const value = Object.hasOwn(json, name) ? fieldOf(json[name], kind) : undefined;
    if (value === undefined) {
      const shown = (JSON.stringify(json[name]) ?? "nothing").slice(0, 60);
      throw new DatabaseFileError(`${name} should be ${EXPECTED[kind]}, and is ${shown}`, place);
    }
    row[name] = value;
  }
  for (const name of Object.keys(json)) {
    if (name !== "sql" && !Object.hasOwn(fields, name))
      throw new DatabaseFileError(`there is no field ${name.slice(0, 60)}`, place);
  }
  if (json.sql !== undefined) row.sql = remainderOf(json.sql, place);
  return row;
}

/** The value of a field; undefined where it is none of this kind. */
function fieldOf(value: unknown, kind: FieldKind): unknown {
  if (kind.endsWith("?") && value === null) return null;
  switch (kind) {
    case "text":
    case "text?":
      return typeof value === "string" ? octetsOfText(value) : undefined;
    case "texts":
    case "texts?":
      return isTexts(value) ? value.map(octetsOfText) : undefined;
    case "integer":
    case "integer?":
      return Number.isInteger(value) ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "date":
    case "date?":
      return typeof value === "string" ? secondsOf(value) : undefined;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function remainderOf(sql: unknown, place: FilePlace): readonly (ColumnRemainder | null)[] {
  const isPair = (pair: unknown) =>
    Array.isArray(pair) &&
    pair.length === 2 &&
    pair.every((text) => text === null || typeof text === "string");
  const isColumns = (one: unknown) =>
    one === null || (typeof one === "object" && !Array.isArray(one) && Object.values(one).every(isPair));
  if (!Array.isArray(sql) || !sql.every(isColumns)) {
    throw new DatabaseFileError("sql should be what an export wrote there", place);
  }
  return withTexts(sql, octetsOfText) as readonly (ColumnRemainder | null)[];
}

/** Plain data with each of its texts replaced. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((one) => withTexts(one, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, replace)]));
}

function dateText(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

function secondsOf(text: string): number | undefined {
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
  const seconds = isDate ? Date.parse(text) / 1000 : Number.NaN;
  return Number.isNaN(seconds) ? undefined : seconds;
}

const EXPECTED: Readonly<Record<FieldKind, string>> = {
  text: "a text",
  "text?": "a text or null",
  texts: "a list of texts",
  "texts?": "a list of texts or null",
  integer: "an integer",
  "integer?": "an integer or null",
  boolean: "true or false",
  date: "a date as 2026-11-28T20:46:58Z",
  "date?": "a date as 2026-11-28T20:46:58Z, or null",
};
