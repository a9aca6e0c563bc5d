import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openStore } from "../../../../../src/tango/database-server/store/open-store.ts";
import { put, values } from "../../../../support/open-fake-store.ts";

const OPEN_FILES_STAY = process.platform === "win32" && "what is open cannot be removed";

// On a real disk; what may happen there is tested with one that fails when it is told to.

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "open-store-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test("keeps what was written, through snapshots and openings", async (t) => {
  const folder = join(await temporaryFolder(t), "made", "by it");
  const expected: Record<string, string> = {};
  for (let opening = 0; opening < 3; opening++) {
    await using store = await openStore(folder, { snapshotBytes: 2000, report: assert.fail });
    assert.deepEqual(values(store), expected);
    for (let i = 0; i < 50; i++) {
      const key = `key ${(7 * i) % 30}`;
      expected[key] = `ä ${opening} ${i}`;
      await put(store, key, expected[key]);
    }
    assert.deepEqual(values(store), expected);
  }
  const names = (await readdir(folder)).sort();
  assert.deepEqual(
    names.map((name) => name.replace(/\d+/, "N")),
    ["journal-N.log", "snapshot-N.log"],
  );
  assert.match(
    await readFile(join(folder, names[0]!), "utf8"),
    /^[0-9a-f]{8} \{"format":"bandoneon store","version":1/,
  );
});

test("in memory, shares nothing with another and needs no folder", async () => {
  await using store = await openStore(":memory:");
  await using other = await openStore(":memory:");
  await put(store, "a");
  assert.deepEqual([values(store), values(other)], [{ a: "value of a" }, {}]);
  await assert.rejects(stat(":memory:"), { code: "ENOENT" });
});

test("refuses a folder that is open, and is none", async (t) => {
  const folder = await temporaryFolder(t);
  const store = await openStore(folder);
  await assert.rejects(openStore(folder), { code: "STORE_LOCKED" });
  await put(store, "a");
  await store.close();
  const file = join(folder, "a file");
  await writeFile(file, "");
  for (const path of [file, join(file, "below")]) {
    await assert.rejects(openStore(path), (error: NodeJS.ErrnoException) =>
      ["STORE_FORMAT", "ENOTDIR", "ENOENT"].includes(error.code!),
    );
  }
});

test("refuses what cannot be, and leaves alone what is not to be made", async (t) => {
  const folder = await temporaryFolder(t);
  await assert.rejects(openStore(folder, { durability: "Sync" as "sync" }), RangeError);
  for (const path of [folder, join(folder, "not there")]) {
    await assert.rejects(openStore(path, { create: false }), { code: "STORE_FORMAT" });
  }
  assert.deepEqual(await readdir(folder), []);
  await (await openStore(folder)).close();
  await (await openStore(folder, { create: false })).close();
});

test("ends where the system lets no folder be made", {
  skip: process.platform !== "linux" && "there is no /proc",
}, async () => {
  await assert.rejects(openStore("/proc/no such folder/below"), { code: "ENOENT" });
});

test("acknowledges nothing that goes into a folder which was removed", {
  skip: OPEN_FILES_STAY,
}, async (t) => {
  const folder = join(await temporaryFolder(t), "data");
  const told: string[] = [];
  const store = await openStore(folder, { report: (line) => told.push(line) });
  await put(store, "a");
  await rm(folder, { recursive: true });
  await assert.rejects(put(store, "b"), { code: "STORE_WRITE" });
  assert.deepEqual(values(store), { a: "value of a" });
  assert.match(told.join(), /removed while it was open/);
  await store.close();
});

test("lets a folder go that it cannot open, and salvages it", async (t) => {
  const folder = await temporaryFolder(t);
  const store = await openStore(folder);
  for (const key of ["a", "b", "c"]) await put(store, key);
  await store.close();
  const [name] = await readdir(folder);
  const path = join(folder, name!);
  const content = await readFile(path);
  content[content.indexOf('"b"')]! ^= 1;
  await writeFile(path, content);
  await assert.rejects(openStore(folder), { code: "STORE_DAMAGED" });
  assert.deepEqual(await readFile(path), content);
  const reports: string[] = [];
  await using salvaged = await openStore(folder, { salvage: true, report: (text) => reports.push(text) });
  assert.deepEqual(Object.keys(values(salvaged)), ["a", "c"]);
  assert.equal(reports.length, 2);
  const aside = (await readdir(folder)).find((each) => each.startsWith("damaged-"))!;
  assert.deepEqual(await readFile(join(folder, aside)), content);
});

test("leaves a folder that was removed to who has it since", { skip: OPEN_FILES_STAY }, async (t) => {
  const folder = join(await temporaryFolder(t), "data");
  const store = await openStore(folder);
  await put(store, "a");
  await rm(folder, { recursive: true });
  const other = await openStore(folder, { report: assert.fail });
  await put(other, "of the other");
  for (let i = 0; i < 3; i++) await assert.rejects(put(store, "b"), { code: "STORE_WRITE" });
  await put(other, "more of it");
  await other.close();
  await store.close();
  await using again = await openStore(folder, { report: assert.fail });
  assert.deepEqual(Object.keys(values(again)).sort(), ["more of it", "of the other"]);
});
