import assert from "node:assert/strict";
import { test } from "node:test";
import { openStoreOf, type StoreOptions } from "../../../../../src/tango/database-server/store/open-store.ts";
import { StoreWriteError } from "../../../../../src/tango/database-server/store/store-error.ts";
import { diskError, FakeDisk } from "../../../../support/fake-disk.ts";
import { openFiles, put, type Value, values } from "../../../../support/open-fake-store.ts";
import { settle, VirtualClock } from "../../../../support/virtual-clock.ts";

const JOURNAL = "journal-0000000000000001.log";

async function open(options: StoreOptions = {}) {
  const disk = new FakeDisk();
  const clock = new VirtualClock();
  const reports: string[] = [];
  const store = await openStoreOf(disk, { clock, report: (message) => reports.push(message), ...options });
  disk.log.length = 0;
  return { disk, clock, reports, store };
}

/** What a program that opens these files finds. */
async function reopened(disk: FakeDisk): Promise<Record<string, string>> {
  const { store } = await openFiles(disk.files());
  const found = values(store);
  await store.close();
  return found;
}

/** Lets operations on files go on until there is nothing to do. */
async function settled(disk: FakeDisk): Promise<void> {
  for (let before = -1; before !== disk.log.length; ) {
    before = disk.log.length;
    for (let i = 0; i < 5; i++) await settle();
  }
}

test("writes what is changed in one turn as one record, and syncs before it acknowledges", async () => {
  const { disk, store } = await open();
  let acknowledged = 0;
  const writes = ["a", "b", "c"].map((key) => put(store, key).then(() => acknowledged++));
  await Promise.resolve();
  assert.equal(acknowledged, 0);
  await Promise.all(writes);
  assert.deepEqual(disk.log, [`write ${JOURNAL}`, `sync ${JOURNAL}`]);
  await store.close();
  assert.deepEqual(disk.log, [`write ${JOURNAL}`, `sync ${JOURNAL}`], "all was safe");
  assert.ok(disk.isClosed);
});

test("collects what comes while the disk is busy into the next record", async () => {
  const { disk, store } = await open();
  const first = put(store, "a");
  let others: Promise<unknown> | undefined;
  disk.failure = (operation) => {
    if (operation === "sync") others ??= Promise.all(["b", "c", "d"].map((key) => put(store, key)));
    return undefined;
  };
  await first;
  await others;
  assert.equal(disk.log.filter((line) => line.startsWith("write")).length, 2);
  await store.close();
});

test("writes on in as many pieces as the file takes", async () => {
  const { disk, store } = await open();
  disk.longestWrite = 7;
  await put(store, "a");
  await store.close();
  assert.deepEqual(await reopened(disk), { a: "value of a" });
});

test("tells the caller of a full disk, takes the change back, and goes on when there is room", async () => {
  const { disk, reports, store } = await open();
  await put(store, "a");
  const size = disk.files().get(JOURNAL)!.length;
  disk.capacity = size + 20;
  const writes = [put(store, "a", "changed"), put(store, "b")];
  const later = settle().then(() => put(store, "c"));
  for (const write of [...writes, later]) {
    await assert.rejects(write, (error: unknown) => {
      assert.ok(error instanceof StoreWriteError);
      assert.equal(error.code, "STORE_WRITE");
      assert.equal(error.path, "/fake");
      assert.equal((error.cause as NodeJS.ErrnoException).code, "ENOSPC");
      assert.match(
        error.message,
        /^\/fake: the disk did not take .*ENOSPC.* taken back; reads go on. Make room/,
      );
      return true;
    });
  }
  assert.deepEqual(values(store), { a: "value of a" });
  assert.equal(disk.files().get(JOURNAL)!.length, size, "nothing is left of what was refused");
  assert.deepEqual(await reopened(disk), { a: "value of a" });
  assert.equal(reports.length, 1, "once, however many writes it concerns");
  disk.capacity = Number.POSITIVE_INFINITY;
  await put(store, "d");
  assert.match(reports[1]!, /the disk takes what is written again/);
  await store.close();
  assert.deepEqual(await reopened(disk), { a: "value of a", d: "value of d" });
});

