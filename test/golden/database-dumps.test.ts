import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DatabaseFileError } from "../../src/tango/database-server/sql/database-file-error.ts";
import { importSql } from "../../src/tango/database-server/transfer/import-sql.ts";
import { exportJson, importJson } from "../../src/tango/database-server/transfer/json-database.ts";
import { sqlOf, storeOf } from "../support/database-tables.ts";
import { ROOT } from "../support/source-files.ts";

for (const folder of ["tango-9.3.4", "tango-10.0.2"]) {
  const dump = (name: string) => readFileSync(join(ROOT, "fixtures", folder, "database", name));
  const named = dump("dump-named.sql");

  test(`imports a dump of ${folder}: each kind of property has its values, whatever they are`, async () => {
    const imported = await importSql([named]);
    assert.deepEqual(imported.notes.list(), []);
    for (const table of PROPERTY_TABLES) {
      const rows = imported.table(table)!.rows() as readonly { name: string; values: readonly string[] }[];
      assert.deepEqual(
        rows.map(({ name, values }) => ({ name, values })),
        [{ name: "golden_values", values: VALUES }],
        table,
      );
      const history = imported.table(`${table}_hist`)!.rows() as readonly { name: string; values: unknown }[];
      const of = (property: string) =>
        history.filter(({ name }) => name === property).map(({ values }) => values);
      assert.deepEqual(of("golden_one"), [["1"], ["1"], ["1"], null], table);
      assert.deepEqual(of("golden_values").slice(0, 3), [VALUES, ["short"], VALUES], table);
    }
    const devices = imported.table("device")!.rows() as readonly { name: string; exported: boolean }[];
    assert.deepEqual(
      devices.map(({ name, exported }) => `${name} ${exported}`),
      ["golden/Odd/1 true", "golden/odd/2 false"],
    );
  });

  test(`keeps all that a dump of ${folder} says, by way of SQL and of JSON`, async () => {
    for (const octets of [named, dump("dump-rest.sql")]) {
      const store = await storeOf(await importSql([octets]));
      const { sql, notes } = sqlOf(store);
      assert.deepEqual(notes, []);
      const again = await storeOf(await importSql([Buffer.from(sql, "latin1")]));
      assert.equal(sqlOf(again).sql, sql);
      const json = await storeOf(await importJson(exportJson(store)));
      assert.equal(sqlOf(json).sql, sql);
    }
  });

  test(`refuses a dump of ${folder} that is cut off, wherever that is`, async () => {
    const rest = dump("dump-rest.sql");
    const end = rest.indexOf("-- Dump completed");
    // From its first line on it says that it is a dump.
    for (let length = 120; length < end; length += 7) {
      await assert.rejects(importSql([rest.subarray(0, length)]), DatabaseFileError, `${length} octets`);
    }
  });
}

const PROPERTY_TABLES = [
  "property",
  "property_device",
  "property_class",
  "property_attribute_device",
  "property_attribute_class",
  "property_pipe_device",
  "property_pipe_class",
];

/** As test/support/fill-database.py puts them. */
const VALUES = [
  ...[
    "",
    " ",
    "it's",
    'a "word"',
    "back\\slash",
    "end\\",
    "tab\there",
    "line\nbreak",
    "return\rhere",
    "sub\x1a",
  ],
  ...["%_`;", "-- no comment", "/*!40101 no */", "');DROP TABLE device;--", "NULL", "0x41"],
  Buffer.from("é€ñ").toString("latin1"),
  "x".repeat(300),
];
