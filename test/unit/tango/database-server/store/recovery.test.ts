import assert from "node:assert/strict";
import { test } from "node:test";
import {
  encodeChanges,
  encodeJournalRecord,
} from "../../../../../src/tango/database-server/store/journal-record.ts";
import { openStoreOf } from "../../../../../src/tango/database-server/store/open-store.ts";
import { encodeRecordLine } from "../../../../../src/tango/database-server/store/record-line.ts";
import { StoreDamagedError } from "../../../../../src/tango/database-server/store/store-error.ts";
import { FakeDisk } from "../../../../support/fake-disk.ts";
import { openFiles, put, values } from "../../../../support/open-fake-store.ts";

const JOURNAL = "journal-0000000000000001.log";
const KEYS = ["a", "b", "c", "d"];
const OPTIONS = { snapshotBytes: 1_000_000 };

/** A journal with a record for each key, and where each of its lines ends: first that of the header. */
async function smallJournal(): Promise<{ content: Buffer; ends: number[] }> {
  const { store, disk } = await openFiles([], OPTIONS);
  for (const key of KEYS) await put(store, key);
  await store.close();
  const content = disk.files().get(JOURNAL)!;
  const ends = [...content].flatMap((octet, at) => (octet === 0x0a ? [at + 1] : []));
  assert.equal(ends.length, 1 + KEYS.length);
  return { content, ends };
}

/** What a store has that has the records of the first `count` keys. */
function expected(count: number, left: readonly string[] = KEYS.slice(0, count)): Record<string, string> {
  return Object.fromEntries(left.map((key) => [key, `value of ${key}`]));
}

test("keeps what is before any end of a journal, says what it cuts, and goes on", async () => {
  const { content, ends } = await smallJournal();
  for (let length = 0; length <= content.length; length++) {
    const { store, disk, reports } = await openFiles([[JOURNAL, content.subarray(0, length)]]);
    const whole = ends.filter((end) => end <= length).length;
    const keys = Math.max(0, whole - 1);
    assert.deepEqual(values(store), expected(keys), `${length} octets`);
    if (length === 0 || ends.includes(length)) assert.deepEqual(reports, []);
    else {
      assert.equal(reports.length, 1);
      const from = whole === 0 ? 0 : ends[whole - 1]!;
      const place = `/fake/${JOURNAL}, line ${whole + 1} at octet ${from}, record ${keys + 1}: `;
      assert.equal(
        reports[0],
        `${place}the record was not written to its end. ${length - from} octets are cut, all before them is kept`,
      );
    }
    await put(store, "new");
    await store.close();
    const again = await openFiles(disk.files());
    assert.deepEqual(values(again.store), { ...expected(keys), new: "value of new" });
    assert.deepEqual(again.reports, []);
    await again.store.close();
  }
});

test("refuses every flipped bit before the last record, naming its place; salvage leaves that record out", async () => {
  const { content, ends } = await smallJournal();
  for (let at = 0; at < content.length; at++) {
    const line = ends.findIndex((end) => at < end);
    for (let bit = 0; bit < 8; bit++) {
      const damaged = Buffer.from(content);
      damaged[at]! ^= 1 << bit;
      const where = `bit ${bit} of octet ${at}, line ${line}`;
      if (line === KEYS.length) {
        // Nobody can tell this from a record that was not finished.
        const { store, reports } = await openFiles([[JOURNAL, damaged]]);
        assert.deepEqual(values(store), expected(KEYS.length - 1), where);
        assert.equal(reports.length, 1, where);
        await store.close();
        continue;
      }
      const error = await openFiles([[JOURNAL, damaged]]).then(
        () => assert.fail(`opened with ${where}`),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof StoreDamagedError, where);
      assert.deepEqual(
        error.place,
        {
          file: `/fake/${JOURNAL}`,
          offset: line === 0 ? 0 : ends[line - 1],
          line: line + 1,
          record: Math.max(1, line),
        },
        where,
      );
      if (bit !== at % 8) continue;
      const { store, disk, reports } = await openFiles([[JOURNAL, damaged]], { salvage: true });
      const left = KEYS.filter((_, i) => i !== line - 1);
      assert.deepEqual(values(store), expected(0, left), where);
      assert.match(reports[0]!, /^left out: \/fake\/journal-0000000000000001.log, line \d at octet \d+/);
      assert.equal(reports.length, 2, where);
      assert.match(reports.at(-1)!, /journal-0000000000000001.log, which is damaged, is kept as damaged-/);
      const copy = [...disk.files().keys()].find((name) => name.startsWith("damaged-"))!;
      assert.deepEqual(disk.files().get(copy), damaged);
      await put(store, "new");
      await store.close();
      const again = await openFiles(disk.files());
      assert.deepEqual(values(again.store), { ...expected(0, left), new: "value of new" });
      assert.deepEqual(again.reports, []);
      await again.store.close();
    }
  }
});

