import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkFileHeader,
  encodeFileHeader,
} from "../../../../../src/tango/database-server/store/file-header.ts";
import { decodeRecordLine } from "../../../../../src/tango/database-server/store/record-line.ts";
import { StoreFormatError } from "../../../../../src/tango/database-server/store/store-error.ts";

test("says what a file is", () => {
  const json = decodeRecordLine(encodeFileHeader({ kind: "journal", at: 17 }).subarray(0, -1))!;
  assert.equal(json, '{"format":"bandoneon store","version":1,"kind":"journal","at":17}');
  checkFileHeader(json, "/a", { kind: "journal", at: 17 });
});

test("refuses other versions, other files and other names, and says what to do", () => {
  const check = (json: unknown) => () =>
    checkFileHeader(JSON.stringify(json), "/a", { kind: "journal", at: 17 });
  const own = { format: "bandoneon store", version: 1, kind: "journal", at: 17 };
  assert.throws(check({ ...own, version: 2 }), {
    name: "StoreFormatError",
    path: "/a",
    message: /^\/a: the file has version 2 .* knows 1: use the version of Bandoneon that wrote it$/,
  });
  assert.throws(check({ ...own, at: 18 }), /it is the journal of 18. Give it back its name/);
  assert.throws(check({ ...own, kind: "snapshot" }), /it is the snapshot of 17/);
  for (const other of [null, 1, [], {}, { version: 1 }]) assert.throws(check(other), StoreFormatError);
});
