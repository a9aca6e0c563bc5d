import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FolderLock } from "../../../../../src/tango/database-server/store/folder-lock.ts";
import { lockFileName, thisProcess } from "../../../../../src/tango/database-server/store/lock-owner.ts";

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "folder-lock-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test("keeps others out until it is released, and leaves nothing behind", async (t) => {
  const folder = await temporaryFolder(t);
  const lock = await FolderLock.take(folder);
  const [name] = await readdir(folder);
  await assert.rejects(FolderLock.take(folder), {
    name: "StoreLockedError",
    code: "STORE_LOCKED",
    path: join(folder, name!),
    message: `${join(folder, name!)}: process ${process.pid} has this folder open. End it, or use another folder`,
  });
  assert.deepEqual(await readdir(folder), [name]);
  await lock.release();
  assert.deepEqual(await readdir(folder), []);
  const next = await FolderLock.take(folder);
  await next.release();
});

test("removes the locks of processes that are gone", async (t) => {
  const folder = await temporaryFolder(t);
  const gone = { ...thisProcess("00000001"), boot: "00ff" };
  await writeFile(join(folder, lockFileName(gone)), "");
  await writeFile(join(folder, "lock-of-the-user"), "");
  const lock = await FolderLock.take(folder);
  assert.equal((await readdir(folder)).length, 2);
  assert.ok(!(await readdir(folder)).includes(lockFileName(gone)));
  await lock.release();
});

test("says what to do where it cannot know", async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, lockFileName({ ...thisProcess("00000001"), host: "elsewhere", pid: 17 }));
  await writeFile(path, "");
  await assert.rejects(FolderLock.take(folder), {
    code: "STORE_LOCKED",
    message: `${path}: process 17 of host elsewhere has this folder open, or had when it ended without notice. Where you are sure that it has ended, remove this file`,
  });
});

test("is given to one at most of many that come at one moment", async (t) => {
  const folder = await temporaryFolder(t);
  for (let round = 0; round < 5; round++) {
    const taken = await Promise.allSettled(Array.from({ length: 6 }, () => FolderLock.take(folder)));
    const locks = taken.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    assert.ok(locks.length <= 1, `${locks.length} have it`);
    for (const lock of locks) await lock.release();
    assert.deepEqual(await readdir(folder), []);
  }
});
