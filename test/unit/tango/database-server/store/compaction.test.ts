import assert from "node:assert/strict";
import { test } from "node:test";
import { openStoreOf } from "../../../../../src/tango/database-server/store/open-store.ts";
import { diskError, FakeDisk } from "../../../../support/fake-disk.ts";
import { openFiles, put, values } from "../../../../support/open-fake-store.ts";
import { settle } from "../../../../support/virtual-clock.ts";

async function open(snapshotBytes: number) {
  const disk = new FakeDisk();
  const reports: string[] = [];
  const store = await openStoreOf(disk, { snapshotBytes, report: (message) => reports.push(message) });
  return { disk, reports, store };
}

/** Waits until the snapshot that is being made is there, or has failed. */
async function quiet(disk: FakeDisk): Promise<void> {
  for (let before = -1; before !== disk.log.length; await settle(), await settle()) before = disk.log.length;
}

function sizes(disk: FakeDisk): { snapshot: number; journal: number } {
  const of = (kind: string) =>
    [...disk.files()].reduce((sum, [name, { length }]) => sum + (name.startsWith(kind) ? length : 0), 0);
  return { snapshot: of("snapshot"), journal: of("journal") };
}

test("keeps the files within about twice the rows, however often they change", async () => {
  const { disk, store, reports } = await open(2000);
  for (let i = 0; i < 400; i++) {
    await put(store, `key ${i % 20}`, `value ${i}`);
    await quiet(disk);
    const { snapshot, journal } = sizes(disk);
    assert.ok(
      journal <= Math.max(2000, snapshot) + 500,
      `${journal} octets of journals, ${snapshot} of a snapshot`,
    );
  }
  assert.ok(disk.files().size === 2 && sizes(disk).snapshot > 0);
  const before = values(store);
  await store.close();
  const again = await openFiles(disk.files());
  assert.deepEqual(values(again.store), before);
  assert.deepEqual([...reports, ...again.reports], []);
  await again.store.close();
});

test("takes writes while a snapshot is made", async () => {
  const { disk, store } = await open(500);
  let during: Promise<void> | undefined;
  disk.failure = (operation, name) => {
    if (operation === "create" && name.startsWith("snapshot")) {
      during ??= (async () => {
        await put(store, "key 1", "new");
        await store.write(() => store.table("device").delete("key 2"));
      })();
    }
    return undefined;
  };
  for (let i = 0; i < 20; i++) await put(store, `key ${i}`);
  await during;
  assert.ok(during !== undefined);
  await quiet(disk);
  await store.close();
  const again = await openFiles(disk.files());
  assert.deepEqual(values(again.store), values(store));
  assert.equal(values(again.store)["key 1"], "new");
  assert.equal(values(again.store)["key 2"], undefined);
  await again.store.close();
});

for (const [what, operation, file] of [
  ["the disk is full for its snapshots", "write", "snapshot"],
  ["its snapshots cannot be synced", "sync", "snapshot"],
  ["its snapshots cannot be given their names", "rename", "snapshot"],
  ["no new journal can be made", "create", "journal"],
  ["no new journal can be given its name", "rename", "journal"],
] as const) {
  test(`goes on where ${what}, says so, and does not try at each write`, async () => {
    const { disk, store, reports } = await open(500);
    disk.failure = (what, name) =>
      what === operation && name.startsWith(file) && name.endsWith(".tmp")
        ? diskError("ENOSPC", name)
        : undefined;
    for (let i = 0; i < 40; i++) {
      await put(store, `key ${i}`);
      await quiet(disk);
    }
    const written = disk.log.filter((line) => line.startsWith("write journal")).length;
    assert.ok(written >= 40);
    assert.ok(reports.length >= 2 && reports.length < 10, `${reports.length} reports`);
    assert.match(reports[0]!, /no snapshot could be made \(ENOSPC.*; nothing is lost/);
    const left = await openFiles(disk.files());
    assert.deepEqual(values(left.store), values(store));
    await left.store.close();
    disk.failure = () => undefined;
    for (let i = 0; i < 20; i++) await put(store, `key ${i}`);
    await quiet(disk);
    assert.ok(sizes(disk).snapshot > 0);
    await store.close();
    const again = await openFiles(disk.files());
    assert.deepEqual(values(again.store), values(store));
    await again.store.close();
  });
}

test("does not hide records behind a journal whose name may be there", async () => {
  const { disk, store } = await open(500);
  // The new journal gets its name, which then can neither be made safe nor be removed.
  disk.failure = (operation, name) =>
    operation === "sync names" || (operation === "remove" && name.startsWith("journal"))
      ? diskError("EIO", name)
      : undefined;
  let acknowledged: Record<string, string> = {};
  for (let i = 0; i < 40; i++) {
    try {
      await put(store, `key ${i}`);
    } catch {
      break;
    }
    acknowledged = values(store);
  }
  const left = await openFiles(disk.files());
  assert.deepEqual(values(left.store), acknowledged);
  await left.store.close();
  disk.failure = () => undefined;
  await store.close();
  const again = await openFiles(disk.files());
  assert.deepEqual(values(again.store), acknowledged);
  await again.store.close();
});
