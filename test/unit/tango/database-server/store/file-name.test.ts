import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isUnfinished,
  parseStoreFileName,
  storeFileName,
  unfinishedName,
} from "../../../../../src/tango/database-server/store/file-name.ts";

test("names files so that their order is that of their numbers", () => {
  const names = [9, 10, 123_456_789, Number.MAX_SAFE_INTEGER].map((at) =>
    storeFileName({ kind: "journal", at }),
  );
  assert.deepEqual(names.toSorted(), names);
  assert.equal(names[0], "journal-0000000000000009.log");
  for (const kind of ["journal", "snapshot"] as const)
    assert.deepEqual(parseStoreFileName(storeFileName({ kind, at: 17 })), { kind, at: 17 });
});

test("leaves files alone that are none of its own", () => {
  const name = storeFileName({ kind: "snapshot", at: 1 });
  for (const other of [
    `damaged-2026-${name}`,
    `${name}.tmp`,
    `${name}~`,
    "journal-1.log",
    "notes.log",
    "lock-a-0-1-1-00000000",
  ])
    assert.equal(parseStoreFileName(other), null, other);
  assert.ok(isUnfinished(unfinishedName(name)));
  for (const other of [name, "notes.tmp", "journal-1.log.tmp"]) assert.ok(!isUnfinished(other), other);
});
