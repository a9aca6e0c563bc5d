import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { likePattern } from "../../../../../src/tango/database-server/sql-like.ts";
import { Store } from "../../../../../src/tango/database-server/store/store.ts";
import { RowIndex } from "../../../../../src/tango/database-server/tables/row-index.ts";

interface Row {
  readonly name: string;
  readonly colour: string | null;
}

describe("RowIndex", () => {
  it("follows each change of its table, also one that is taken back", async () => {
    const store = new Store();
    const table = store.table<Row>("things");
    await store.write(() => table.put("1", { name: "1", colour: "Red" }));
    const index = new RowIndex(table, ({ colour }) => colour);
    const names = (rows: Iterable<Row>) => [...rows].map(({ name }) => name);
    await store.write(() => {
      table.put("2", { name: "2", colour: "red" });
      table.put("3", { name: "3", colour: null });
    });
    assert.deepEqual(names(index.get("RED")), ["1", "2"]);
    assert.equal(index.count("red"), 2);
    await assert.rejects(
      store.write(() => {
        table.put("1", { name: "1", colour: "blue" });
        table.delete("2");
        assert.fail("not like this");
      }),
    );
    assert.deepEqual(names(index.get("red")).sort(), ["1", "2"]);
    assert.deepEqual(names(index.get("blue")), []);
    await store.write(() => table.put("1", { name: "1", colour: "blue" }));
    assert.deepEqual(names(index.firstMatching(likePattern("*"))).sort(), ["1", "2"]);
    assert.deepEqual(names(index.matching(likePattern("b*"))), ["1"]);
    assert.equal(index.first("blue")!.name, "1");
    assert.equal(index.first("green"), undefined);
  });
});
