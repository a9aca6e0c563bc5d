import assert from "node:assert/strict";
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

/** Each of these names, `count` in all, is there once: a member of `object`, under its own name in camelCase or with a remark, or left out for a reason. */
export function checkNames(names: readonly DocumentedName[], count: number, object: object): void {
  assert.equal(names.length, count);
  assert.equal(new Set(names.map(({ theirs }) => theirs)).size, count);
  for (const { theirs, ours, remark } of names) {
    if (ours === null) {
      assert.ok(remark.length > 10, `${theirs} is left out without a reason`);
      continue;
    }
    assert.ok(ours in object, `${theirs}: there is no ${ours}`);
    const camelCase = theirs.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    assert.ok(ours === camelCase || remark !== "", `${theirs} has another name, ${ours}, without a remark`);
  }
}
