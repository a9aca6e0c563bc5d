import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Database } from "../../../src/index.ts";
import { checkNames, pytangoNames } from "../../support/pytango-names.ts";
import { ROOT } from "../../support/source-files.ts";

const DOCUMENT = "docs/pytango-database.md";
const NAMES = pytangoNames(DOCUMENT, "## Every method", "## What PyTango has not");

test("every name of PyTango's Database is in the table, and there, or left out for a reason", () => {
  checkNames(NAMES, 129, Database.prototype);
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
