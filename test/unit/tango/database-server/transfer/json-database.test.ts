import assert from "node:assert/strict";
import { test } from "node:test";
import { DatabaseFileError } from "../../../../../src/tango/database-server/sql/database-file-error.ts";
import { Store } from "../../../../../src/tango/database-server/store/store.ts";
import { exportJson, importJson } from "../../../../../src/tango/database-server/transfer/json-database.ts";
import { octetsOfText, textOfOctets } from "../../../../../src/tango/database-server/transfer/json-text.ts";
import { storeOf } from "../../../../support/database-tables.ts";

const HEAD = '{"format":"bandoneon-database","version":1}';
const PROPERTY =
  '{"table":"property_device","owner":"a/b/c","member":null,"name":"p","values":["é","\\udce9"],"updated":"2026-11-28T20:46:58Z","comment":null}';
const read = (...lines: string[]) => importJson([Buffer.from(lines.join("\n"))]);

test("exports what it imports", async () => {
  const server = '{"table":"server","name":"s/1","host":"h","mode":1,"level":2,"sql":[{"mode":["1",null]}]}';
  const text = `${[HEAD, server, PROPERTY, '{"rows":2}'].join("\n")}\n`;
  const store = await storeOf(
    await importJson([Buffer.from(text.slice(0, 90)), Buffer.from(text.slice(90))]),
  );
  assert.deepEqual(store.table("property_device").get("a/b/c\0\0p"), {
    owner: "a/b/c",
    member: null,
    name: "p",
    values: ["\u00c3\u00a9", "\u00e9"],
    updated: 1795898818,
    comment: null,
  });
  assert.equal(Buffer.concat([...exportJson(store)]).toString(), text);
});

test("takes rows in any order, and of an empty database none", async () => {
  assert.equal((await read(HEAD, PROPERTY, '{"rows":1}')).table("property_device")?.size, 1);
  const empty = Buffer.concat([...exportJson(new Store())]);
  assert.deepEqual([...(await importJson([empty])).entries()], []);
});

test("texts of any octets come back as they were", () => {
  for (const octets of [
    "",
    "abc",
    "\0",
    "\u00c3\u00a9",
    "\u00e9",
    "\u00c3",
    "\u00f0\u009f\u0098\u0080",
    "\u00ed\u00b0\u0080",
    "\u00c0\u0080",
  ]) {
    assert.equal(octetsOfText(JSON.parse(JSON.stringify(textOfOctets(octets)))), octets);
  }
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i)).toString("latin1");
  assert.equal(octetsOfText(textOfOctets(all)), all);
});

test("says what is wrong and where", async () => {
  const property = (change: object) => JSON.stringify({ ...JSON.parse(PROPERTY), ...change });
  const cases: readonly [readonly string[], RegExp][] = [
    [['{"format":"other"}'], /first line should be \{"format":"bandoneon-database"/],
    [['{"format":"bandoneon-database","version":2}'], /version 2 of this format/],
    [[HEAD, PROPERTY], /cut off or changed: it has 1 rows, there is no last line/],
    [[HEAD, PROPERTY, '{"rows":2}'], /it has 1 rows, its last line tells 2/],
    [
      [HEAD, PROPERTY, PROPERTY],
      /line 3: there is a row of this name already \(in a row of property_device\)/,
    ],
    [[HEAD, '{"table":"x"}'], /line 2: there is no table "x"/],
    [[HEAD, "{"], /line 2: this is no JSON/],
    [[HEAD, "[]"], /line 2: a line should be an object/],
    [[HEAD, '{"rows":0}', PROPERTY], /behind the last line/],
    [[HEAD, property({ values: "x" })], /values should be a list of texts, and is "x"/],
    [[HEAD, property({ updated: "yesterday" })], /updated should be a date as/],
    [[HEAD, property({ owner: undefined })], /owner should be a text, and is nothing/],
    [[HEAD, property({ colour: 1 })], /there is no field colour/],
    [[HEAD, property({ sql: [1] })], /sql should be what an export wrote there/],
  ];
  for (const [lines, message] of cases) {
    await assert.rejects(
      read(...lines),
      (error) => error instanceof DatabaseFileError && message.test(error.message),
      lines.join("\n"),
    );
  }
});
