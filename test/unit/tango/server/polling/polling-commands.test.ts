import assert from "node:assert/strict";
import { test } from "node:test";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import {
  addObjPolling,
  devPollStatus,
  type PollingServer,
  polledDevice,
  pollingStatusOfServer,
  remObjPolling,
  updObjPollingPeriod,
} from "../../../../../src/tango/server/polling/polling-commands.ts";
import type { PollingPropertyLines } from "../../../../../src/tango/server/polling/polling-settings.ts";
import { polledTestDevice } from "./polled-test-device.ts";

test("polls an attribute until it is told not to", async () => {
  const { server, saved, changes } = serverOf();
  await addObjPolling(server, argument(1000, "test/dev/1", "ATTRIBUTE", "Level"));
  assert.deepEqual(polledDevice(server), ["Test/Dev/1"]);
  assert.match(
    devPollStatus(server, "TEST/dev/1")[0]!,
    /^Polled attribute name = Level\nPolling period \(mS\) = 1000\n/,
  );
  await updObjPollingPeriod(server, argument(500, "test/dev/1", "attribute_local", "level"));
  assert.match(devPollStatus(server, "test/dev/1")[0]!, /= 500\n/);
  await remObjPolling(server, ["test/dev/1", "attribute", "LEVEL"]);
  assert.deepEqual(polledDevice(server), []);
  assert.deepEqual(devPollStatus(server, "test/dev/1"), []);
  assert.deepEqual(saved, ["polled_attr level 1000", "polled_attr level 500", "polled_attr"]);
  assert.deepEqual(changes, ["true", "false"]);
});

test("polls State as attribute, and shows it as both", async () => {
  const { server } = serverOf();
  await addObjPolling(server, argument(1000, "test/dev/1", "command", "State"));
  assert.equal(devPollStatus(server, "test/dev/1").length, 2);
  await rejectsAs(
    addObjPolling(server, argument(1000, "test/dev/1", "attribute", "State")),
    "API_AlreadyPolled Attribute state already polled",
  );
  await updObjPollingPeriod(server, argument(700, "test/dev/1", "command", "State"));
  await remObjPolling(server, ["test/dev/1", "attribute", "State"]);
  assert.deepEqual(devPollStatus(server, "test/dev/1"), []);
});

test("refuses as cppTango does", async () => {
  const { server } = serverOf({
    min_poll_period: ["100"],
    attr_min_poll_period: ["other", "300"],
    polled_attr: ["other", "1000"],
  });
  await server.find("test/dev/1")?.configure();
  const add = (periodMs: number, ...svalue: string[]) =>
    addObjPolling(server, { lvalue: [periodMs], svalue });
  const update = (periodMs: number, ...svalue: string[]) =>
    updObjPollingPeriod(server, { lvalue: [periodMs], svalue });
  const DEV = "Test/dev/1";
  const refusals: readonly [Promise<void>, string][] = [
    [add(1000, DEV, "attribute"), "API_WrongNumberOfArgs Incorrect number of inout arguments"],
    [
      addObjPolling(server, { lvalue: [], svalue: [DEV, "attribute", "level"] }),
      "API_WrongNumberOfArgs Incorrect number of inout arguments",
    ],
    [remObjPolling(server, [DEV]), "API_WrongNumberOfArgs Incorrect number of inout arguments"],
    [add(1000, "no/such/one", "attribute", "x"), "API_DeviceNotFound Device no/such/one not found"],
    [add(1000, DEV, "Pipe", "x"), "API_NotSupported Object type pipe not supported"],
    [add(1000, DEV, "attribute", "Nope"), "API_AttrNotFound Nope attribute not found"],
    [add(1000, DEV, "command", "Nope"), "API_CommandNotFound Command nope not found"],
    [
      add(1000, DEV, "command", "Need"),
      "API_IncompatibleCmdArgumentType Command need cannot be polled because it needs input value",
    ],
    [add(1000, DEV, "command", "Init"), "API_NotSupported It's not possible to poll the Init command!"],
    [add(2, DEV, "attribute", "Other"), "API_AlreadyPolled Attribute other already polled"],
    [add(2, DEV, "attribute", "Level"), "API_NotSupported 2 is below the min authorized period (5 mS)"],
    [add(-1, DEV, "attribute", "Level"), "API_NotSupported -1 is below the min authorized period (5 mS)"],
    [
      add(99, DEV, "attribute", "Level"),
      "API_MethodArgument Polling period for attribute level is below the min authorized (100)",
    ],
    [
      add(99, DEV, "command", "Go"),
      "API_MethodArgument Polling period for command go is below the min authorized (100)",
    ],
    [
      add(1000, DEV, "attribute", "Fwd"),
      "API_NotSupportedFeature Attribute fwd is a forwarded attribute.\nIt's not supported to poll a forwarded attribute.\nPolling has to be done on the root attribute (root/dev/1/x)",
    ],
    [
      update(200, DEV, "attribute", "Other"),
      "API_MethodArgument Polling period for attribute other is below the min authorized (300)",
    ],
    [
      update(0, DEV, "attribute", "Other"),
      "API_MethodArgument Polling period for attribute other is below the min authorized (300)",
    ],
    [update(1000, DEV, "attribute", "Level"), "API_PollObjNotFound level not found in list of polled object"],
    [update(1000, DEV, "x", "Level"), "API_NotSupported Object type x not supported"],
    [
      remObjPolling(server, [DEV, "command", "Go"]),
      "API_PollObjNotFound go not found in list of polled object",
    ],
    [remObjPolling(server, [DEV, "x", "Go"]), "API_NotSupported Object type x not supported"],
  ];
  for (const [refused, text] of refusals) await rejectsAs(refused, text);
  await add(0, DEV, "attribute", "Level");
  assert.throws(() => devPollStatus(server, "no/such/one"), { message: /Device no\/such\/one not found/ });
});