test("says which records are missing between others", async () => {
  const { content, ends } = await smallJournal();
  const without = Buffer.concat([content.subarray(0, ends[1]), content.subarray(ends[2])]);
  await assert.rejects(openFiles([[JOURNAL, without]]), {
    name: "StoreDamagedError",
    code: "STORE_DAMAGED",
    message: new RegExp(
      `^/fake/${JOURNAL}, line 3 at octet ${ends[1]}, record 2: records 2 to 2 are missing before it. Restore .* backup, or .* salvage`,
    ),
  });
  const twice = Buffer.concat([content, content.subarray(ends[0]!, ends[1])]);
  await assert.rejects(openFiles([[JOURNAL, twice]]), /record 5: record 1 is here once more/);
  const { store, reports } = await openFiles([[JOURNAL, twice]], { salvage: true });
  assert.deepEqual(values(store), expected(KEYS.length));
  assert.equal(reports.length, 2);
  await store.close();
});

test("refuses a journal that begins behind what is there", async () => {
  const { content } = await smallJournal();
  const { store, disk } = await openFiles([[JOURNAL, content]], { snapshotBytes: 1 });
  await put(store, "e");
  await put(store, "f");
  await store.close();
  const files = disk.files();
  const snapshot = [...files.keys()].find((name) => name.startsWith("snapshot-"))!;
  assert.equal(snapshot, "snapshot-0000000000000005.log");
  files.delete(snapshot);
  await assert.rejects(openFiles(files), /journal-0000000000000006.log, .* records 1 to 5 are missing/);
  const salvaged = await openFiles(files, { salvage: true });
  assert.deepEqual(values(salvaged.store), { f: "value of f" });
  await salvaged.store.close();
});

test("refuses a snapshot that is damaged or not whole", async () => {
  const { content } = await smallJournal();
  const { store, disk } = await openFiles([[JOURNAL, content]], { snapshotBytes: 1 });
  await put(store, "e");
  await store.close();
  const files = disk.files();
  const name = "snapshot-0000000000000005.log";
  const whole = files.get(name)!;
  for (let length = 0; length < whole.length; length++) {
    files.set(name, whole.subarray(0, length));
    await assert.rejects(openFiles(files), StoreDamagedError, `${length} octets`);
  }
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole);
    damaged[at]! ^= 1 << (at % 8);
    files.set(name, damaged);
    await assert.rejects(openFiles(files), StoreDamagedError, `octet ${at}`);
  }
  const third = whole.indexOf('"c"');
  const damaged = Buffer.from(whole);
  damaged[third]! ^= 1;
  files.set(name, damaged);
  const salvaged = await openFiles(files, { salvage: true });
  assert.deepEqual(Object.keys(values(salvaged.store)), ["a", "b", "d", "e"]);
  assert.match(
    salvaged.reports[0]!,
    /snapshot-0000000000000005.log, line 4 at octet \d+: the line is damaged/,
  );
  await salvaged.store.close();
});

test("refuses what has a checksum and another form, and files of other versions", async () => {
  const { content, ends } = await smallJournal();
  const other = Buffer.concat([content.subarray(0, ends[1]), encodeRecordLine('{"number":"2"}')]);
  await assert.rejects(openFiles([[JOURNAL, other]]), /line 3 at octet \d+, record 2: this is no record/);
  const later = encodeRecordLine('{"format":"bandoneon store","version":2,"kind":"journal","at":1}');
  await assert.rejects(openFiles([[JOURNAL, later]]), { name: "StoreFormatError" });
  // Salvage does not help there, and must not lose the file.
  await assert.rejects(openFiles([[JOURNAL, later]], { salvage: true }), { name: "StoreFormatError" });
  await assert.rejects(openFiles([["journal-0000000000000002.log", content]]), /StoreFormatError|missing/);
});

