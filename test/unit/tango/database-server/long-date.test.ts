import assert from "node:assert/strict";
import { it } from "node:test";
import { longDate } from "../../../../src/tango/database-server/long-date.ts";

const seconds = (day: number) => new Date(2026, 1, day, 3, 4, 5).getTime() / 1000;

it("longDate() is as DATE_FORMAT with %D %M %Y at %H:%i:%s", () => {
  const endings = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 28].map((day) => longDate(seconds(day)).split(" ")[0]);
  assert.deepEqual(endings, [
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "21st",
    "22nd",
    "23rd",
    "28th",
  ]);
  assert.equal(longDate(seconds(1)), "1st February 2026 at 03:04:05");
});
