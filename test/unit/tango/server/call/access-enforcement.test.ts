import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccessIdentity } from "../../../../../src/tango/database/own-identity.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import {
  AccessEnforcement,
  type EnforcementOptions,
} from "../../../../../src/tango/server/call/access-enforcement.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { encodeUserClaim } from "../../../../../src/threading/user-claim.ts";

const STRANGER = new Caller("10.0.0.7:4000", null);

/** A judge who lets nobody write, unless a test says otherwise, and remembers whom he was asked about. */
class Judge {
  readonly asked: { readonly device: string; readonly who: AccessIdentity }[] = [];
  allows = false;
  failure: Error | null = null;

  async mayWrite(device: string, who: AccessIdentity): Promise<boolean> {
    this.asked.push({ device, who });
    if (this.failure !== null) throw this.failure;
    return this.allows;
  }
}

function enforcement(options: EnforcementOptions = {}) {
  const judge = new Judge();
  const surroundings = { time: 1000, now: () => surroundings.time, addresses: () => ["192.168.0.2"] };
  return { judge, surroundings, access: new AccessEnforcement(judge, options, surroundings) };
}

function guarded(name = "Lab/supply/1", className = "PowerSupply", ...allowed: string[]) {
  return { name, deviceClass: { name: className, allowedCommands: new Set(allowed) } };
}

function call(operation: string, user?: string) {
  return { operation, serviceContexts: user === undefined ? [] : [encodeUserClaim(user)] };
}

async function refusalOf(check: () => unknown): Promise<string> {
  try {
    await check();
  } catch (error) {
    assert.ok(error instanceof DevFailed, String(error));
    assert.equal(error.reason, "API_ReadOnlyMode");
    return error.errors[0]!.desc;
  }
  return assert.fail("the call is allowed");
}

test("refuses all that changes a device, in the words of clients", async () => {
  const { access } = enforcement();
  const refused: (readonly [operation: string, command: string | undefined, desc: string])[] = [
    ["command_inout", "Ramp", "Command Ramp on device lab/supply/1 is not authorized"],
    ["command_inout_2", "Ramp", "Command Ramp on device lab/supply/1 is not authorized"],
    ["command_inout_4", "Ramp", "Command Ramp on device lab/supply/1 is not authorized"],
    ["write_attributes", undefined, "Writing attribute(s) on device lab/supply/1 is not authorized"],
    ["write_attributes_3", undefined, "Writing attribute(s) on device lab/supply/1 is not authorized"],
    ["write_attributes_4", undefined, "Writing attribute(s) on device lab/supply/1 is not authorized"],
    ["write_read_attributes_4", undefined, "Writing attribute(s) on device lab/supply/1 is not authorized"],
    ["write_read_attributes_5", undefined, "Writing attribute(s) on device lab/supply/1 is not authorized"],
    ["write_pipe_5", undefined, "Writing a pipe on device lab/supply/1 is not authorized"],
    ["write_read_pipe_5", undefined, "Writing a pipe on device lab/supply/1 is not authorized"],
    ...[
      "attribute_config",
      "attribute_config_3",
      "attribute_config_4",
      "attribute_config_5",
      "pipe_config_5",
    ].map(
      (what) =>
        [
          `set_${what}`,
          undefined,
          "Changing the configuration on device lab/supply/1 is not authorized",
        ] as const,
    ),
  ];
  for (const [operation, command, desc] of refused) {
    assert.equal(await refusalOf(() => access.check(guarded(), STRANGER, call(operation), command)), desc);
  }
});

test("asks nobody about what is free", () => {
  const { access, judge } = enforcement();
  const isFree = (
    device: ReturnType<typeof guarded>,
    operation: string,
    command?: string,
    caller = STRANGER,
  ) =>
    assert.equal(
      access.check(device, caller, call(operation), command),
      undefined,
      `${operation} ${command}`,
    );
  for (const operation of [
    "ping",
    "read_attributes_5",
    "get_attribute_config_5",
    "command_list_query_2",
    "read_pipe_5",
  ]) {
    isFree(guarded(), operation);
  }
  isFree(guarded(), "command_inout_4", "State");
  isFree(guarded(), "command_inout_4", "STATUS");
  isFree(guarded("a/b/c", "X", "look"), "command_inout_4", "Look");
  isFree(guarded(), "command_inout_4", "Ramp", Caller.polling);
  isFree(guarded("dserver/x/y", "DServer"), "command_inout_4", "ZmqEventSubscriptionChange");
  isFree(guarded("sys/access_control/1", "TangoAccessControl"), "command_inout_4", "GetAccessForMultiIp");
  assert.deepEqual(judge.asked, []);
});

