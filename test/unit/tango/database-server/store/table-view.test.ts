import assert from "node:assert/strict";
import { test } from "node:test";
import { Tables } from "../../../../../src/tango/database-server/store/tables.ts";
import { Random } from "../../../../fuzz/random.ts";

test("gives the rows as they were; the changes since then make of them the rows as they are, in their order", () => {
  for (let seed = 0; seed < 500; seed++) {
    const random = new Random(seed);
    const tables = new Tables();
    const table = tables.table("t");
    const changes: [string, object | undefined][] = [];
    let count = 0;
    const change = () => {
      const row = random.oneIn(3) ? undefined : { count: ++count };
      const key = `key ${random.below(15)}`;
      table.restore(key, row);
      changes.push([key, row]);
    };
    for (let i = 0; i < 30; i++) change();
    // It is read while more changes, for a time: they end before or after it.
    const view = new Tables();
    const { tables: views, end } = tables.view();
    const begun = Object.fromEntries(table.entries());
    changes.length = 0;
    const most = random.below(40);
    for (const [key, row] of views[0]!.entries()) {
      view.table("t").restore(key, row);
      for (let i = random.below(4); i > 0 && changes.length < most; i--) change();
    }
    end();
    assert.deepEqual(Object.fromEntries(view.table("t").entries()), begun, `seed ${seed}`);
    for (const [key, row] of changes) view.table("t").restore(key, row);
    assert.deepEqual([...view.table("t").entries()], [...table.entries()], `seed ${seed}`);
  }
});

test("has no rows of tables that came later, and keeps nothing when it has ended", () => {
  const tables = new Tables();
  tables.table("a").restore("key", { value: 1 });
  const { tables: views, end } = tables.view();
  tables.table("b").restore("key", { value: 2 });
  end();
  tables.table("a").restore("key", { value: 3 });
  // It sees what is there now: nobody told it of the change.
  assert.deepEqual(
    views.map((view) => [view.name, [...view.entries()]]),
    [["a", [["key", { value: 3 }]]]],
  );
});
