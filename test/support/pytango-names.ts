import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./source-files.ts";

/** One public name of PyTango, and what a page of docs/ says of it. */
export interface DocumentedName {
  readonly theirs: string;
  /** null where it is left out. */
  readonly ours: string | null;
  readonly remark: string;
}

/** The rows of the tables of methods in a page of docs/: those below a heading, up to another one. */
export function pytangoNames(document: string, heading: string, until?: string): DocumentedName[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  const begin = text.indexOf(`${heading}\n`);
  if (begin < 0) throw new Error(`${document} has no ${heading}`);
  const tables = text.slice(begin, until === undefined ? undefined : text.indexOf(`${until}\n`, begin));
  return Array.from(
    tables.matchAll(/^\| `(\w+)` \| (?:`(\w+)`|–) \| ?(.*?) ?\|$/gm),
    ([, theirs, ours, remark]) => ({
      theirs: theirs!,
      ours: ours ?? null,
      remark: remark!,
    }),
  );
}
