import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { HostNames } from "../../../../../src/tango/naming/host-names.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { DeviceLock } from "../../../../../src/tango/server/call/device-lock.ts";
import {
  type FindDevice,
  type LockableDevice,
  lockDevice,
  lockStatus,
  relockDevices,
  unlockDevices,
} from "../../../../../src/tango/server/call/lock-commands.ts";
import { cpp } from "./identities.ts";

const hosts = new HostNames({ lookup: async () => "localhost" });
const client = new Caller("127.0.0.1:40758", cpp(42));
const other = new Caller("127.0.0.1:40760", cpp(43));
const nameless = new Caller("127.0.0.1:40758", null);

const TOO_OLD = "You are using a too old Tango release. Please, update to tango V7 or more";

let time: number;
let devices: readonly LockableDevice[];

beforeEach(() => {
  time = 0;
  devices = [
    device("test/cb/1", "TangoTest"),
    device("test/cb/2", "TangoTest"),
    device("dserver/TangoTest/cb", "DServer"),
    device("sys/database/2", "DataBase"),
  ];
});

describe("LockDevice", () => {
  it("locks a device for so many seconds", async () => {
    await lockDevice(find, client, argument([10], ["TEST/cb/1"]));
    assert.equal(devices[0]!.lock.owner, client);
    time = 11_000;
    assert.equal(devices[0]!.lock.owner, null);
  });

  it("refuses to lock the admin device and the database", async () => {
    await fails(lockDevice(find, client, argument([10], ["DServer/TangoTest/CB"])), [
      ["API_DeviceUnlockable", "Impossible to lock device server administration device"],
    ]);
    await fails(lockDevice(find, client, argument([10], ["sys/database/2"])), [
      ["API_DeviceUnlockable", "Impossible to lock database device"],
    ]);
  });

  it("needs clients that name themselves", async () => {
    await fails(lockDevice(find, nameless, argument([10], ["test/cb/1"])), [
      ["API_ClientTooOld", `Your client cannot lock devices. ${TOO_OLD}`],
    ]);
    await fails(lockDevice(find, Caller.polling, argument([10], ["test/cb/1"])), [
      ["API_CantGetClientIdent", "Cannot retrieve client identification"],
    ]);
  });

  it("passes on that there is no such device, or that another client has locked it", async () => {
    await fails(lockDevice(find, client, argument([10], ["no/such/dev"])), [
      ["API_DeviceNotFound", "Device no/such/dev not found"],
    ]);
    await lockDevice(find, client, argument([10], ["test/cb/1"]));
    await fails(lockDevice(find, other, argument([10], ["test/cb/1"])), [
      ["API_DeviceLocked", "Device test/cb/1 is already locked by another client"],
    ]);
  });

  it("refuses an argument without device or validity", async () => {
    for (const wrong of [argument([], ["test/cb/1"]), argument([10], [])]) {
      await fails(lockDevice(find, client, wrong), [
        ["API_WrongNumberOfArgs", "Incorrect number of inout arguments"],
      ]);
    }
  });
});

describe("UnLockDevice", () => {
  beforeEach(async () => {
    for (let i = 0; i < 2; i++) {
      for (const name of ["test/cb/1", "test/cb/2"]) await lockDevice(find, client, argument([10], [name]));
    }
  });

  it("gives how many lockings remain", async () => {
    assert.equal(await unlockDevices(find, client, argument([0], ["test/cb/1"])), 1);
    assert.equal(await unlockDevices(find, client, argument([0], ["test/cb/1"])), 0);
    assert.equal(await unlockDevices(find, client, argument([0], ["test/cb/1"])), 0);
  });

  it("gives 0 for several devices, and for the admin device", async () => {
    assert.equal(await unlockDevices(find, client, argument([0], ["test/cb/1", "test/cb/2"])), 0);
    assert.equal(devices[1]!.lock.owner, client);
    assert.equal(await unlockDevices(find, client, argument([0], ["dserver/TangoTest/cb"])), 0);
    assert.equal(await unlockDevices(find, client, argument([0], [])), 0);
  });

  it("refuses others, and clients that do not name themselves, unless by force", async () => {
    await fails(unlockDevices(find, other, argument([0], ["test/cb/1"])), [
      ["API_DeviceLocked", "Device test/cb/1 is locked by another client, can't unlock it"],
    ]);
    await fails(unlockDevices(find, nameless, argument([0], ["test/cb/1"])), [
      ["API_ClientTooOld", `Your client cannot un-lock devices. ${TOO_OLD}`],
    ]);
    assert.equal(await unlockDevices(find, other, argument([1], ["test/cb/1"])), 0);
    assert.equal(await unlockDevices(find, nameless, argument([1], ["test/cb/2"])), 0);
    assert.deepEqual([devices[0]!.lock.owner, devices[1]!.lock.owner], [null, null]);
  });

  it("is for clients alone", async () => {
    await fails(unlockDevices(find, Caller.polling, argument([1], ["test/cb/1"])), [
      ["API_CantGetClientIdent", "Cannot retrieve client identification"],
    ]);
  });

  it("ends at the first device that it cannot unlock", async () => {
    await fails(unlockDevices(find, client, argument([0], ["test/cb/1", "no/such/dev", "test/cb/2"])), [
      ["API_DeviceNotFound", "Device no/such/dev not found"],
    ]);
    assert.equal(devices[0]!.lock.unlock(client, false), 0);
    assert.equal(devices[1]!.lock.unlock(client, false), 1);
  });

  it("refuses an argument without the flag", async () => {
    await fails(unlockDevices(find, client, argument([], ["test/cb/1"])), [
      ["API_WrongNumberOfArgs", "Incorrect number of inout arguments"],
    ]);
  });
});

