import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Store } from "../../src/tango/database-server/store/store.ts";
import { importSql } from "../../src/tango/database-server/transfer/import-sql.ts";
import { exportJson, importJson } from "../../src/tango/database-server/transfer/json-database.ts";
import { sqlOf, storeOf } from "../support/database-tables.ts";
import { ScratchMariaDb } from "../support/scratch-mariadb.ts";
import { ROOT } from "../support/source-files.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";

// A real database is dumped, imported, exported, and loaded into a fresh real one: the same tables.

const SOCKETS: Readonly<Record<string, string>> = {
  "9.3": join(process.env.TANGO93_STATE ?? "/var/tmp/tango93", "mysqld.sock"),
  "10.0": "/run/mysqld/mysqld.sock",
};
const PREFIX = "dbsql_round_trip";

let mariadb: ScratchMariaDb;
before(async () => {
  mariadb = await ScratchMariaDb.start();
});
after(async () => {
  await mariadb?.stop();
});

for (const release of TANGO_RELEASES) {
  describe(`a database of Tango ${release.version}`, { timeout: 300_000 }, () => {
    let dump: Buffer;
    let schema: string;
    const loadIntoFreshOne = (store: Store) => {
      const { sql, notes } = sqlOf(store);
      assert.deepEqual(notes, []);
      mariadb.makeTango(schema);
      mariadb.sql(Buffer.from(sql, "latin1"), "tango");
    };

    before(() => {
      schema = schemaOf(release);
      try {
        fillDatabase(release, "fill");
        dump = runIn(
          release,
          "mariadb-dump",
          "--no-defaults",
          "-S",
          SOCKETS[release.version]!,
          "--routines",
          "tango",
        );
      } finally {
        fillDatabase(release, "clear");
      }
      // The server here is older than that of Tango 10, and does not know the order of its texts.
      const text = dump.toString("latin1").replaceAll("utf8mb4_uca1400_ai_ci", "utf8mb4_general_ci");
      mariadb.sql("DROP DATABASE IF EXISTS source; CREATE DATABASE source");
      mariadb.sql(Buffer.from(text, "latin1"), "source");
    });

    it("is the same again in a fresh real one", async () => {
      const imported = await importSql(inPieces(dump));
      assert.deepEqual(imported.notes.list(), []);
      loadIntoFreshOne(await storeOf(imported));
      assert.deepEqual(mariadb.contents("tango"), mariadb.contents("source"));
    });

    it("is the same again by way of JSON", async () => {
      const store = await storeOf(await importSql(inPieces(dump)));
      const json = Buffer.concat([...exportJson(store)]);
      loadIntoFreshOne(await storeOf(await importJson(inPieces(json))));
      assert.deepEqual(mariadb.contents("tango"), mariadb.contents("source"));
    });

    it("is the same again with all that SQL can hold and Tango never writes", async () => {
      mariadb.sql(ODD_ROWS, "source");
      const store = await storeOf(await importSql(inPieces(mariadb.dump("source"))));
      loadIntoFreshOne(store);
      assert.deepEqual(mariadb.contents("tango"), mariadb.contents("source"));
      for (const options of DUMP_OPTIONS) {
        const other = await storeOf(await importSql(inPieces(mariadb.dump("source", ...options))));
        assert.equal(sqlOf(other).sql, sqlOf(store).sql, options.join(" "));
      }
    });
  });
}

/** Other ways to dump that mean the same. */
const DUMP_OPTIONS: readonly (readonly string[])[] = [
  ["--skip-opt", "--compact"],
  ["--complete-insert", "--no-create-info", "--skip-extended-insert"],
  ["--skip-quote-names", "--hex-blob", "--default-character-set=utf8mb4"],
  ["--replace", "--skip-tz-utc"],
];

