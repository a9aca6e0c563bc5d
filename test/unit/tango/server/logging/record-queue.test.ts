import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LogRecord } from "../../../../../src/tango/server/logging/log-record.ts";
import { RecordQueue } from "../../../../../src/tango/server/logging/record-queue.ts";
import { aRecord } from "./a-record.ts";

describe("a queue of records", () => {
  it("hands over in order, in batches, one at a time", async () => {
    const batches: string[][] = [];
    let running = 0;
    const queue = new RecordQueue({ maxRecords: 10, maxCharacters: 100, batchSize: 3 }, async (records) => {
      assert.equal(++running, 1);
      await Promise.resolve();
      batches.push(textsOf(records));
      running--;
    });
    for (const text of ["1", "2", "3", "4"]) queue.push(aRecord({ message: text }));
    await queue.idle();
    queue.push(aRecord({ message: "5" }));
    await queue.idle();
    assert.deepEqual(batches, [["1", "2", "3"], ["4"], ["5"]]);
    assert.equal(queue.length, 0);
    assert.equal(queue.dropped, 0);
  });

  it("drops the oldest beyond its number of records", async () => {
    const written: string[] = [];
    const queue = new RecordQueue({ maxRecords: 3, maxCharacters: 1000, batchSize: 100 }, async (records) => {
      written.push(...textsOf(records));
    });
    for (let i = 1; i <= 1000; i++) queue.push(aRecord({ message: `${i}` }));
    assert.equal(queue.length, 3);
    await queue.idle();
    assert.deepEqual(written, ["998", "999", "1000"]);
    assert.equal(queue.dropped, 997);
  });

  it("drops the oldest beyond its number of characters, and never holds a record longer than that", async () => {
    const written: string[] = [];
    const queue = new RecordQueue({ maxRecords: 100, maxCharacters: 10, batchSize: 100 }, async (records) => {
      written.push(...textsOf(records));
    });
    for (const text of ["123456", "7890", "abc", "too long for it"]) queue.push(aRecord({ message: text }));
    assert.equal(queue.length, 0);
    queue.push(aRecord({ message: "1234567890" }));
    await queue.idle();
    assert.deepEqual(written, ["1234567890"]);
    assert.equal(queue.dropped, 4);
  });

  it("is idle from the beginning", async () => {
    await new RecordQueue({ maxRecords: 1, maxCharacters: 1, batchSize: 1 }, async () => {}).idle();
  });
});

function textsOf(records: readonly LogRecord[]): string[] {
  return records.map(({ message }) => message);
}