test("an admin device follows the property of its class where there is one", async () => {
  const { access } = enforcement();
  const admin = guarded("dserver/x/y", "DServer", "queryclass");
  assert.equal(access.check(admin, STRANGER, call("command_inout_4"), "QueryClass"), undefined);
  await refusalOf(() => access.check(admin, STRANGER, call("command_inout_4"), "QueryDevice"));
  await refusalOf(() =>
    access.check(guarded("dserver/x/y", "DServer"), STRANGER, call("command_inout_4"), "Kill"),
  );
});

test("takes every client for somebody of its host, whatever it says of its user", async () => {
  const { access, judge } = enforcement();
  await refusalOf(() => access.check(guarded(), STRANGER, call("write_attributes_4", "root")));
  assert.deepEqual(judge.asked, [{ device: "lab/supply/1", who: { user: "*", addresses: ["10.0.0.7"] } }]);
});

test("believes users where it is told to", async () => {
  const { access, judge } = enforcement({ believesUsers: true });
  await refusalOf(() => access.check(guarded(), STRANGER, call("write_attributes_4", "Bob")));
  await refusalOf(() => access.check(guarded(), STRANGER, call("write_attributes_4")));
  assert.deepEqual(
    judge.asked.map(({ who }) => who.user),
    ["bob", "*"],
  );
});

test("a client on this host has its addresses, too", async () => {
  const { access, judge } = enforcement();
  for (const peer of ["127.0.0.1:4000", "[::1]:4000", "[::ffff:127.0.0.1]:4000"]) {
    await refusalOf(() => access.check(guarded(peer), new Caller(peer, null), call("write_attributes_4")));
  }
  assert.deepEqual(
    judge.asked.map(({ who }) => who.addresses),
    [
      ["192.168.0.2", "127.0.0.1"],
      ["192.168.0.2", "::1"],
      ["192.168.0.2", "127.0.0.1"],
    ],
  );
});

test("uses an answer for five seconds, for the same device and client, and then asks again", async () => {
  const { access, judge, surroundings } = enforcement();
  judge.allows = true;
  const write = (device = guarded(), caller = STRANGER) =>
    access.check(device, caller, call("write_attributes_4"));
  await Promise.all([write(), write()]);
  assert.equal(judge.asked.length, 1, "calls that come together ask once");
  assert.equal(write(), undefined, "what is known takes no wait");
  await write(guarded("lab/supply/2"));
  await write(guarded(), new Caller("10.0.0.8:4000", null));
  await write(guarded(), new Caller("10.0.0.7:4001", null));
  assert.equal(judge.asked.length, 3);
  judge.allows = false;
  surroundings.time += 4999;
  assert.equal(write(), undefined);
  surroundings.time += 1;
  await refusalOf(write);
  await refusalOf(write);
  assert.equal(judge.asked.length, 4);
});

test("refuses where the access control cannot be asked, says why, and asks again after a second", async () => {
  const { access, judge, surroundings } = enforcement();
  const cause = new Error("no route to host");
  judge.failure = cause;
  const write = () => access.check(guarded(), STRANGER, call("write_attributes_4"));
  assert.match(
    await refusalOf(write),
    /^Writing attribute\(s\) on device lab\/supply\/1 is not authorized because an error occurs while talking to the Controlled Access Service\n.*no route to host/,
  );
  judge.failure = null;
  judge.allows = true;
  await refusalOf(write);
  surroundings.time += 1000;
  await write();
  assert.equal(judge.asked.length, 2);
});

test("keeps a bounded number of answers", async () => {
  const { access, judge } = enforcement();
  judge.allows = true;
  const write = (i: number) => access.check(guarded(`a/b/${i}`), STRANGER, call("write_attributes_4"));
  for (let i = 0; i <= 10_000; i++) await write(i);
  assert.equal(write(10_000), undefined);
  assert.equal(write(1), undefined);
  await write(0);
  assert.equal(judge.asked.length, 10_002, "only the oldest was forgotten");
});

test("refuses what a judge does not decide in time, and asks him again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { access, judge, surroundings } = enforcement();
  t.mock.method(judge, "mayWrite", () => new Promise<boolean>(() => {}));
  const check = () => access.check(guarded(), STRANGER, call("command_inout"), "Ramp");
  const refused = refusalOf(check);
  t.mock.timers.tick(2500);
  assert.match(
    await refused,
    /while talking to the Controlled Access Service\n.*while asking who may write to it/,
  );
  t.mock.method(judge, "mayWrite", async () => true);
  surroundings.time += 1000;
  await check();
});
