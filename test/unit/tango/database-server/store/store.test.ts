import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommitLog } from "../../../../../src/tango/database-server/store/commit-log.ts";
import { Store } from "../../../../../src/tango/database-server/store/store.ts";
import type { RowChange } from "../../../../../src/tango/database-server/store/table.ts";

interface Value {
  readonly value: number;
}

/** A log that settles when a test says so. */
class HeldLog implements CommitLog {
  readonly changes: (readonly RowChange[])[] = [];
  readonly settled: ((error?: Error) => void)[] = [];

  append(changes: readonly RowChange[], settled: (error?: Error) => void): void {
    this.changes.push(changes);
    this.settled.push(settled);
  }

  async close(): Promise<void> {}
}

function rows(store: Store): [string, Value][] {
  return [...store.table<Value>("t").entries()];
}

test("shows changes at once, and resolves with the result when the log has them", async () => {
  const log = new HeldLog();
  const store = new Store(log);
  let result: string | undefined;
  const written = store
    .write(() => {
      store.table<Value>("t").put("a", { value: 1 });
      return "done";
    })
    .then((value) => {
      result = value;
    });
  assert.deepEqual(rows(store), [["a", { value: 1 }]]);
  assert.deepEqual(log.changes, [[{ table: "t", key: "a", before: undefined, after: { value: 1 } }]]);
  await Promise.resolve();
  assert.equal(result, undefined);
  log.settled[0]!();
  await written;
  assert.equal(result, "done");
});

test("takes all back of a write that throws, and writes nothing", async () => {
  const log = new HeldLog();
  const store = new Store(log);
  const table = store.table<Value>("t");
  void store.write(() => table.put("a", { value: 1 }));
  const written = store.write(() => {
    table.put("a", { value: 2 });
    table.put("b", { value: 3 });
    table.delete("a");
    throw new RangeError("no");
  });
  assert.deepEqual(rows(store), [["a", { value: 1 }]]);
  await assert.rejects(written, RangeError);
  assert.equal(log.changes.length, 1);
});

test("takes back what the log refused with all that came after it, before anybody can see a half of it", async () => {
  const log = new HeldLog();
  const store = new Store(log);
  const table = store.table<Value>("t");
  const first = store.write(() => table.put("a", { value: 1 }));
  const second = store.write(() => table.put("a", { value: 2 }));
  const third = store.write(() => table.put("b", { value: table.get("a")!.value }));
  log.settled[0]!();
  const error = new Error("full");
  log.settled[1]!(error);
  assert.deepEqual(rows(store), [["a", { value: 1 }]]);
  log.settled[2]!(error);
  await first;
  await assert.rejects(second, error);
  await assert.rejects(third, error);
  assert.deepEqual(rows(store), [["a", { value: 1 }]]);
  // A write after it stands on what is left.
  const fourth = store.write(() => table.put("b", table.get("a")!));
  log.settled[3]!();
  await fourth;
  assert.deepEqual(rows(store), [
    ["a", { value: 1 }],
    ["b", { value: 1 }],
  ]);
});

test("takes back what the log does not take", async () => {
  const log = new HeldLog();
  log.append = () => {
    throw new Error("too much");
  };
  const store = new Store(log);
  await assert.rejects(
    store.write(() => store.table<Value>("t").put("a", { value: 1 })),
    /too much/,
  );
  assert.deepEqual(rows(store), []);
});

test("lets a write that found nothing to change wait for what it saw", async () => {
  const log = new HeldLog();
  const store = new Store(log);
  const table = store.table<Value>("t");
  const first = store.write(() => table.put("a", { value: 1 }));
  const second = store.write(() => table.get("a") !== undefined);
  log.settled[0]!(new Error("full"));
  log.settled[1]!(new Error("full"));
  await assert.rejects(first);
  await assert.rejects(second);
  // With nothing unsafe there is nothing to wait for.
  assert.equal(await store.write(() => table.size), 0);
  assert.equal(log.changes.length, 2);
});

test("refuses changes outside of a write, a write within another, and one after the end", async () => {
  const store = new Store();
  const table = store.table<Value>("t");
  assert.throws(() => table.put("a", { value: 1 }), /outside of Store.write/);
  let inner: Promise<void> | undefined;
  await store.write(() => {
    inner = store.write(() => undefined);
  });
  await assert.rejects(inner!, /inside another/);
  await store.close();
  await assert.rejects(
    store.write(() => table.put("a", { value: 1 })),
    { code: "STORE_CLOSED" },
  );
  assert.equal(table.size, 0);
});

test("tells indexes of each change, and of what is taken back", async () => {
  const store = new Store();
  const table = store.table<Value>("t");
  await store.write(() => table.put("a", { value: 1 }));
  const told: string[] = [];
  table.follow({
    added: ({ value }, key) => void told.push(`+${key}${value}`),
    removed: ({ value }, key) => void told.push(`-${key}${value}`),
  });
  await assert.rejects(
    store.write(() => {
      table.put("a", { value: 2 });
      table.delete("b");
      throw new Error("no");
    }),
  );
  await store.write(() => table.delete("a"));
  assert.deepEqual(told, ["+a1", "-a1", "+a2", "-a2", "+a1", "-a1"]);
});