test("stands on nothing after a failed sync: a snapshot holds what is acknowledged next", async () => {
  const { disk, reports, store } = await open();
  await put(store, "a");
  let failing = true;
  disk.failure = (operation, name) => {
    if (operation !== "sync" || name !== JOURNAL || !failing) return undefined;
    failing = false;
    return diskError("EIO", name);
  };
  await assert.rejects(put(store, "b"), { code: "STORE_WRITE" });
  assert.deepEqual(values(store), { a: "value of a" });
  await put(store, "c");
  // Record 2 is the one that failed; number 3 is what was saved without the record's file.
  assert.deepEqual([...disk.files().keys()].sort(), [
    "journal-0000000000000004.log",
    "snapshot-0000000000000003.log",
  ]);
  assert.deepEqual(
    reports.map((text) => /not take|again/.exec(text)?.[0]),
    ["not take", "again"],
  );
  await put(store, "d");
  await store.close();
  assert.deepEqual(await reopened(disk), { a: "value of a", c: "value of c", d: "value of d" });
});

test("tries to begin afresh with growing pauses, refuses writes between, and reads all the time", async () => {
  const { disk, clock, store } = await open();
  await put(store, "a");
  disk.failure = (operation, name) =>
    operation === "sync" || operation === "create" ? diskError("EIO", name) : undefined;
  await assert.rejects(put(store, "b"), { code: "STORE_WRITE" });
  await settled(disk);
  assert.equal(clock.timers, 1);
  const attempts = () => disk.log.filter((line) => line.startsWith("create snapshot")).length;
  const before = attempts();
  for (let i = 0; i < 3; i++) await assert.rejects(put(store, "c"), { code: "STORE_WRITE" });
  assert.equal(attempts(), before, "none for each write");
  for (const [pause, expected] of [
    [1000, 1],
    [1000, 1],
    [1000, 2],
    [4000, 3],
    [8000, 4],
    [10_000, 5],
    [10_000, 6],
  ] as const) {
    clock.tick(pause);
    await settled(disk);
    assert.equal(attempts() - before, expected, `after ${pause} ms more`);
  }
  assert.deepEqual(values(store), { a: "value of a" });
  disk.failure = () => undefined;
  clock.tick(10_000);
  await settled(disk);
  await put(store, "d");
  await store.close();
  assert.equal(clock.timers, 0);
  assert.deepEqual(await reopened(disk), { a: "value of a", d: "value of d" });
});

test("leaves a file from which a piece could not be cut", async () => {
  const { disk, store } = await open();
  await put(store, "a");
  const size = disk.files().get(JOURNAL)!.length;
  disk.capacity = size + 20;
  disk.failure = (operation, name) => (operation === "truncate" ? diskError("EIO", name) : undefined);
  await assert.rejects(put(store, "b"), { code: "STORE_WRITE" });
  await settled(disk);
  assert.deepEqual(await reopened(disk), { a: "value of a" });
  disk.capacity = Number.POSITIVE_INFINITY;
  disk.failure = () => undefined;
  // The next attempt is made when its time has come; closing is one.
  await store.close();
  assert.deepEqual(await reopened(disk), { a: "value of a" });
  assert.deepEqual([...disk.files().keys()].sort(), [
    "journal-0000000000000004.log",
    "snapshot-0000000000000003.log",
  ]);
});

