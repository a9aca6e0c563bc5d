import { randomUUID } from "node:crypto";
import { constants, createWriteStream } from "node:fs";
import { open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { stdout } from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { openStore } from "../tango/database-server/store/open-store.ts";
import { exportSql } from "../tango/database-server/transfer/export-sql.ts";
import { exportJson } from "../tango/database-server/transfer/json-database.ts";
import { TransferNotes } from "../tango/database-server/transfer/transfer-notes.ts";
import { characterSetOf, dataFolderOf, notesText } from "./database-transfer.ts";
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
  await using store = await openStore(data, { report, create: false });
  const notes = new TransferNotes();
  const pieces = format === "json" ? exportJson(store) : exportSql(store, { characterSet, notes });
  if (file === undefined || STANDARD_OUTPUT.includes(file)) await writeTo(stdout, pieces);
  else await writeFile(file, pieces);
  for (const line of notesText(notes.list())) report(line);
}

/** Writes to what is no file, whose reader may have seen enough. */
async function writeTo(stream: NodeJS.WritableStream, pieces: Iterable<Uint8Array | string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), stream, { end: stream !== stdout });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}

/** Writes a file that is there whole or as it was; what is no file, as a pipe, takes what it is given. */
async function writeFile(file: string, pieces: Iterable<Uint8Array | string>): Promise<void> {
  const there = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (there !== undefined && !there.isFile()) {
    // Only to write, so that a pipe waits for who reads it.
    return await writeTo((await open(file, constants.O_WRONLY)).createWriteStream(), pieces);
  }
  // Behind a link stands the file that is meant, or is to be.
  const target = there === undefined ? await linkedFrom(file) : await realpath(file);
  const unfinished = `${target}.${randomUUID()}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished, { flags: "wx", flush: true }));
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function linkedFrom(file: string): Promise<string> {
  return await readlink(file).then(
    (link) => resolve(dirname(file), link),
    () => file,
  );
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
  return { file, format, data: dataFolderOf(values.data), characterSet } as const;
}

function parseExport(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: "string" }, format: { type: "string" }, charset: { type: "string" } },
  });
}

const STANDARD_OUTPUT: readonly string[] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
