import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Durability } from "../../../../../src/tango/database-server/store/durability.ts";
import { openStoreOf } from "../../../../../src/tango/database-server/store/open-store.ts";
import type { Store } from "../../../../../src/tango/database-server/store/store.ts";
import { Random } from "../../../../fuzz/random.ts";
import { FakeDisk } from "../../../../support/fake-disk.ts";
import { stateOf, TABLES } from "../../../../support/store-state.ts";
import { settle, VirtualClock } from "../../../../support/virtual-clock.ts";

// A store whose machine or process ends at each of its operations on files, in the midst of writes and snapshots. What is opened afterwards must be
// what the tables were after some write, and none before the last that had been acknowledged.
// Rows that are deleted while a snapshot is made are at its end, so their order may be another where the records that delete them are lost.

const WRITES = 40;
/** Small, so that several snapshots are made. */
const SNAPSHOT_BYTES = 1500;

interface Run {
  readonly disk: FakeDisk;
  /** What the tables were before all writes and after each. */
  readonly states: readonly unknown[];
  /** The keys of each table at the end, in their order. */
  readonly keys: () => unknown;
  /** How many writes were acknowledged. */
  readonly acknowledged: () => number;
}

async function run(seed: number, crashAt: number, durability: Durability): Promise<Run> {
  const random = new Random(seed);
  const disk = new FakeDisk();
  disk.crashAt = crashAt;
  const states: unknown[] = [{ device: {}, property: {} }];
  let acknowledged = 0;
  let keys: unknown;
  // Time passes only here, so that a journal that tries again and again ends with its test.
  const clock = new VirtualClock();
  try {
    const store = await openStoreOf(disk, { durability, snapshotBytes: SNAPSHOT_BYTES, clock });
    for (let i = 1; i <= WRITES; i++) {
      const written = store.write(() => changeAtRandom(store, random));
      states.push(stateOf(store));
      written.then(
        () => {
          acknowledged = i;
        },
        () => {},
      );
      if (random.oneIn(2)) await written;
      else if (random.oneIn(3)) await settle();
      clock.tick(random.below(300));
    }
    keys = keysOf(store);
    await store.close();
  } catch {
    // The crash. It may also reach a snapshot alone, in the background.
  }
  return { disk, states, keys: () => keys, acknowledged: () => acknowledged };
}

function keysOf(store: Store): unknown {
  return TABLES.map((name) => [...store.table(name).entries()].map(([key]) => key));
}

function changeAtRandom(store: Store, random: Random): void {
  for (let i = 1 + random.below(3); i > 0; i--) {
    const table = store.table<{ value: string }>(random.pick(TABLES));
    const key = `key ${random.below(12)}`;
    if (random.oneIn(4)) table.delete(key);
    else table.put(key, { value: `value\n${random.bits()}`.repeat(1 + random.below(4)) });
  }
}

async function checkOpened(
  files: Map<string, Buffer>,
  { states, acknowledged }: Run,
  least: number,
): Promise<void> {
  const disk = FakeDisk.of(files);
  await using store = await openStoreOf(disk, { snapshotBytes: SNAPSHOT_BYTES });
  const found = stateOf(store);
  const at = states.findLastIndex((state) => isDeepStrictEqual(state, found));
  assert.ok(at >= 0, `the tables are as after no write: ${JSON.stringify(found)}`);
  assert.ok(at >= least, `${acknowledged()} writes were acknowledged, ${at} are there`);
  // And it can be written.
  await store.write(() => store.table("device").put("after", { value: "all" }));
}

for (const durability of ["sync", "system", "relaxed"] as const) {
  test(`opens after an end at every operation, with all that "${durability}" promised`, async (t) => {
    let crashes = 0;
    let snapshots = 0;
    for (const seed of [1, 2, 3]) {
      const whole = await run(seed, Number.POSITIVE_INFINITY, durability);
      assert.equal(whole.acknowledged(), WRITES);
      await using again = await openStoreOf(FakeDisk.of(whole.disk.files()));
      assert.deepEqual(keysOf(again), whole.keys(), "in their order");
      snapshots += whole.disk.log.filter((line) => /^rename snapshot/.test(line)).length;
      await checkOpened(whole.disk.files(), whole, WRITES);
      await checkOpened(whole.disk.filesAfterPowerFailure(new Random(seed)), whole, WRITES);
      for (let crashAt = 1; crashAt <= whole.disk.log.length; crashAt++) {
        const crashed = await run(seed, crashAt, durability);
        const acknowledged = crashed.acknowledged();
        await checkOpened(crashed.disk.files(), crashed, durability === "relaxed" ? 0 : acknowledged);
        for (let i = 0; i < 4; i++) {
          const left = crashed.disk.filesAfterPowerFailure(Random.ofInput(seed, 10 * crashAt + i));
          await checkOpened(left, crashed, durability === "sync" ? acknowledged : 0);
        }
        crashes++;
      }
    }
    t.diagnostic(`${crashes} crashes, ${snapshots} snapshots`);
    assert.ok(snapshots >= 4, `only ${snapshots} snapshots were made`);
  });
}
