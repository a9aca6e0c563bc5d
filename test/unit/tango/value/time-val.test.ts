import assert from "node:assert/strict";
import { test } from "node:test";
import { TimeVal, timeFromWire } from "../../../../src/tango/value/time-val.ts";

test("keeps what a Date would lose", () => {
  const time = timeFromWire({ tv_sec: 1, tv_usec: 2, tv_nsec: 3 });
  assert.deepEqual(time, new TimeVal(1, 2, 3));
  assert.equal(time.toISOString(), "1970-01-01T00:00:01.000002003Z");
  assert.equal(new TimeVal(1, 2).toISOString(), "1970-01-01T00:00:01.000002Z");
  assert.equal(time.toNanoseconds(), 1_000_002_003n);
  assert.equal(time.toMilliseconds(), 1000.002);
  assert.equal(JSON.stringify({ time }), '{"time":"1970-01-01T00:00:01.000002003Z"}');
});

test("goes to a Date and back", () => {
  const date = new Date("2026-11-23T00:06:17.123Z");
  assert.deepEqual(TimeVal.fromDate(date).toDate(), date);
  assert.equal(String(TimeVal.fromDate(date)), "2026-11-23T00:06:17.123000Z");
  const before1970 = new Date("1969-12-31T23:59:59.250Z");
  assert.deepEqual(TimeVal.fromDate(before1970), new TimeVal(-1, 250_000));
  assert.deepEqual(TimeVal.fromDate(before1970).toDate(), before1970);
});
