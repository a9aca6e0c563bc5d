import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { HostNames } from "../../../../../src/tango/naming/host-names.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { DeviceLock } from "../../../../../src/tango/server/call/device-lock.ts";
import { cpp, java, java6 } from "./identities.ts";

const hosts = new HostNames({ lookup: async () => "localhost" });
const owner = new Caller("127.0.0.1:40758", cpp(42));
const other = new Caller("127.0.0.1:40760", cpp(43));
const nameless = new Caller("127.0.0.1:40758", null);

const LOCKED = ["API_DeviceLocked", "Device Test/cb/1 is locked by another client"] as const;
const UNLOCKED = [
  "API_DeviceUnlocked",
  "Device Test/cb/1 has been unlocked by an administrative client!!!",
] as const;

let time: number;
let lock: DeviceLock;

beforeEach(() => {
  time = 1_000_000;
  lock = new DeviceLock("Test/cb/1", () => time);
});

describe("a device that is not locked", () => {
  it("is open to everybody", () => {
    for (const caller of [owner, other, nameless, Caller.polling]) lock.check(caller, "owner only");
    lock.checkAdministration(other);
    assert.equal(lock.owner, null);
  });

  it("says so", async () => {
    assert.deepEqual(await lock.status(hosts), {
      lvalue: Int32Array.of(0, 0, 0, 0, 0, 0),
      svalue: ["Device Test/cb/1 is not locked", "Not defined", "Not defined"],
    });
  });

  it("cannot be locked again, and may be unlocked", () => {
    fails(
      () => lock.relock(owner),
      ["API_DeviceNotLocked", "Device Test/cb/1 is not locked. Can't re-lock it"],
    );
    assert.equal(lock.unlock(owner, false), 0);
    assert.equal(lock.unlock(other, true), 0);
    lock.check(owner, "owner only");
  });
});

describe("a locked device", () => {
  beforeEach(() => lock.lock(owner, 10));

  it("is open to its owner, over any connection", () => {
    lock.check(owner, "owner only");
    lock.check(new Caller("127.0.0.1:50000", cpp(42)), "owner only");
  });

  it("refuses others, and operations that do not say who calls", () => {
    fails(() => lock.check(other, "owner only"), LOCKED);
    fails(() => lock.check(nameless, "owner only"), LOCKED);
  });

  it("lets everybody do what is allowed or never asked", () => {
    for (const caller of [owner, other, nameless]) {
      lock.check(caller, "allowed");
      lock.check(caller, "unchecked");
    }
  });

  it("is open to the server itself", () => {
    lock.check(Caller.polling, "owner only");
    lock.checkAdministration(Caller.polling);
  });

  it("refuses administration to others, under the name that they used", () => {
    const refusal = "is locked by another client. Your request is not allowed while a device is locked.";
    lock.checkAdministration(owner);
    fails(() => lock.checkAdministration(other), ["API_DeviceLocked", `Device Test/cb/1 ${refusal}`]);
    fails(
      () => lock.checkAdministration(nameless, "TEST/CB/1"),
      ["API_DeviceLocked", `Device TEST/CB/1 ${refusal}`],
    );
  });

  it("cannot be locked, re-locked or unlocked by others", () => {
    const already = ["API_DeviceLocked", "Device Test/cb/1 is already locked by another client"] as const;
    fails(() => lock.lock(other, 10), already);
    fails(() => lock.relock(other), already);
    fails(
      () => lock.unlock(other, false),
      ["API_DeviceLocked", "Device Test/cb/1 is locked by another client, can't unlock it"],
    );
    assert.equal(lock.owner, owner);
  });

  it("is unlocked as often as it was locked", () => {
    lock.lock(owner, 10);
    lock.lock(owner, 10);
    assert.equal(lock.unlock(owner, false), 2);
    assert.equal(lock.unlock(owner, false), 1);
    fails(() => lock.check(other, "owner only"), LOCKED);
    assert.equal(lock.unlock(owner, false), 0);
    lock.check(other, "owner only");
    lock.check(owner, "owner only");
    assert.equal(lock.unlock(owner, false), 0);
  });

  it("says who holds the lock", async () => {
    assert.deepEqual(await lock.status(hosts), {
      lvalue: Int32Array.of(1, 42, 0, 0, 0, 0),
      svalue: [
        "Device Test/cb/1 is locked by CPP or Python client with PID 42 from host localhost",
        "giop:tcp:127.0.0.1:40758",
        "Not defined",
      ],
    });
  });
});

