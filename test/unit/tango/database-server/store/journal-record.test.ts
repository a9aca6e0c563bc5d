import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeJournalRecord,
  encodeChanges,
  encodeJournalRecord,
} from "../../../../../src/tango/database-server/store/journal-record.ts";
import { decodeRecordLine } from "../../../../../src/tango/database-server/store/record-line.ts";

const put = { table: "device", key: "a/b/c", before: undefined, after: { name: "A/b/c", pid: null } };
const removed = { table: "server", key: 'quote " and \0', before: {}, after: undefined };

function encoded(number: number, synced: number, writes: readonly string[]): string {
  return decodeRecordLine(encodeJournalRecord(number, synced, writes).subarray(0, -1))!;
}

test("has the changes of several writes, and gives them back", () => {
  const json = encoded(17, 15, [encodeChanges([put, removed]), encodeChanges([]), encodeChanges([put])]);
  assert.equal(
    json,
    '{"number":17,"synced":15,"changes":[["device","a/b/c",{"name":"A/b/c","pid":null}],' +
      '["server","quote \\" and \\u0000"],["device","a/b/c",{"name":"A/b/c","pid":null}]]}',
  );
  const state = { table: "device", key: "a/b/c", row: put.after };
  assert.deepEqual(decodeJournalRecord(json), {
    number: 17,
    synced: 15,
    changes: [state, { table: "server", key: removed.key, row: undefined }, state],
  });
});

test("may have no change", () => {
  assert.deepEqual(decodeJournalRecord(encoded(1, 0, [""])), { number: 1, synced: 0, changes: [] });
});

test("reads nothing that has another form", () => {
  for (const json of [
    "null",
    "[]",
    "{}",
    '{"number":1,"synced":0}',
    '{"number":1.5,"synced":0,"changes":[]}',
    '{"number":1,"synced":"0","changes":[]}',
    '{"number":1,"synced":0,"changes":[null]}',
    '{"number":1,"synced":0,"changes":[["t"]]}',
    '{"number":1,"synced":0,"changes":[["t","k",1]]}',
    '{"number":1,"synced":0,"changes":[["t","k",null]]}',
  ])
    assert.equal(decodeJournalRecord(json), null, json);
});
