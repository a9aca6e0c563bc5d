import assert from "node:assert/strict";
import { hostname } from "node:os";
import { test } from "node:test";
import { LockStatus } from "../../../../src/tango/client/lock-status.ts";
import { HostNames } from "../../../../src/tango/naming/host-names.ts";

const hosts = new HostNames({ lookup: async (address) => `host of ${address}` });
const uuid = [0x0123456789abcdefn, 0xfedcba9876543210n] as const;
const WORDS = [0x01234567, 0x89abcdef | 0, 0xfedcba98 | 0, 0x76543210];

function status(lvalue: readonly number[], endpoint: string, mainClass = "Not defined"): LockStatus {
  return new LockStatus({ lvalue: Int32Array.from(lvalue), svalue: ["a text", endpoint, mainClass] });
}

test("nobody has locked the device", async () => {
  const free = status([0, 0, 0, 0, 0, 0], "Not defined");
  assert.equal(free.isLocked, false);
  assert.equal(free.text, "a text");
  assert.equal(free.isLockedBy({ mainClass: "x", uuid: [0n, 0n] }), false);
  assert.equal(await free.locker(hosts), null);
});

test("a process has locked the device, from another host or this one", async () => {
  const endpoints = {
    "giop:tcp:10.0.0.5:41234": "host of 10.0.0.5",
    "giop:tcp:[::ffff:10.0.0.5]:41234": "host of 10.0.0.5",
    "giop:tcp:[fe80::1]:41234": "host of fe80::1",
    "giop:unix:/tmp/omni-tango/000012033-1795954728": hostname(),
  };
  for (const [endpoint, lockerHost] of Object.entries(endpoints)) {
    const locked = status([1, 42, 0, 0, 0, 0], endpoint);
    assert.equal(locked.isLocked, true);
    assert.equal(locked.isLockedBy({ mainClass: "x", uuid: [0n, 0n] }), false);
    const locker = { ll: "CPP", li: 42, lockerHost, lockerClass: "Not defined" };
    assert.deepEqual(await locked.locker(hosts), locker);
  }
});

test("a client with a UUID has locked the device", async () => {
  const locked = status([1, 0, ...WORDS], "giop:tcp:10.0.0.5:41234", "bandoneon");
  assert.equal(locked.isLockedBy({ mainClass: "bandoneon", uuid }), true);
  assert.equal(locked.isLockedBy({ mainClass: "bandoneon", uuid: [uuid[1], uuid[0]] }), false);
  assert.deepEqual(await locked.locker(hosts), {
    ll: "JAVA",
    li: "01234567-89ab-cdef-fedc-ba9876543210",
    lockerHost: "host of 10.0.0.5",
    lockerClass: "bandoneon",
  });
});

test("what a server says beyond a status is left out", async () => {
  const lvalue = new Int32Array(100_000).fill(0x11111111);
  lvalue.set([1, 0, ...WORDS]);
  const long = "x".repeat(100_000);
  const locked = new LockStatus({ lvalue, svalue: [long, `giop:tcp:${long}:1`, long, long] });
  assert.equal(locked.isLockedBy({ mainClass: "bandoneon", uuid }), true);
  const locker = await locked.locker(hosts);
  assert.ok(locker?.ll === "JAVA");
  assert.equal(locker.li, "01234567-89ab-cdef-fedc-ba9876543210");
  for (const text of [locked.text, locker.lockerClass]) assert.equal(text, "x".repeat(1024));
  assert.ok((locker.lockerHost ?? "").length < 1100);
});

test("an answer that lacks something is none", () => {
  for (const [numbers, texts] of [
    [5, 3],
    [6, 2],
    [0, 0],
  ] as const) {
    const answer = { lvalue: new Int32Array(numbers), svalue: Array<string>(texts).fill("x") };
    assert.throws(() => new LockStatus(answer), { reason: "API_WrongLockingStatus" });
  }
});
