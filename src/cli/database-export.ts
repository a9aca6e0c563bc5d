import { createWriteStream } from "node:fs";
import { access, rename, rm } from "node:fs/promises";
import { stdout } from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { openStore } from "../tango/database-server/store/open-store.ts";
import { exportSql } from "../tango/database-server/transfer/export-sql.ts";
import { exportJson } from "../tango/database-server/transfer/json-database.ts";
import { TransferNotes } from "../tango/database-server/transfer/transfer-notes.ts";
import { characterSetOf, DEFAULT_DATA_FOLDER, notesText } from "./database-transfer.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `bandoneon database export [FILE]`: writes the database of a data folder as SQL that fills the tables of a real one, or as JSON; to standard output where no file is named. A
 * file gets its name when all of it is written. Notes go to `report`. Throws a UsageError for a wrong command line, else as `openStore` does.
 */
export async function runDatabaseExport(
  args: readonly string[],
  report: (line: string) => void,
): Promise<void> {
  const { file, format, data, characterSet } = parse(args);
  // A folder that is not there would be made.
  await access(data);
  await using store = await openStore(data, { report });
  const notes = new TransferNotes();
  const pieces = format === "json" ? exportJson(store) : exportSql(store, { characterSet, notes });
  if (file === undefined || file === "-") {
    await pipeline(Readable.from(pieces), stdout, { end: false });
  } else {
    const unfinished = `${file}.part`;
    try {
      await pipeline(Readable.from(pieces), createWriteStream(unfinished, { flush: true }));
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
  for (const line of notesText(notes.list())) report(line);
}

function parse(args: readonly string[]) {
  let parsed: ReturnType<typeof parseExport>;
  try {
    parsed = parseExport(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { values, positionals } = parsed;
  const [file] = positionals;
  if (positionals.length > 1) throw new UsageError("export wants one FILE at most");
  const format = values.format ?? (file?.endsWith(".json") ? "json" : "sql");
  if (format !== "sql" && format !== "json") throw new UsageError(`--format is sql or json, not "${format}"`);
  const characterSet = characterSetOf(values.charset);
  return { file, format, data: values.data ?? DEFAULT_DATA_FOLDER, characterSet } as const;
}

function parseExport(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: "string" }, format: { type: "string" }, charset: { type: "string" } },
  });
}
