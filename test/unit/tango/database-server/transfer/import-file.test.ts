import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { DatabaseFileError } from "../../../../../src/tango/database-server/sql/database-file-error.ts";
import { importFile, importOctets } from "../../../../../src/tango/database-server/transfer/import-file.ts";

const SQL = "INSERT INTO server (name,host,mode,level) VALUES ('s/1','h',1,2);\n";
const JSON_LINES =
  '{"format":"bandoneon-database","version":1}\n{"table":"server","name":"s/1","host":"h","mode":1,"level":2}\n{"rows":1}\n';

async function* pieces(octets: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += 5) yield octets.subarray(at, at + 5);
}

test("tells by the first octets what a file is", async () => {
  const mark = Buffer.from([0xef, 0xbb, 0xbf]);
  for (const text of [SQL, `\n  ${SQL}`, JSON_LINES]) {
    const octets = Buffer.from(text);
    for (const file of [octets, Buffer.concat([mark, octets]), gzipSync(octets)]) {
      const imported = await importOctets(pieces(file));
      assert.deepEqual(imported.table("server")?.rows(), [{ name: "s/1", host: "h", mode: 1, level: 2 }]);
    }
  }
});

test("says what other files are", async () => {
  const packed = gzipSync(Buffer.from(SQL.repeat(100)));
  const cases: readonly [Buffer, RegExp][] = [
    [Buffer.from(`\ufeff${SQL}`, "utf16le"), /UTF-16, as PowerShell's > makes it/],
    [Buffer.from("<?xml version='1.0'?>"), /this is XML: dump without --xml/],
    [packed.subarray(0, packed.length - 20), /compressed file is damaged or cut off/],
    [Buffer.alloc(0), /there are no rows/],
  ];
  for (const [octets, message] of cases) {
    await assert.rejects(
      importOctets(pieces(octets)),
      (error) => error instanceof DatabaseFileError && message.test(error.message),
      String(message),
    );
  }
  await assert.rejects(importFile("no/such/file.sql"), { code: "ENOENT" });
});

test("says that a compressed file is cut off, wherever that is", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "import-file-"));
  t.after(() => rm(folder, { recursive: true }));
  const packed = gzipSync(Buffer.from(SQL.repeat(100)));
  for (const length of [2, 20, packed.length - 20, packed.length - 1]) {
    const file = join(folder, `${length}.sql.gz`);
    await writeFile(file, packed.subarray(0, length));
    await assert.rejects(importFile(file), /compressed file is damaged or cut off/, `${length} octets`);
  }
});

test("says that a compressed file is damaged, though more of it may come", { timeout: 5000 }, async () => {
  const octets = new Readable({ read() {} });
  octets.push(Buffer.concat([gzipSync(Buffer.from(SQL)).subarray(0, 10), Buffer.alloc(100, 0xff)]));
  await assert.rejects(importOctets(octets), /compressed file is damaged or cut off/);
  assert.ok(octets.destroyed);
});
