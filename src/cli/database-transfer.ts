import type { TransferNote } from "../tango/database-server/transfer/transfer-notes.ts";
import { UsageError } from "./usage-error.ts";
import { printable } from "./value-text.ts";

/** Where `bandoneon database` keeps a database unless `--data` says otherwise. */
export const DEFAULT_DATA_FOLDER = "tango-database";

/** The form of `bandoneon database import`. */
export const DATABASE_IMPORT_USAGE =
  "import FILE [--data DIR] [--replace|--merge] [--charset utf8|latin1] [--database NAME]";
/** The form of `bandoneon database export`. */
export const DATABASE_EXPORT_USAGE = "export [FILE] [--format sql|json] [--data DIR] [--charset utf8|latin1]";

/** The folder that `--data` of an import or export names. Throws a UsageError where that is none. */
export function dataFolderOf(name = DEFAULT_DATA_FOLDER): string {
  if (name === "") throw new UsageError("--data wants a folder");
  if (name === ":memory:")
    throw new UsageError("--data wants a folder; what is in memory ends with its process");
  return name;
}

/** The character set that `--charset` names; utf8 where it is not given. Throws a UsageError for another one. */
export function characterSetOf(name = "utf8"): "utf8" | "latin1" {
  if (name === "utf8" || name === "latin1") return name;
  throw new UsageError(`--charset is utf8 or latin1, not "${name}"`);
}

/** What a user should know after an import or export, a line for each sort. */
export function notesText(notes: readonly TransferNote[]): string[] {
  return notes.map(({ what, count, examples }) => {
    const more = count > examples.length ? ", ..." : "";
    return `note: ${what}: ${count} (${examples.map((example) => printable(example)).join("; ")}${more})`;
  });
}
