import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import {
  lockFileName,
  ownerState,
  parseLockFileName,
  thisProcess,
} from "../../../../../src/tango/database-server/store/lock-owner.ts";

const own = thisProcess("0123abcd");

test("stands whole in the name of a file", () => {
  for (const host of [own.host, "control-1.example.org", "a/b %"]) {
    const name = lockFileName({ ...own, host });
    assert.doesNotMatch(name, /\//);
    assert.deepEqual(parseLockFileName(name), { ...own, host });
  }
  for (const other of ["lock", "lock-a-1", "journal-0000000000000001.log", `${lockFileName(own)}.tmp`])
    assert.equal(parseLockFileName(other), null, other);
});

test("knows this process, and that it is not there any more when it has ended", async (t) => {
  assert.equal(await ownerState(own), "there");
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  t.after(() => child.kill("SIGKILL"));
  await once(child, "spawn");
  // When it began is not known here, so that its id alone counts.
  const other = { ...own, pid: child.pid!, began: 0 };
  assert.equal(await ownerState(other), "there");
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(await ownerState(other), "gone");
});

test("is not taken in by a process id that came again, nor by a start of the machine before", async () => {
  assert.equal(await ownerState({ ...own, boot: "00ff" }), "gone");
  if (own.began === 0) return;
  assert.equal(await ownerState({ ...own, began: own.began + 1 }), "gone");
});

test("takes a process of another host to be there", async () => {
  assert.equal(await ownerState({ ...own, host: `not-${own.host}`, boot: "00ff" }), "there");
});
