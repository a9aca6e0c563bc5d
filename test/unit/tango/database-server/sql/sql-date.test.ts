import assert from "node:assert/strict";
import { test } from "node:test";
import {
  secondsOfSqlDate,
  sqlDateOfSeconds,
  sqlTimeZone,
} from "../../../../../src/tango/database-server/sql/sql-date.ts";

test("reads and writes dates in each zone", () => {
  const seconds = Date.UTC(2026, 10, 28, 20, 46, 58) / 1000;
  assert.equal(secondsOfSqlDate("2026-11-28 20:46:58", 0), seconds);
  assert.equal(secondsOfSqlDate("20261128204658", 0), seconds);
  assert.equal(secondsOfSqlDate("2026-11-28 21:46:58.000000", 60), seconds);
  assert.equal(sqlDateOfSeconds(seconds, 0), "2026-11-28 20:46:58");
  assert.equal(sqlDateOfSeconds(seconds + 0.9, -330), "2026-11-28 15:16:58");
  for (const text of ["2026-01-01 12:00:00", "2026-07-01 12:00:00"]) {
    assert.equal(sqlDateOfSeconds(secondsOfSqlDate(text, "local")!, "local"), text);
  }
});

test("knows what is no date", () => {
  for (const text of ["0000-00-00 00:00:00", "2026-02-31 00:00:00", "2026-01-01 25:00:00", "", "nada"]) {
    assert.equal(secondsOfSqlDate(text, 0), null, text);
  }
});

test("reads zones, but not by their names", () => {
  assert.equal(sqlTimeZone("+00:00"), 0);
  assert.equal(sqlTimeZone("-3:30"), -210);
  assert.equal(sqlTimeZone("SYSTEM"), "local");
  assert.equal(sqlTimeZone("Europe/Paris"), undefined);
});