test("has a level of its own for a device that is not there", async () => {
  const { server } = serverOf();
  await assert.rejects(addObjPolling(server, argument(5, "a/b/c", "command", "x")), (error: DevFailed) => {
    assert.deepEqual(
      error.errors.map(({ reason }) => reason),
      ["API_DeviceNotFound", "API_DeviceNotFound"],
    );
    return true;
  });
});

test("says that a device is not polled before all else of it", async () => {
  const { server } = serverOf();
  const text = "API_DeviceNotPolled Device TEST/dev/1 is not polled";
  await rejectsAs(updObjPollingPeriod(server, argument(5, "TEST/dev/1", "x", "y")), text);
  await rejectsAs(remObjPolling(server, ["TEST/dev/1", "x", "y"]), text);
});

test("leaves a device alone that somebody else has locked", async () => {
  const { server } = serverOf();
  await addObjPolling(server, argument(1000, "test/dev/1", "attribute", "level"));
  server.checkLock = () => {
    throw new DevFailed([devError("API_DeviceLocked", "locked")]);
  };
  const locked = { reason: "API_DeviceLocked" };
  await assert.rejects(addObjPolling(server, argument(1000, "test/dev/1", "x", "y")), locked);
  await assert.rejects(updObjPollingPeriod(server, argument(1000, "test/dev/1", "x", "y")), locked);
  await assert.rejects(remObjPolling(server, ["test/dev/1", "x", "y"]), locked);
});

test("says whether the server polls", () => {
  assert.equal(pollingStatusOfServer(true), "The device is ON\nThe polling is ON");
  assert.equal(pollingStatusOfServer(false), "The device is ON\nThe polling is OFF");
});

test("sorts the devices that are polled, without the admin device", async () => {
  const names = ["b/b/b", "C/c/c", "a/a/a", "DServer/Test/unit"];
  const devices = names.map((name) => polledTestDevice({}, name).polling);
  for (const i of [0, 2, 3]) await devices[i]!.add("attribute", "level", 1000);
  const { server } = serverOf();
  assert.deepEqual(polledDevice({ ...server, all: () => devices }), ["a/a/a", "b/b/b"]);
});

function argument(periodMs: number, ...svalue: string[]) {
  return { lvalue: Int32Array.of(periodMs), svalue };
}

async function rejectsAs(promise: Promise<void>, text: string): Promise<void> {
  await assert.rejects(promise, ({ errors }: DevFailed) => {
    assert.equal(`${errors[0]?.reason} ${errors[0]?.desc}`, text);
    return true;
  });
}

/** A server with one device, `Test/Dev/1`. */
function serverOf(lines: PollingPropertyLines = {}) {
  const { polling, saved } = polledTestDevice(lines);
  const changes: string[] = [];
  const server: PollingServer = {
    find: (name) => (name.toLowerCase() === "test/dev/1" ? polling : undefined),
    all: () => [polling],
    checkLock() {},
    async polledDevicesChanged() {
      changes.push(String(polling.isPolled));
    },
  };
  return { server, saved, changes };
}