describe("ReLockDevices", () => {
  it("starts the time of the locks again", async () => {
    await lockDevice(find, client, argument([10], ["test/cb/1"]));
    await lockDevice(find, client, argument([10], ["test/cb/2"]));
    time = 10_000;
    await relockDevices(find, client, ["test/cb/1", "TEST/cb/2"]);
    time = 20_000;
    assert.deepEqual([devices[0]!.lock.owner, devices[1]!.lock.owner], [client, client]);
  });

  it("tries all, and has an error for each that failed, with the device in front of the colon", async () => {
    await lockDevice(find, other, argument([10], ["test/cb/1"]));
    await lockDevice(find, client, argument([10], ["test/cb/2"]));
    time = 10_000;
    const names = ["TEST/cb/1", "no/such/dev", "no/such/dev", "test/cb/2", "dserver/tangotest/cb"];
    await fails(relockDevices(find, client, names), [
      ["API_DeviceLocked", "test/cb/1: Device test/cb/1 is already locked by another client"],
      ["API_DeviceNotFound", "no/such/dev: Device no/such/dev not found"],
      [
        "API_DeviceNotLocked",
        "dserver/TangoTest/cb: Device dserver/TangoTest/cb is not locked. Can't re-lock it",
      ],
    ]);
    time = 20_000;
    assert.equal(devices[1]!.lock.owner, client);
  });

  it("needs clients that name themselves", async () => {
    await fails(relockDevices(find, nameless, ["test/cb/1"]), [
      ["API_ClientTooOld", `Your client cannot re_lock devices. ${TOO_OLD}`],
    ]);
  });
});

describe("DevLockStatus", () => {
  it("tells who holds the lock", async () => {
    await lockDevice(find, client, argument([10], ["test/cb/1"]));
    const { lvalue, svalue } = await lockStatus(find, "Test/CB/1", hosts);
    assert.deepEqual(Array.from(lvalue), [1, 42, 0, 0, 0, 0]);
    assert.equal(
      svalue[0],
      "Device test/cb/1 is locked by CPP or Python client with PID 42 from host localhost",
    );
  });

  it("tells that the admin device is not locked", async () => {
    const { svalue } = await lockStatus(find, "dserver/tangotest/cb", hosts);
    assert.equal(svalue[0], "Device dserver/TangoTest/cb is not locked");
  });

  it("passes on that there is no such device", async () => {
    await fails(lockStatus(find, "no/such/dev", hosts), [
      ["API_DeviceNotFound", "Device no/such/dev not found"],
    ]);
  });
});

const find: FindDevice = (name) => {
  const found = devices.find(({ lock }) => lock.device.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    throw new DevFailed([devError("API_DeviceNotFound", `Device ${name} not found`)]);
  }
  return found;
};

function device(name: string, className: string): LockableDevice {
  return { lock: new DeviceLock(name, () => time), className };
}

function argument(lvalue: readonly number[], svalue: string[]) {
  return { lvalue: Int32Array.from(lvalue), svalue };
}

async function fails(
  work: Promise<unknown>,
  expected: readonly (readonly [reason: string, desc: string])[],
): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof DevFailed);
    assert.deepEqual(
      error.errors.map(({ reason, desc }) => [reason, desc]),
      expected,
    );
    return true;
  });
}
