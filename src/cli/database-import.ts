import { stdin } from "node:process";
import { parseArgs } from "node:util";
import { importDatabase } from "../tango/database-server/transfer/import-database.ts";
import { importFile, importOctets } from "../tango/database-server/transfer/import-file.ts";
import type { ImportedTables } from "../tango/database-server/transfer/imported-tables.ts";
import { characterSetOf, dataFolderOf, notesText } from "./database-transfer.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `bandoneon database import FILE`: puts a dump of the real database, or the JSON of an export, into a data folder. `-` is standard input. Throws a
 * UsageError for a wrong command line, else as `importFile` and `importDatabase` do; the folder is then as it was.
 */
export async function runDatabaseImport(
  args: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  const { file, data, mode, characterSet, database } = parse(args);
  const options = { characterSet, database };
  const imported = await (file === "-" ? importOctets(stdin, options) : importFile(file, options));
  await importDatabase(data, imported, mode, print);
  print(countsText(imported));
  for (const line of notesText(imported.notes.list())) print(line);
  print(`imported into ${data}`);
}

function parse(args: readonly string[]) {
  let parsed: ReturnType<typeof parseImport>;
  try {
    parsed = parseImport(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { values, positionals } = parsed;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new UsageError("import wants one FILE, or - for standard input");
  if (values.replace === true && values.merge === true)
    throw new UsageError("--replace or --merge, not both");
  const data = dataFolderOf(values.data);
  const mode = values.replace === true ? "replace" : values.merge === true ? "merge" : "refuse";
  return {
    file,
    data,
    mode,
    characterSet: characterSetOf(values.charset),
    database: values.database ?? "tango",
  } as const;
}

function parseImport(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string" },
      replace: { type: "boolean" },
      merge: { type: "boolean" },
      charset: { type: "string" },
      database: { type: "string" },
    },
  });
}

function countsText(imported: ImportedTables): string {
  const counts = imported
    .tables()
    .filter(({ size, mapping }) => size > 0 && !mapping.table.name.endsWith("_history_id"))
    .map(({ size, mapping }) => `${mapping.table.name} ${size}`);
  return `rows: ${counts.join(", ")}`;
}