test("cuts records that had not been safe when the power failed, though later ones are whole", async () => {
  const change = (key: string) =>
    encodeChanges([{ table: "device", key, before: undefined, after: { value: `value of ${key}` } }]);
  const { content, ends } = await smallJournal();
  // Records 5 to 8 were written within the second after record 4 had been synced.
  const [fifth, ...rest] = ["e", "f", "g", "h"].map((key, i) => encodeJournalRecord(5 + i, 4, [change(key)]));
  const hole = Buffer.alloc(fifth!.length);
  const torn = Buffer.concat([content, hole, ...rest]);
  const { store, disk, reports } = await openFiles([[JOURNAL, torn]]);
  assert.deepEqual(values(store), expected(KEYS.length));
  assert.equal(reports.length, 1);
  assert.match(
    reports[0]!,
    /, line 6 at octet \d+, record 5: .* not written to its end, and \d behind it; none of them had been made safe/,
  );
  assert.equal(disk.files().get(JOURNAL)!.length, ends.at(-1));
  await store.close();
  // One that says that record 5 had been safe makes it a damage.
  const ninth = encodeJournalRecord(9, 8, [change("i")]);
  await assert.rejects(
    openFiles([[JOURNAL, Buffer.concat([torn, ninth])]]),
    /record 5: what is here is damaged/,
  );
});

test("refuses a damaged end of a journal that another follows", async () => {
  const { store, disk } = await openFiles([], OPTIONS);
  await put(store, "a");
  await put(store, "b");
  await store.close();
  const files = disk.files();
  const first = files.get(JOURNAL)!;
  const next = Buffer.concat([
    encodeRecordLine('{"format":"bandoneon store","version":1,"kind":"journal","at":3}'),
    encodeJournalRecord(3, 2, [encodeChanges([{ table: "device", key: "c", before: undefined, after: {} }])]),
  ]);
  files.set("journal-0000000000000003.log", next);
  const whole = await openFiles(files);
  assert.deepEqual(Object.keys(values(whole.store)), ["a", "b", "c"]);
  await whole.store.close();
  files.set(JOURNAL, first.subarray(0, -3));
  await assert.rejects(openFiles(files), /journal-0000000000000001.log, line 3 .*another journal follows/);
  files.delete(JOURNAL);
  await assert.rejects(openFiles(files), /journal-0000000000000003.log, .* records 1 to 2 are missing/);
});

test("removes what a snapshot stands for, and what was not finished, and leaves other files", async () => {
  const { content } = await smallJournal();
  const { store, disk } = await openFiles([[JOURNAL, content]], { snapshotBytes: 1 });
  await put(store, "e");
  await store.close();
  const files = disk.files();
  files.set(JOURNAL, content);
  files.set("snapshot-0000000000000003.log", Buffer.from("old"));
  files.set("snapshot-0000000000000009.log.tmp", Buffer.from("unfinished"));
  files.set("notes.txt", Buffer.from("of the user"));
  const again = await openFiles(files);
  assert.deepEqual(Object.keys(values(again.store)), [...KEYS, "e"]);
  assert.deepEqual(again.reports, []);
  assert.deepEqual([...again.disk.files().keys()].sort(), [
    "journal-0000000000000006.log",
    "notes.txt",
    "snapshot-0000000000000005.log",
  ]);
  await again.store.close();
});

test("closes the files of a folder that it cannot open", async () => {
  const { content } = await smallJournal();
  const damaged = Buffer.from(content);
  damaged[20]! ^= 1;
  const disk = FakeDisk.of([[JOURNAL, damaged]]);
  await assert.rejects(openStoreOf(disk), StoreDamagedError);
  assert.ok(disk.isClosed);
  assert.deepEqual(disk.files().get(JOURNAL), damaged);
});