test("with system, acknowledges what the system has, and syncs within a second", async () => {
  const { disk, clock, store } = await open({ durability: "system" });
  await put(store, "a");
  await put(store, "b");
  assert.deepEqual(disk.log, [`write ${JOURNAL}`, `write ${JOURNAL}`]);
  clock.tick(999);
  await settled(disk);
  assert.equal(disk.log.length, 2);
  clock.tick(1);
  await settled(disk);
  assert.deepEqual(disk.log.slice(2), [`sync ${JOURNAL}`]);
  assert.equal(clock.timers, 0);
  await put(store, "c");
  await store.close();
  assert.deepEqual(disk.log.slice(3), [`write ${JOURNAL}`, `sync ${JOURNAL}`], "closing makes all safe");
  assert.equal(clock.timers, 0);
});

test("with system, saves all anew when the sync behind fails", async () => {
  const { disk, clock, store } = await open({ durability: "system" });
  await put(store, "a");
  disk.failure = (operation, name) =>
    operation === "sync" && name === JOURNAL ? diskError("EIO", name) : undefined;
  clock.tick(1000);
  await settled(disk);
  assert.deepEqual(await reopened(disk), { a: "value of a" });
  assert.ok(disk.files().has("snapshot-0000000000000002.log"));
  await store.close();
});

test("with relaxed, acknowledges at once and writes soon, or when much waits", async () => {
  const { disk, clock, store } = await open({ durability: "relaxed" });
  await put(store, "a");
  await put(store, "b");
  await settled(disk);
  assert.deepEqual(disk.log, []);
  clock.tick(100);
  await settled(disk);
  assert.deepEqual(disk.log, [`write ${JOURNAL}`]);
  // More than waits without harm: the writer has to wait then.
  await put(store, "large", "x".repeat(2_000_000));
  assert.equal(disk.log.length, 2);
  await store.close();
  assert.deepEqual(Object.keys(await reopened(disk)), ["a", "b", "large"]);
});

test("with relaxed, keeps what it acknowledged though the disk refuses it, and saves it when it can", async () => {
  const { disk, clock, store } = await open({ durability: "relaxed" });
  disk.capacity = 0;
  await put(store, "a");
  clock.tick(100);
  await settled(disk);
  await assert.rejects(put(store, "b"), { code: "STORE_WRITE" }, "nothing is acknowledged blindly now");
  assert.deepEqual(values(store), { a: "value of a" });
  disk.capacity = Number.POSITIVE_INFINITY;
  clock.tick(10_000);
  await settled(disk);
  assert.deepEqual(await reopened(disk), { a: "value of a" });
  await put(store, "c");
  await store.close();
  assert.deepEqual(await reopened(disk), { a: "value of a", c: "value of c" });
});

test("says at its end that something acknowledged is not on the disk", async () => {
  const { disk, store } = await open({ durability: "relaxed" });
  disk.capacity = 0;
  await put(store, "a");
  await assert.rejects(store.close(), {
    code: "STORE_WRITE",
    message: /what was acknowledged at last is not on the disk/,
  });
  assert.ok(disk.isClosed);
});

test("closing waits for what was written, refuses more, and may be asked twice", async () => {
  const { disk, store } = await open();
  const written = put(store, "a");
  const closed = store.close();
  await assert.rejects(put(store, "b"), { code: "STORE_CLOSED" });
  await written;
  await closed;
  await store.close();
  assert.deepEqual(await reopened(disk), { a: "value of a" });
});

test("refuses the newest when too much waits, and a write that is too large", async () => {
  const { store } = await open();
  const large = "x".repeat(9_000_000);
  const first = put(store, "a", large);
  const second = put(store, "b", large);
  await assert.rejects(put(store, "c"), {
    code: "STORE_BUSY",
    message: /^\/fake: 2 writes of \d+ characters wait for the disk: await some/,
  });
  await first;
  await second;
  const table = store.table<Value>("device");
  const tooLarge = store.write(() => {
    for (let i = 0; i < 8; i++) table.put(`d${i}`, { value: large });
  });
  await assert.rejects(tooLarge, { code: "STORE_TOO_LARGE", message: /make several writes/ });
  assert.deepEqual(Object.keys(values(store)), ["a", "b"]);
  await put(store, "e");
  await store.close();
});
