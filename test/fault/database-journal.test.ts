import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Durability } from "../../src/tango/database-server/store/durability.ts";
import { openStore } from "../../src/tango/database-server/store/open-store.ts";
import type { Store } from "../../src/tango/database-server/store/store.ts";
import { Random } from "../fuzz/random.ts";

// A store on a real disk, in a process that is killed while it writes, and on a disk that is full. How often it is killed:
//
//   STORE_KILLS=200 node test/run.mjs fault/database-journal

const KILLS = Number(process.env.STORE_KILLS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
const WRITERS = 4;
const ROWS = 20;
const PROGRAM = fileURLToPath(new URL("../support/fixture/store-writer.ts", import.meta.url));

interface Said {
  readonly opened?: number;
  readonly report?: string;
  readonly writer?: number;
  readonly acknowledged?: number;
  readonly refused?: string;
  readonly cause?: string;
  readonly last?: string;
  readonly closed?: true;
}

interface Writer {
  readonly process: ChildProcess;
  /** What it says, line by line, to its end. */
  readonly said: AsyncIterable<Said>;
  readonly exit: Promise<unknown>;
}

/** The program that writes; `shell` is what a shell does before it becomes the program. */
function startWriter(
  t: TestContext,
  folder: string,
  round: number,
  options: { durability?: Durability; snapshotBytes?: number; shell?: string } = {},
): Writer {
  const { durability = "sync", snapshotBytes = 20_000, shell = ":" } = options;
  const args = ["--import", "tsx", PROGRAM, folder, String(round), durability, String(snapshotBytes)];
  const child =
    options.shell === undefined
      ? spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
      : spawn("/bin/sh", ["-c", `${shell}; exec "$0" "$@"`, process.execPath, ...args], {
          stdio: ["ignore", "pipe", "inherit"],
        });
  t.after(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout! });
  return { process: child, said: parsed(lines), exit: once(child, "close") };
}

/** A line that was begun when the program was killed is not the last that it said in full. */
async function* parsed(lines: AsyncIterable<string>): AsyncGenerator<Said> {
  for await (const line of lines) if (line.endsWith("}")) yield JSON.parse(line) as Said;
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "database-journal-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function rowsOf(store: Store): Map<string, string> {
  const rows = [...store.table<{ value: string }>("device").entries()];
  return new Map(rows.map(([key, { value }]) => [key, value.trimEnd()]));
}

/**
 * Checks that the rows of each writer are those after one of its writes of this round, and none before the last that was acknowledged; where it made
 * none, those of `before`.
 */
function check(
  found: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  round: number,
  acknowledged: readonly number[],
): void {
  const expected = new Map(before);
  for (let writer = 0; writer < WRITERS; writer++) {
    const last = found.get(`last of ${writer}`);
    const count = last?.startsWith(`${round}.`) ? Number(last.split(".")[1]) : 0;
    const least = acknowledged[writer]!;
    assert.ok(count >= least, `writer ${writer}: ${least} writes were acknowledged, ${count} are there`);
    // Each waits for one write before it makes the next.
    assert.ok(count <= least + 1, `writer ${writer}: ${count} writes are there, ${least} were acknowledged`);
    if (count === 0) continue;
    for (let i = 1; i <= count; i++) expected.set(`${writer}/${i % ROWS}`, `${round}.${i}`);
    expected.set(`last of ${writer}`, `${round}.${count}`);
  }
  assert.deepEqual(Object.fromEntries([...found].sort()), Object.fromEntries([...expected].sort()));
}

for (const durability of ["sync", "system"] as const) {
  const kills = durability === "sync" ? KILLS : Math.ceil(KILLS / 4);
  test(`has every write that "${durability}" acknowledged after each of ${kills} kills`, async (t) => {
    const folder = await temporaryFolder(t);
    const random = new Random(SEED);
    let before = new Map<string, string>();
    let writes = 0;
    let early = 0;
    const reports: string[] = [];
    for (let round = 1; round <= kills; round++) {
      const writer = startWriter(t, folder, round, { durability });
      const acknowledged = new Array<number>(WRITERS).fill(0);
      // Some are killed while they open the store, or anywhere else.
      const isTimed = random.oneIn(5);
      if (isTimed) void pause(random.below(1500)).then(() => writer.process.kill("SIGKILL"));
      let left = 1 + random.below(400);
      for await (const said of writer.said) {
        if (said.report !== undefined) reports.push(said.report);
        assert.equal(said.refused, undefined);
        if (said.acknowledged === undefined) continue;
        acknowledged[said.writer!] = said.acknowledged;
        if (--left === 0) writer.process.kill("SIGKILL");
      }
      await writer.exit;
      const count = acknowledged.reduce((a, b) => a + b);
      writes += count;
      if (count === 0) early++;
      await using store = await openStore(folder, { report: (message) => reports.push(message) });
      const found = rowsOf(store);
      check(found, before, round, acknowledged);
      before = found;
    }
    t.diagnostic(
      `${writes} writes acknowledged, ${early} kills before the first; reports: ${reports.length}`,
    );
    assert.ok(writes > kills);
    for (const report of reports) assert.match(report, /the record was not written to its end/);
  });
}

