import assert from "node:assert/strict";
import { test } from "node:test";
import { DatabaseFileError } from "../../../../../src/tango/database-server/sql/database-file-error.ts";
import {
  importSql,
  type SqlImportOptions,
} from "../../../../../src/tango/database-server/transfer/import-sql.ts";
import { sqlOf, storeOf } from "../../../../support/database-tables.ts";

const HEAD = "SET NAMES utf8mb4; SET TIME_ZONE='+00:00';\n";
const imported = (sql: string, options?: SqlImportOptions) =>
  importSql([Buffer.from(`${HEAD}${sql}`, "latin1")], options);
const rowsOf = async (table: string, sql: string) => (await imported(sql)).table(table)?.rows();
/** The INSERT of a table in an export. */
const insertOf = async (table: string, sql: string) =>
  new RegExp(`INSERT INTO \`${table}\` [^;]*VALUES\\n([^;]*);`).exec(
    sqlOf(await storeOf(await imported(sql))).sql,
  )?.[1];

const DEVICE = "INSERT INTO device VALUES";
const CREATE_DEVICE = `CREATE TABLE device (name int, alias int, domain int, family int, member int, exported int, ior int, host int,
  server int, pid int, class int, version int, started int, stopped int, comment int);\n`;
const PROPERTY = "INSERT INTO property_device (device,name,count,value,updated,accessed,comment) VALUES";
const T = "'2001-01-01 00:00:00'";

test("imports devices", async () => {
  const sql = `${CREATE_DEVICE}${DEVICE} ('A/b/c','x','A','b','c',1,'IOR:00','host','s/1',77,'C','5',NULL,NULL,NULL);`;
  assert.deepEqual(await rowsOf("device", sql), [
    {
      name: "A/b/c",
      alias: "x",
      exported: true,
      ior: "IOR:00",
      host: "host",
      server: "s/1",
      pid: 77,
      class: "C",
      version: "5",
      started: null,
      stopped: null,
      comment: null,
    },
  ]);
});

test("makes one property of its values, in the order of their numbers", async () => {
  const sql = `${PROPERTY} ('a/b/c','p',2,'two',${T},${T},NULL),('a/b/c','q',1,'q',${T},${T},NULL),
    ('A/B/C','P',1,'one',${T},${T},NULL);`;
  const rows = await rowsOf("property_device", sql);
  assert.deepEqual(
    rows?.map((row) => "values" in row && row.values),
    [["one", "two"], ["q"]],
  );
});

test("exports as it was what a row here does not say", async () => {
  const values = [
    `('a/b/c','p','','','',1,NULL,'2001-01-01 00:00:00','0000-00-00 00:00:00',NULL)`,
    `('A/b/c','p','a','b','c',3,'three','2001-01-01 00:00:01','2002-01-01 00:00:00','odd')`,
  ].join(",\n");
  const sql = `INSERT INTO property_device (device,name,domain,family,member,count,value,updated,accessed,comment) VALUES ${values};`;
  assert.equal(await insertOf("property_device", sql), values);
});

test("forgets that when the row is changed", async () => {
  const sql = `${PROPERTY} ('a/b/c','p',4,NULL,${T},'2002-01-01 00:00:00',NULL);`;
  const store = await storeOf(await imported(sql));
  const table = store.table<{ values: string[]; updated: number }>("property_device");
  const [[key, row]] = [...table.entries()] as [[string, { values: string[]; updated: number }]];
  await store.write(() => table.put(key, { ...row, values: ["new"], updated: 1e9 }));
  assert.match(sqlOf(store).sql, /'p','','','',4,'new','2001-09-09 01:46:40','2001-09-09 01:46:40',NULL/);
});

test("tells of deletions in a history", async () => {
  const sql = `INSERT INTO property_hist (id,date,object,name,count,value) VALUES (1,${T},'o','p',1,'DELETED'),(2,${T},'o','p',0,'DELETED');`;
  const rows = await rowsOf("property_hist", sql);
  assert.deepEqual(
    rows?.map((row) => "values" in row && row.values),
    [["DELETED"], null],
  );
});

test("gives entries of a history an id each, counts on behind them, and exports those that were", async () => {
  const entries = `(5,${T},'o','p',1,'p'),\n(5,${T},'o','q',1,'q')`;
  const sql = `INSERT INTO property_hist (id,date,object,name,count,value) VALUES ${entries};
    INSERT INTO object_history_id (id) VALUES (2);`;
  const tables = await imported(sql);
  const ids = (table: string) =>
    tables
      .table(table)
      ?.rows()
      .map((row) => "id" in row && row.id);
  assert.deepEqual(ids("property_hist"), [5, 6]);
  assert.deepEqual(ids("object_history_id"), [6]);
  assert.equal(
    tables.notes.list()[0]?.what,
    "property_hist: entries whose id another has, they get another here",
  );
  assert.equal(await insertOf("property_hist", sql), entries);
  assert.equal(await insertOf("object_history_id", sql), "(2)");
});

