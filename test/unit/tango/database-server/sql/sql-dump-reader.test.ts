import assert from "node:assert/strict";
import { test } from "node:test";
import { DatabaseFileError } from "../../../../../src/tango/database-server/sql/database-file-error.ts";
import { type DumpRow, SqlDumpReader } from "../../../../../src/tango/database-server/sql/sql-dump-reader.ts";

function read(
  sql: string,
  characterSet: "utf8" | "latin1" = "utf8",
): { rows: DumpRow[]; unconverted: number[] } {
  const rows: DumpRow[] = [];
  const unconverted: number[] = [];
  const reader = new SqlDumpReader({
    characterSet,
    row: (row) => rows.push(row),
    unconverted: (line) => unconverted.push(line),
  });
  reader.push(Buffer.from(sql, "latin1"));
  reader.finish();
  return { rows, unconverted };
}

const values = (sql: string, characterSet?: "utf8" | "latin1") =>
  read(sql, characterSet).rows.map((row) => row.values);

test("reads rows of INSERT and REPLACE in all their forms", () => {
  const expected = [
    ["1", "x"],
    ["-2", null],
  ];
  for (const head of [
    "INSERT INTO `t` VALUES",
    "insert into t values",
    "INSERT IGNORE INTO `db`.`t` (`a`,`b`) VALUES",
    "INSERT DELAYED INTO db.t (a, b) VALUE",
    "REPLACE INTO t VALUES",
    "/*!50000 INSERT */ INTO t VALUES",
  ]) {
    assert.deepEqual(values(`${head} (1,'x'),\n(-2,NULL);`), expected, head);
  }
});

test("takes the columns from INSERT, or else from CREATE TABLE", () => {
  const create = `CREATE TABLE IF NOT EXISTS \`t\` (
    \`a\` varchar(255) NOT NULL DEFAULT 'x,y', \`key\` enum('a','b)'), c int CHECK (c > (0)),
    KEY \`index_a\` (\`a\`(64),\`key\`), PRIMARY KEY (\`a\`)
  ) ENGINE=MyISAM DEFAULT CHARSET=latin1;`;
  const [one] = read(`${create} INSERT INTO t VALUES (1,2,3);`).rows;
  assert.deepEqual(one?.columns, ["a", "key", "c"]);
  assert.deepEqual(read(`${create} INSERT INTO T (C,A) VALUES (1,2);`).rows[0]?.columns, ["c", "a"]);
  assert.equal(read("INSERT INTO t VALUES (1);").rows[0]?.columns, undefined);
});

test("gives texts in the character set that is wanted", () => {
  const e = { utf8: "\u00c3\u00a9", latin1: "\u00e9" };
  for (const from of ["utf8", "latin1"] as const) {
    for (const to of ["utf8", "latin1"] as const) {
      assert.deepEqual(values(`SET NAMES ${from}; INSERT INTO t VALUES ('${e[from]}');`, to), [[e[to]]]);
    }
  }
  assert.deepEqual(values(`INSERT INTO t VALUES (_latin1'${e.latin1}', _utf8mb4 '${e.utf8}');`), [
    [e.utf8, e.utf8],
  ]);
  const create = "CREATE TABLE t (a text) CHARACTER SET = latin1;";
  assert.deepEqual(values(`${create} INSERT INTO t VALUES (0xE9),(_binary '${e.latin1}'),(X'e9');`), [
    [e.utf8],
    [e.utf8],
    [e.utf8],
  ]);
  // What Windows 1252 has between 80 and 9F.
  assert.deepEqual(values("SET NAMES latin1; INSERT INTO t VALUES ('\u0080\u0081');"), [
    ["\u00e2\u0082\u00ac\u00c2\u0081"],
  ]);
});

test("keeps and tells a text that the wanted character set has not", () => {
  const { rows, unconverted } = read("SET NAMES utf8;\nINSERT INTO t VALUES ('\u00ce\u00a9');", "latin1");
  assert.deepEqual(rows[0]?.values, ["\u00ce\u00a9"]);
  assert.deepEqual(unconverted, [2]);
});

test("knows the zone of instants", () => {
  const zone = (sql: string) => read(`${sql} INSERT INTO t VALUES (1);`).rows[0]?.timeZone;
  assert.equal(zone(""), "local");
  assert.equal(zone("/*!40103 SET TIME_ZONE='+00:00' */;"), 0);
  assert.equal(zone("SET @@session.time_zone = '-05:30';"), -330);
  assert.equal(zone("SET TIME_ZONE='+00:00'; SET TIME_ZONE=@OLD_TIME_ZONE;"), "local");
  assert.throws(
    () => zone("SET TIME_ZONE='Europe/Paris';"),
    /time zone Europe\/Paris is not understood: dump with --tz-utc/,
  );
});

test("passes over what changes no rows, procedures with semicolons among it", () => {
  const sql = `DROP TABLE IF EXISTS t; LOCK TABLES t WRITE; /*!40000 ALTER TABLE t DISABLE KEYS */;
    TRUNCATE TABLE t; DELETE FROM t; INSERT INTO t VALUES (1); UNLOCK TABLES;
    DELIMITER ;;
    /*!50003 CREATE*/ /*!50020 DEFINER=\`root\`@\`%\`*/ /*!50003 PROCEDURE p() BEGIN
      INSERT INTO t VALUES ('no;;'); -- no;;
    END */;;
    DELIMITER ;
    CREATE VIEW v AS SELECT 1;`;
  assert.deepEqual(values(sql), [["1"]]);
});

test("knows of which database rows are", () => {
  const { rows } = read("USE `a`; INSERT INTO t VALUES (1); INSERT INTO `b`.`t` VALUES (2);");
  assert.deepEqual(
    rows.map(({ database }) => database),
    ["a", "b"],
  );
});

test("says what is wrong and where, and never loses a row silently", () => {
  const cases: readonly [string, RegExp][] = [
    ["INSERT INTO t VALUES (1,", /^line 1: the statement ends within a row|^line 1: .* is no number/],
    ["INSERT INTO t VALUES (1),", /^line 1: a row should begin here/],
    ["INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a=1;", /a comma or the end/],
    ["INSERT INTO t\nVALUES (NOW());", /^line 2: NOW is no number, text, NULL/],
    ["INSERT INTO t VALUES (1 2);", /a comma should stand behind a value/],
    ["INSERT INTO t (a,b) VALUES (1);", /a row has 1 values for 2 columns \(in INSERT INTO t\)/],
    ["INSERT INTO t SELECT * FROM u;", /only VALUES are read/],
    ["INSERT INTO t SET a=1;", /only VALUES are read/],
    ["INSERT INTO t VALUES (1); DELETE FROM t WHERE a=1;", /DELETE of t behind its rows/],
    ["UPDATE t SET a=1;", /a statement UPDATE is none of a dump/],
    ["CALL p();", /a statement CALL is none of a dump/],
    ["hello", /a statement HELLO is none of a dump/],
    ["SET NAMES sjis;", /character set sjis is not understood: dump with --default-character-set=utf8mb4/],
    ["SET SQL_MODE='NO_BACKSLASH_ESCAPES';", /NO_BACKSLASH_ESCAPES/],
    ["CREATE TABLE t (a int", /CREATE TABLE t is cut off/],
    ["-- MySQL dump 10.13\n\nINSERT INTO t VALUES (1);\n", /the dump is cut off/],
  ];
  for (const [sql, message] of cases) {
    assert.throws(
      () => read(sql),
      (error) => error instanceof DatabaseFileError && message.test(error.message),
      sql,
    );
  }
});
