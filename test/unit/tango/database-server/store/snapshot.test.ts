import assert from "node:assert/strict";
import { test } from "node:test";
import { recover } from "../../../../../src/tango/database-server/store/recovery.ts";
import {
  decodeSnapshotLine,
  writeSnapshot,
} from "../../../../../src/tango/database-server/store/snapshot.ts";
import { Tables } from "../../../../../src/tango/database-server/store/tables.ts";
import { diskError, FakeDisk } from "../../../../support/fake-disk.ts";

function tablesOf(rows: number): Tables {
  const tables = new Tables();
  for (let i = 0; i < rows; i++)
    tables.table(i % 2 === 0 ? "even" : "odd").restore(`key ${i}`, { i, text: "ä".repeat(50) });
  return tables;
}

function rowsOf(tables: Tables): Record<string, unknown>[] {
  return ["even", "odd"].map((name) => Object.fromEntries(tables.table(name).entries()));
}

test("has a header, the rows of each table in their order, and their count", async () => {
  const disk = new FakeDisk();
  const size = await writeSnapshot(disk, 7, tablesOf(3).view());
  const content = disk.files().get("snapshot-0000000000000007.log")!;
  assert.equal(content.length, size);
  const text = "ä".repeat(50);
  assert.deepEqual(
    content
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line.slice(9))),
    [
      { format: "bandoneon store", version: 1, kind: "snapshot", at: 7 },
      ["even", "key 0", { i: 0, text }],
      ["even", "key 2", { i: 2, text }],
      ["odd", "key 1", { i: 1, text }],
      { rows: 3 },
    ],
  );
});

test("is safe before it has its name, and is read as it was when it was begun", async () => {
  const disk = new FakeDisk();
  const tables = tablesOf(10_000);
  const expected = rowsOf(tables);
  const written = writeSnapshot(disk, 7, tables.view());
  tables.table("even").restore("key 0", undefined);
  tables.table("odd").restore("key 1", { changed: true });
  await written;
  const sync = disk.log.indexOf("sync snapshot-0000000000000007.log.tmp");
  const lastSync = disk.log.lastIndexOf("sync snapshot-0000000000000007.log.tmp");
  assert.ok(sync >= 0 && disk.log.length > 8);
  assert.deepEqual(disk.log.slice(lastSync + 1), ["rename snapshot-0000000000000007.log.tmp", "sync names "]);
  const read = new Tables();
  const recovered = await recover(disk, read, { salvage: false, report: assert.fail });
  assert.deepEqual(rowsOf(read), expected);
  assert.deepEqual(
    [recovered.record, recovered.snapshot, recovered.snapshotBytes, recovered.journal],
    [7, 7, await written, null],
  );
});

test("leaves nothing behind where it fails or is ended", async () => {
  for (const operation of ["create", "write", "sync", "rename", "sync names"] as const) {
    const disk = new FakeDisk();
    disk.failure = (what) => (what === operation ? diskError("EIO", what) : undefined);
    await assert.rejects(writeSnapshot(disk, 7, tablesOf(100).view()), { code: "EIO" }, operation);
    assert.deepEqual([...disk.files().keys()], [], operation);
  }
  const disk = new FakeDisk();
  disk.capacity = 5000;
  await assert.rejects(writeSnapshot(disk, 7, tablesOf(1000).view()), { code: "ENOSPC" });
  assert.deepEqual([...disk.files().keys()], []);
  const stop = new AbortController();
  const written = writeSnapshot(disk, 7, tablesOf(1000).view(), stop.signal);
  stop.abort();
  await assert.rejects(written, { name: "AbortError" });
  assert.deepEqual([...disk.files().keys()], []);
});

test("reads no line that has another form", () => {
  for (const json of ["null", "1", "{}", '{"rows":"1"}', "[]", '["t","k"]', '["t","k",1]', '["t",1,{}]'])
    assert.equal(decodeSnapshotLine(json), null, json);
});