test("notes what it leaves out or changes", async () => {
  const sql = `${CREATE_DEVICE}
    ${DEVICE} ('a/b/c',NULL,'a','b','c',0,NULL,'','s/1',0,'C','5',NULL,NULL,NULL),('A/b/c',NULL,'a','b','c',0,NULL,'','s/2',0,'C','5',NULL,NULL,NULL);
    INSERT INTO ours (a) VALUES (1),(2);
    INSERT INTO server (name,host,mode,level,colour) VALUES ('s/1','',0,0,'red');
    ${PROPERTY} ('a/b/c','p',1,'one',${T},${T},NULL),('a/b/c','p',1,'two',${T},${T},NULL);
    USE mysql; INSERT INTO user (a) VALUES (1);`;
  const tables = await imported(sql);
  assert.deepEqual(
    tables.notes
      .list()
      .map(({ what, count, examples }) => `${what}: ${count} ${examples}`)
      .sort(),
    [
      "columns that are none of Tango, left out: 1 server.colour",
      "device: more rows of one name, of which the first is kept: 1 a/b/c",
      "property_device: several values with one number, which are all kept, and numbered anew: 1 a/b/c p",
      "rows of another database than tango, left out: 1 mysql.user",
      "rows of tables that are none of Tango, left out: 2 ours",
    ],
  );
  assert.equal(tables.table("device")?.size, 1);
});

test("turns instants of any zone into UTC", async () => {
  const sql = `SET TIME_ZONE='+02:00'; ${PROPERTY} ('a/b/c','p',1,'x','2001-01-01 02:00:00','2001-01-01 02:00:00',NULL);`;
  assert.deepEqual(await rowsOf("property_device", sql), [
    { owner: "a/b/c", member: null, name: "p", values: ["x"], updated: 978307200, comment: null },
  ]);
});

test("takes the octets that clients of a latin1 connection see", async () => {
  // What such clients sent as UTF-8 is encoded twice in a dump.
  const twice = "\u00c3\u0083\u00c2\u00a9";
  const sql = `${PROPERTY} ('a/b/c','p',1,'${twice}',${T},${T},NULL);`;
  const latin1 = await imported(sql, { characterSet: "latin1" });
  assert.deepEqual(
    latin1
      .table("property_device")
      ?.rows()
      .map((row) => "values" in row && row.values),
    [["\u00c3\u00a9"]],
  );
  assert.match(sqlOf(await storeOf(latin1), "latin1").sql, /^SET NAMES latin1;[\s\S]*'\u00c3\u00a9'/m);
  const utf8 = await imported(sql);
  assert.equal(utf8.notes.list()[0]?.what, "rows with texts that look as if --charset latin1 were right");
});

test("notes on export what the real database would not take", async () => {
  const sql = `${CREATE_DEVICE}${DEVICE} ('a/b/c',NULL,'a','b','c',0,NULL,'','s/1',0,'C','5',NULL,NULL,NULL);`;
  const store = await storeOf(await imported(sql));
  const devices = store.table<{ version: string; comment: string }>("device");
  await store.write(() =>
    devices.put("a/b/c", { ...devices.get("a/b/c")!, version: "123456789", comment: "\u00e9" }),
  );
  const { sql: exported, notes } = sqlOf(store);
  assert.match(exported, /'\u00c3\u00a9'\)/);
  assert.deepEqual(
    notes.map(({ what, examples }) => `${what}: ${examples}`),
    [
      "texts that are longer than their column, which the real database refuses: device.version: 123456789",
      "texts that are no UTF-8, written as if they were ISO 8859-1: device.comment",
    ],
  );
});

test("refuses what it would misread", async () => {
  const cases: readonly [string, RegExp][] = [
    [`${DEVICE} (1,2);`, /nothing tells the order of the columns: dump with --complete-insert/],
    ["INSERT INTO server (host) VALUES ('h');", /line 2: a row has no column name \(in INSERT INTO server\)/],
    ["INSERT INTO server (name,mode) VALUES ('s','x');", /mode is no integer: x/],
    ["SELECT 1;", /there are no rows of a database tango/],
  ];
  for (const [sql, message] of cases) {
    await assert.rejects(
      imported(sql),
      (error) => error instanceof DatabaseFileError && message.test(error.message),
      sql,
    );
  }
});
