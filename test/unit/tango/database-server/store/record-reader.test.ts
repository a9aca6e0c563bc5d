import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeRecordLine } from "../../../../../src/tango/database-server/store/record-line.ts";
import { type ReadLine, readRecords } from "../../../../../src/tango/database-server/store/record-reader.ts";
import { FakeDisk } from "../../../../support/fake-disk.ts";

async function read(content: Buffer): Promise<{ lines: ReadLine[]; size: number }> {
  const file = await FakeDisk.of([["file", content]]).open("file");
  const lines: ReadLine[] = [];
  const size = await readRecords(file, (line) => lines.push(line));
  return { lines, size };
}

test("gives each line with its place", async () => {
  const content = Buffer.concat([
    encodeRecordLine("[1]"),
    Buffer.from("rubbish\n"),
    encodeRecordLine("[22]"),
  ]);
  const { lines, size } = await read(content);
  assert.deepEqual(lines, [
    { offset: 0, end: 13, line: 1, json: "[1]" },
    { offset: 13, end: 21, line: 2, json: null },
    { offset: 21, end: 35, line: 3, json: "[22]" },
  ]);
  assert.equal(size, 35);
});

test("gives a line without an end as damaged, though its checksum is right", async () => {
  const { lines, size } = await read(encodeRecordLine("[1]").subarray(0, -1));
  assert.deepEqual(lines, [{ offset: 0, end: 12, line: 1, json: null }]);
  assert.equal(size, 12);
});

test("reads nothing of an empty file", async () => {
  assert.deepEqual(await read(Buffer.alloc(0)), { lines: [], size: 0 });
});

test("joins lines over the pieces in which it reads", async () => {
  const texts = [1000, 1024 * 1024 - 1020, 3, 3 * 1024 * 1024, 5, 2 * 1024 * 1024].map((length, i) =>
    JSON.stringify(String(i).repeat(length)),
  );
  const { lines, size } = await read(Buffer.concat(texts.map(encodeRecordLine)));
  assert.ok(lines.every(({ json }, i) => json === texts[i]));
  assert.equal(lines.length, texts.length);
  assert.equal(size, lines.at(-1)!.end);
});

test("finds a record behind one whose line end is damaged", async () => {
  const content = Buffer.concat([encodeRecordLine('{"a":1}'), encodeRecordLine('{"b":2}')]);
  const end = content.indexOf("\n");
  content[end] = 0x4a;
  const { lines } = await read(Buffer.concat([content, encodeRecordLine("[3]")]));
  assert.deepEqual(lines, [
    { offset: 0, end: end + 1, line: 1, json: null },
    { offset: end + 1, end: content.length, line: 1, json: '{"b":2}' },
    { offset: content.length, end: content.length + 13, line: 2, json: "[3]" },
  ]);
});
