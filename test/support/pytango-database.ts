import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

/** One public name of PyTango's Database, and what docs/pytango-database.md says of it. */
export interface DocumentedName {
  readonly theirs: string;
  /** null where it is left out. */
  readonly ours: string | null;
  readonly remark: string;
}

/** The rows of the tables of methods in docs/pytango-database.md. */
export function pytangoNames(): DocumentedName[] {
  const text = readFileSync(join(ROOT, "docs/pytango-database.md"), "utf8");
  const tables = text.slice(text.indexOf("## Every method"), text.indexOf("## What PyTango has not"));
  return Array.from(
    tables.matchAll(/^\| `(\w+)` \| (?:`(\w+)`|–) \| ?(.*?) ?\|$/gm),
    ([, theirs, ours, remark]) => ({
      theirs: theirs!,
      ours: ours ?? null,
      remark: remark!,
    }),
  );
}
