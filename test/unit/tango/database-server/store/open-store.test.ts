import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openStore } from "../../../../../src/tango/database-server/store/open-store.ts";
import { put, values } from "../../../../support/open-fake-store.ts";

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
  await assert.rejects(openStore(file), { code: "EEXIST" });
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