/** What the real database would not write, and sites may have. */
const ODD_ROWS = `
SET SQL_MODE='', TIME_ZONE='+00:00';
INSERT IGNORE INTO device VALUES ('odd','','a','b','c',2,NULL,'','',NULL,'','',0,'2026-03-29 02:30:00','a comment');
INSERT IGNORE INTO device VALUES ('a/b/c/d',NULL,'x','','',NULL,'','','',-1,'','12345678','1999-12-31 23:59:59',NULL,'');
INSERT IGNORE INTO event VALUES ('e1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT IGNORE INTO server VALUES ('odd/1','',NULL,NULL);
INSERT IGNORE INTO attribute_alias VALUES ('odd','a/b/c/d','a/b/c','d','2001-01-01 00:00:00','2002-01-01 00:00:00','');
INSERT IGNORE INTO attribute_class VALUES ('C','a','2001-01-01 00:00:00','2002-01-01 00:00:00',NULL);
INSERT IGNORE INTO access_address VALUES ('u',NULL,NULL,'2001-01-01 00:00:00',0);
INSERT IGNORE INTO access_device VALUES ('u','a/b/c','read','2001-01-01 00:00:00',0), ('u','a/b/c','write','2001-01-01 00:00:00',0);
INSERT IGNORE INTO property VALUES (NULL,NULL,NULL,NULL,0,0,NULL), ('o','nul',1,CONCAT('a',CHAR(0),'b'),0,0,'a comment');
INSERT IGNORE INTO property_device VALUES
  ('a/b/c','gap','','','',1,'one','2001-01-01 00:00:00','2002-01-01 00:00:00',NULL),
  ('a/b/c','gap','a','b','c',5,'five','2001-01-01 00:00:01','2002-01-01 00:00:00','five'),
  ('A/B/C','Gap','','','',3,NULL,'2001-01-01 00:00:02','2002-01-01 00:00:00',NULL),
  ('a/b/c','apart','','','',1,'one','2001-01-01 00:00:00','2001-01-01 00:00:00',NULL),
  ('x','y','','','',1,'between','2001-01-01 00:00:00','2001-01-01 00:00:00',NULL),
  ('a/b/c','apart','','','',2,'two','2001-01-01 00:00:00','2001-01-01 00:00:00',NULL);
INSERT IGNORE INTO property_device_hist VALUES
  (7000000,'2001-01-01 00:00:00','a/b/c','p',0,'DELETED'), (7000000,'2001-01-01 00:00:00','a/b/c','q',1,'the same id'),
  (7000001,'2001-01-01 00:00:00','a/b/c','p',0,NULL), (7000002,0,'a/b/c','p',2,'no first'),
  (18446744073709551615,'2001-01-01 00:00:00','','',1,REPEAT('x',65535));
UPDATE device_history_id SET id=18446744073709551615;
`;

/** What makes a database of this release: the script of its package, with those that it calls. */
function schemaOf(release: TangoRelease): string {
  const script = (path: string): string =>
    runIn(release, "cat", path)
      .toString("utf8")
      .replace(/^source (.*)$/gm, (_, other: string) => script(other));
  return script("/usr/share/dbconfig-common/data/tango-db/install/mysql");
}

function fillDatabase(release: TangoRelease, action: "fill" | "clear"): void {
  const program = readFileSync(join(ROOT, "test/support/fill-database.py"));
  runIn(release, "/usr/bin/python3", "-", PREFIX, action, { input: program });
}

function runIn({ run }: TangoRelease, ...command: (string | { input: Buffer })[]): Buffer {
  const input = typeof command.at(-1) === "object" ? (command.pop() as { input: Buffer }).input : "";
  const [program, ...args] = [...run, ...(command as string[])];
  return execFileSync(program!, args, {
    input,
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** Of sizes that cut words anywhere. */
function* inPieces(octets: Buffer): Generator<Buffer> {
  for (let at = 0; at < octets.length; at += 1009) yield octets.subarray(at, at + 1009);
}