describe("the time of a lock", () => {
  it("is over after the validity, in whole seconds", () => {
    time = 1_000_700;
    lock.lock(owner, 10);
    time = 1_010_999;
    assert.equal(lock.owner, owner);
    fails(() => lock.check(other, "owner only"), LOCKED);
    time = 1_011_000;
    assert.equal(lock.owner, null);
    lock.check(other, "owner only");
    fails(
      () => lock.relock(owner),
      ["API_DeviceNotLocked", "Device Test/cb/1 is not locked. Can't re-lock it"],
    );
    lock.lock(other, 10);
  });

  it("starts again when the owner re-locks, without another locking", () => {
    lock.lock(owner, 10);
    time += 10_000;
    lock.relock(owner);
    time += 10_000;
    assert.equal(lock.owner, owner);
    assert.equal(lock.unlock(owner, false), 0);
    assert.equal(lock.owner, null);
  });

  it("is that of the last locking", () => {
    lock.lock(owner, 1);
    lock.lock(owner, 100);
    time += 100_000;
    assert.equal(lock.owner, owner);
    time += 1000;
    assert.equal(lock.owner, null);
  });

  it("takes all lockings with it when it is over", () => {
    lock.lock(owner, 1);
    lock.lock(owner, 1);
    time += 2000;
    assert.equal(lock.unlock(owner, false), 0);
    lock.lock(owner, 1);
    assert.equal(lock.unlock(owner, false), 0);
  });

  it("is over at once for a negative validity", () => {
    lock.lock(owner, -1);
    assert.equal(lock.owner, null);
  });
});

describe("a lock that is taken away by force", () => {
  beforeEach(() => {
    lock.lock(owner, 10);
    lock.lock(owner, 10);
    assert.equal(lock.unlock(nameless, true), 0);
  });

  it("is gone whatever its count", () => {
    assert.equal(lock.owner, null);
    lock.check(other, "owner only");
  });

  it("is told of to its owner at each call that locks are asked for", () => {
    lock.check(owner, "unchecked");
    fails(() => lock.check(owner, "allowed"), UNLOCKED);
    fails(() => lock.check(owner, "owner only"), UNLOCKED);
  });

  it("is told of no more when another client has called", () => {
    lock.check(other, "unchecked");
    fails(() => lock.check(owner, "owner only"), UNLOCKED);
    lock.check(other, "owner only");
    lock.check(owner, "owner only");
  });

  it("is told of after another client has had the lock, but not called", () => {
    lock.lock(other, 10);
    fails(() => lock.check(owner, "owner only"), LOCKED);
    lock.unlock(other, false);
    fails(() => lock.check(owner, "owner only"), UNLOCKED);
  });

  it("is not told of while its owner has locked again", () => {
    lock.lock(owner, 10);
    lock.check(owner, "owner only");
    lock.unlock(owner, false);
    fails(() => lock.check(owner, "owner only"), UNLOCKED);
  });
});

describe("the lock of a Java client", () => {
  const UUID = [0x80000001_90000002n, 7n] as const;

  it("is shown with its UUID and main class, in either form", async () => {
    for (const identity of [java("MyMain", ...UUID), java6("MyMain", ...UUID)]) {
      const held = new DeviceLock("Test/cb/1", () => 0);
      held.lock(new Caller("127.0.0.1:40758", identity), 10);
      assert.deepEqual(await held.status(hosts), {
        lvalue: Int32Array.of(1, 0, -2147483647, -1879048190, 0, 7),
        svalue: [
          "Device Test/cb/1 is locked by JAVA client class MyMain from host localhost",
          "giop:tcp:127.0.0.1:40758",
          "MyMain",
        ],
      });
    }
  });

  it("is open to the UUID from anywhere", () => {
    lock.lock(new Caller("127.0.0.1:40758", java("MyMain", ...UUID)), 10);
    lock.check(new Caller("10.0.0.1:1", java("MyMain", ...UUID)), "owner only");
    fails(() => lock.check(new Caller("127.0.0.1:40758", cpp(0)), "owner only"), LOCKED);
  });
});

function fails(work: () => void, [reason, desc]: readonly [string, string]): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof DevFailed);
    assert.deepEqual([error.reason, error.errors[0]?.desc], [reason, desc]);
    return true;
  });
}