test("gives callers an error when the disk is full, serves reads, and goes on when there is room", async (t) => {
  const folder = await temporaryFolder(t);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "pipe" });
  } catch {
    return t.skip("only who may mount a small file system can fill one");
  }
  try {
    await fillDisk(folder);
  } finally {
    execFileSync("umount", ["-l", folder]);
  }
});

/** What happens in a folder on a file system of 1 MiB. */
async function fillDisk(folder: string): Promise<void> {
  const reports: string[] = [];
  const report = (message: string) => reports.push(message);
  const store = await openStore(folder, { report });
  const table = store.table<{ value: string }>("device");
  let written = 0;
  const refused = await (async () => {
    for (; written < 10_000; written++) {
      const key = `key ${written}`;
      await store.write(() => table.put(key, { value: "x".repeat(1000) }));
    }
  })().then(
    () => assert.fail("the disk was never full"),
    (error: unknown) => error as { code: string; cause: NodeJS.ErrnoException },
  );
  assert.deepEqual([refused.code, refused.cause.code], ["STORE_WRITE", "ENOSPC"]);
  assert.equal(table.size, written);
  assert.equal(table.get("key 0")!.value.length, 1000);
  for (let i = 0; i < 20; i++) {
    await assert.rejects(
      store.write(() => table.put("more", { value: "x".repeat(100_000) })),
      { code: "STORE_WRITE" },
    );
  }
  assert.equal(reports.length, 1);
  execFileSync("mount", ["-o", "remount,size=2m", folder]);
  await store.write(() => table.put("more", { value: "" }));
  await store.close();
  await using again = await openStore(folder, { report: assert.fail });
  assert.equal(again.table("device").size, written + 1);
}

test("gives callers an error when a file may not grow, and has what was acknowledged", async (t) => {
  if (process.platform === "win32") return t.skip("there is no limit for files");
  const folder = await temporaryFolder(t);
  // 256 blocks of 512 octets; the signal that comes with it must not end the program.
  const writer = startWriter(t, folder, 1, {
    snapshotBytes: 1e9,
    shell: "trap '' XFSZ; ulimit -f 256",
  });
  const acknowledged = new Array<number>(WRITERS).fill(0);
  const refused: Said[] = [];
  let isClosed = false;
  for await (const said of writer.said) {
    if (said.acknowledged !== undefined) acknowledged[said.writer!] = said.acknowledged;
    if (said.refused !== undefined) refused.push(said);
    isClosed ||= said.closed === true;
  }
  assert.equal(refused.length, WRITERS);
  for (const { writer: number, refused: code, cause, last } of refused) {
    assert.deepEqual([code, cause], ["STORE_WRITE", "EFBIG"]);
    assert.equal(last, `1.${acknowledged[number!]}`, "what was refused is taken back");
  }
  assert.ok(isClosed);
  await using store = await openStore(folder, { report: assert.fail });
  check(rowsOf(store), new Map(), 1, acknowledged);
});

test("keeps a second process out, until the first is killed", async (t) => {
  const folder = await temporaryFolder(t);
  const first = startWriter(t, folder, 1);
  let count = 0;
  let refused: unknown;
  for await (const said of first.said) {
    if (said.acknowledged === undefined || ++count !== 5) continue;
    refused = await openStore(folder).catch((error: unknown) => error);
    first.process.kill("SIGKILL");
  }
  assert.ok(refused instanceof Error);
  assert.match(refused.message, new RegExp(`: process ${first.process.pid} has this folder open. End it`));
  await first.exit;
  await using store = await openStore(folder);
  assert.ok(rowsOf(store).size > 0);
});
