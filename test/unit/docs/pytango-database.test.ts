import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Database } from "../../../src/index.ts";
import { checkPrograms } from "../../support/documentation.ts";
import { pytangoNames } from "../../support/pytango-names.ts";
import { ROOT } from "../../support/source-files.ts";

const DOCUMENT = "docs/pytango-database.md";
const NAMES = pytangoNames(DOCUMENT, "## Every method", "## What PyTango has not");

test("every name of PyTango's Database is in the table, once", () => {
  const names = NAMES.map(({ theirs }) => theirs);
  assert.equal(names.length, 129);
  assert.equal(new Set(names).size, 129);
});

test("every method in the table is one of Database, with the name in camelCase; what is left out says why", () => {
  for (const { theirs, ours, remark } of NAMES) {
    if (ours === null) {
      assert.ok(remark.length > 10, `${theirs} is left out without a reason`);
      continue;
    }
    const method: unknown = Reflect.get(Database.prototype, ours);
    assert.equal(typeof method, "function", `${theirs}: Database has no ${ours}`);
    const camelCase = theirs.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    assert.ok(ours === camelCase || remark !== "", `${theirs} has another name, ${ours}, without a remark`);
  }
});

test("every other method of Database is in the table of what PyTango has not", () => {
  const text = readFileSync(join(ROOT, DOCUMENT), "utf8").split("## What PyTango has not")[1]!;
  const table = text.slice(0, text.indexOf("\n## "));
  const known = new Set([
    ...NAMES.map(({ ours }) => ours),
    ...Array.from(table.matchAll(/`(\w+)`/g), ([, name]) => name!),
  ]);
  const methods = new Set<string>();
  for (let one: object = Database.prototype; one !== Object.prototype; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) methods.add(name);
  }
  const internal = ["constructor", "toJSON", "connection", "location", "described", "history", "deleteNamed"];
  const replies = [
    "withText",
    "withTexts",
    "withNothing",
    "text",
    "texts",
    "numbersAndTexts",
    "parsed",
    "incoherent",
  ];
  assert.deepEqual(
    [...methods].filter((name) => !known.has(name) && !internal.includes(name) && !replies.includes(name)),
    [],
  );
});

test("the program in the table's document compiles", async (t) => {
  await checkPrograms(t, DOCUMENT, { atLeast: 1 });
});
