import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { sqlDateOfSeconds } from "../../../../../src/tango/database-server/sql/sql-date.ts";
import { newDevice } from "../../../../../src/tango/database-server/tables/new-device.ts";
import { PropertyDatabase } from "../../../../support/property-database.ts";

describe("the history of properties", () => {
  let database: PropertyDatabase;
  beforeEach(() => {
    database = new PropertyDatabase();
  });
  const date = () => sqlDateOfSeconds(database.tables.now(), "local");
  const put = (...values: string[]) =>
    database.change("DbPutProperty", ["o", "1", "p", String(values.length), ...values]);
  const values = () => database.ask("DbGetPropertyHist", ["o", "p"]).filter((_, i) => i % 4 === 3);

  it("has what was put and that it was deleted, the oldest first, with dates", async () => {
    const dates = [date()];
    await put("a", "b");
    database.time += 61_000;
    dates.push(date());
    await database.change("DbDeleteProperty", ["O", "P"]);
    await database.change("DbPutProperty", ["o", "1", "other", "1", "x"]);
    const deleted = ["p", dates[0]!, "2", "a", "b", "p", dates[1]!, "0"];
    assert.deepEqual(database.ask("DbGetPropertyHist", ["o", "p"]), deleted);
    assert.deepEqual(database.ask("DbGetPropertyHist", ["O", "*"]), [
      ...deleted,
      "other",
      dates[1]!,
      "1",
      "x",
    ]);
  });

  it("has the members of those that members have, with wildcards for both", async () => {
    await database.change("DbPutClassPipeProperty", [
      "C",
      "2",
      "a",
      "1",
      "u",
      "1",
      "1",
      "b",
      "1",
      "u",
      "1",
      "2",
    ]);
    const entry = (member: string, value: string) => [member, "u", date(), "1", value];
    assert.deepEqual(database.ask("DbGetClassPipePropertyHist", ["C", "a", "U"]), entry("a", "1"));
    assert.deepEqual(database.ask("DbGetClassPipePropertyHist", ["c", "*", "u"]), [
      ...entry("a", "1"),
      ...entry("b", "2"),
    ]);
    assert.deepEqual(database.ask("DbGetClassPipePropertyHist", ["c", "%", "u"]), []);
  });

  it("keeps the last ten of each property", async () => {
    for (let i = 1; i <= 12; i++) await put(String(i));
    await database.change("DbPutProperty", ["o", "1", "q", "1", "x"]);
    assert.deepEqual(values(), ["3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
  });

  it("keeps as many as the property historyDepth of the class or of the database device says", async () => {
    const device = { name: "sys/database/2", server: "DataBaseds/2", class: "DataBase" };
    await database.tables.write(() =>
      database.tables.devices.put(newDevice(device.name, device.server, device.class)),
    );
    await database.change("DbPutClassProperty", ["DataBase", "1", "historyDepth", "1", "3"]);
    for (let i = 1; i <= 5; i++) await put(String(i));
    assert.deepEqual(values(), ["3", "4", "5"]);
    await database.change("DbPutDeviceProperty", [device.name, "1", "HistoryDepth", "1", "2"]);
    await put("6");
    assert.deepEqual(values(), ["5", "6"]);
    await database.change("DbPutDeviceProperty", [device.name, "1", "HistoryDepth", "1", "none"]);
    for (let i = 7; i <= 20; i++) await put(String(i));
    assert.equal(values().length, 10);
  });

  it("outlives the property, and has nothing of one that never was", async () => {
    await put("x");
    await put();
    assert.deepEqual(values(), ["x"]);
    await database.change("DbDeleteProperty", ["o", "p"]);
    assert.deepEqual(values(), ["x"]);
  });

  it("needs as many texts as it says", () => {
    for (const argument of [[], ["o"], ["o", "p", "q"]])
      assert.throws(() => database.ask("DbGetPropertyHist", argument), { reason: "DB_IncorrectArguments" });
    assert.throws(() => database.ask("DbGetClassAttributePropertyHist", ["C", "*"]), {
      reason: "DB_IncorrectArguments",
    });
  });
});
