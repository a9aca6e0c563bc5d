import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { openStore } from "../../../../../src/tango/database-server/store/open-store.ts";
import { rewriteStore } from "../../../../../src/tango/database-server/store/rewrite-store.ts";
import { StoreLockedError } from "../../../../../src/tango/database-server/store/store-error.ts";
import {
  DatabaseNotEmptyError,
  importDatabase,
} from "../../../../../src/tango/database-server/transfer/import-database.ts";
import { importSql } from "../../../../../src/tango/database-server/transfer/import-sql.ts";

describe("an import into a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "bandoneon-import-")), "data");
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

  const servers = (names: string, id: number) =>
    importSql([
      Buffer.from(
        `SET TIME_ZONE='+00:00'; INSERT INTO server (name,host,mode,level) VALUES ${names};
         INSERT INTO property_hist (id,date,object,name,count,value) VALUES (${id},'2001-01-01 00:00:00','o','p',1,'${id}');
         INSERT INTO object_history_id (id) VALUES (${id});`,
      ),
    ]);
  const contents = async () => {
    await using store = await openStore(folder);
    const history = [...store.table<{ id: number; values: string[] }>("property_hist").entries()];
    return {
      servers: [...store.table<{ name: string; host: string }>("server").rows()].map(
        ({ name, host }) => name + host,
      ),
      history: history.map(([key, row]) => `${key} ${row.id} ${row.values}`),
      last: store.table<{ id: number }>("object_history_id").get("id")?.id,
    };
  };

  it("makes a database of it", async () => {
    await importDatabase(folder, await servers("('a/1','x',0,0),('b/1','x',0,0)", 3));
    assert.deepEqual(await contents(), { servers: ["a/1x", "b/1x"], history: ["3 3 3"], last: 3 });
  });

  it("refuses a database that is there, replaces it or adds to it", async () => {
    await importDatabase(folder, await servers("('a/1','x',0,0),('b/1','x',0,0)", 3));
    const other = await servers("('B/1','y',0,0),('c/1','y',0,0)", 2);
    await assert.rejects(importDatabase(folder, other), DatabaseNotEmptyError);
    assert.deepEqual((await contents()).servers, ["a/1x", "b/1x"]);
    await importDatabase(folder, other, "merge");
    assert.deepEqual(await contents(), {
      servers: ["a/1x", "B/1y", "c/1y"],
      history: ["3 3 3", "5 5 2"],
      last: 5,
    });
    await importDatabase(folder, other, "replace");
    assert.deepEqual(await contents(), { servers: ["B/1y", "c/1y"], history: ["2 2 2"], last: 2 });
  });

  it("replaces what a journal holds behind the snapshot", async () => {
    await importDatabase(folder, await servers("('a/1','x',0,0)", 1));
    {
      await using store = await openStore(folder);
      await store.write(() => store.table("server").put("later/1", { name: "later/1", host: "" }));
    }
    await importDatabase(folder, await servers("('b/1','x',0,0)", 1), "replace");
    assert.deepEqual((await contents()).servers, ["b/1x"]);
  });

  it("refuses a folder that a server has open", async () => {
    await using _store = await openStore(folder);
    await assert.rejects(importDatabase(folder, await servers("('a/1','x',0,0)", 1)), StoreLockedError);
  });

  it("leaves a database as it was where it fails", async () => {
    await importDatabase(folder, await servers("('a/1','x',0,0)", 1));
    const before = readdirSync(folder).sort();
    const failing = rewriteStore(folder, () => {
      throw new Error("no");
    });
    await assert.rejects(failing, /no/);
    assert.deepEqual(readdirSync(folder).sort(), before);
    assert.deepEqual((await contents()).servers, ["a/1x"]);
  });
});
