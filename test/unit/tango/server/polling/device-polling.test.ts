import assert from "node:assert/strict";
import { test } from "node:test";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { TimeVal } from "../../../../../src/tango/value/time-val.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";
import { attribute, command, polledTestDevice } from "./polled-test-device.ts";
import { execution, reading } from "./polled-values.ts";

test("polls what properties and code say, and saves what the code adds", async () => {
  const { polling, clock, calls, saved } = polledTestDevice({
    polled_attr: ["level", "1000", "filled", "0", "State", "1000"],
    polled_cmd: ["Go", "500"],
  });
  assert.deepEqual(await polling.configure(), []);
  await clock.pass(0);
  assert.deepEqual(calls, ["Go", "read Level,State", "read Wanted"]);
  assert.deepEqual(
    saved,
    ["polled_attr level 1000 state 1000 wanted 3000"],
    "what does not exist is dropped",
  );
});

test("puts the properties before the code", async () => {
  const named = polledTestDevice({ polled_attr: ["wanted", "700"] });
  await named.polling.configure();
  assert.equal(named.polling.attribute("WANTED")?.periodMs, 700);
  assert.deepEqual(named.saved, []);
  const excluded = polledTestDevice({ non_auto_polled_attr: ["Wanted"] });
  await excluded.polling.configure();
  assert.equal(excluded.polling.isPolled, false);
});

test("saves State and Status among the attributes", async () => {
  const { polling, saved } = polledTestDevice({
    polled_cmd: ["state", "100"],
    non_auto_polled_attr: ["wanted"],
  });
  await polling.configure();
  assert.deepEqual(saved, ["polled_cmd", "polled_attr state 100"]);
});

test("polls State and Status by the code of the commands", async () => {
  const { polling, attributes, commands } = polledTestDevice({ non_auto_polled_attr: ["wanted"] });
  commands.splice(1, 1, command("State", { pollingPeriod: 400 }));
  attributes.push(attribute("quick", { pollingPeriod: 4 }));
  await polling.configure();
  assert.deepEqual(
    polling.objects.map(({ kind, name, periodMs }) => [kind, name, periodMs]),
    [["attribute", "state", 400]],
  );
});

test("lets the device change before it begins what it will poll", async () => {
  const { polling, saved } = polledTestDevice({
    polled_attr: ["level", "1000", "other", "1000"],
    non_auto_polled_attr: ["wanted"],
  });
  await polling.add("attribute", "Level", 700);
  await polling.remove("attribute", "Other");
  await assert.rejects(polling.remove("attribute", "Other"), { reason: "API_PollObjNotFound" });
  assert.deepEqual(await polling.configure(), []);
  assert.deepEqual(
    polling.objects.map(({ name, periodMs }) => `${name} ${periodMs}`),
    ["level 700"],
  );
  assert.deepEqual(saved, ["polled_attr level 700 other 1000"]);
});

test("goes on where a property asks for what cannot be", async () => {
  const { polling } = polledTestDevice({
    polled_attr: ["level", "3", "other", "1000"],
    polled_cmd: ["Need", "1000"],
  });
  const failures = await polling.configure();
  assert.deepEqual(
    failures.map(({ errors }) => errors.map(({ reason, desc }) => `${reason} ${desc}`)),
    [
      [
        "API_IncompatibleCmdArgumentType Command need cannot be polled because it needs input value",
        "API_BadConfigurationProperty Error when configuring polling for device Test/Dev/1, cmd = need",
      ],
      [
        "API_NotSupported 3 is below the min authorized period (5 mS)",
        "API_BadConfigurationProperty Error when configuring polling for device Test/Dev/1, attr = level",
      ],
    ],
  );
  assert.ok(polling.attribute("other") && polling.attribute("wanted"));
});

test("refuses periods that the database cannot keep", async () => {
  const { polling, saved } = polledTestDevice();
  await polling.add("attribute", "level", 1000);
  saved.length = 0;
  for (const periodMs of [Number.NaN, 5.5, Number.POSITIVE_INFINITY]) {
    await assert.rejects(polling.add("command", "Go", periodMs), { reason: "API_NotSupported" });
    await assert.rejects(polling.update("attribute", "level", periodMs), DevFailed);
  }
  assert.deepEqual([saved, polling.objects.map(({ periodMs }) => periodMs)], [[], [1000]]);
});

test("saves what clients change", async () => {
  const { polling, saved } = polledTestDevice();
  await polling.add("attribute", "LEVEL", 1000);
  await polling.add("command", "State", 500);
  await polling.add("command", "Go", 0);
  await polling.update("attribute", "Level", 2000);
  await polling.update("command", "state", 600);
  await polling.remove("attribute", "level");
  await polling.remove("command", "State");
  await polling.remove("command", "go");
  assert.deepEqual(saved, [
    "polled_attr level 1000",
    "polled_attr level 1000 state 500",
    "polled_cmd go 0",
    "polled_attr level 2000 state 500",
    "polled_attr level 2000 state 600",
    "polled_attr state 600",
    "polled_attr",
    "polled_cmd",
  ]);
  assert.equal(polling.isPolled, false);
});

test("goes on with what was polled before a restart, as cppTango without saving it", async () => {
  const before = polledTestDevice().polling;
  await before.add("attribute", "Level", 1000);
  await before.add("attribute", "Other", 500);
  await before.add("command", "Go", 700);
  const { polling, commands, saved } = polledTestDevice({
    polled_attr: ["level", "2000"],
    non_auto_polled_attr: ["wanted"],
  });
  commands.splice(3, 1);
  await polling.configure();
  const [level, other, go] = before.objects;
  polling.resume(level!);
  polling.resume(other!);
  assert.throws(() => polling.resume(go!), { reason: "API_CommandNotFound" });
  assert.deepEqual(
    polling.objects.map(({ name, periodMs }) => [name, periodMs]),
    [
      ["level", 2000],
      ["other", 500],
    ],
  );
  assert.deepEqual(saved, []);
});

test("leaves out what the device takes back before it is polled", async () => {
  const { polling, saved } = polledTestDevice({ polled_attr: ["level", "1000", "wanted", "2000"] });
  for (const name of ["Level", "Wanted"]) await polling.remove("attribute", name);
  await assert.rejects(polling.remove("attribute", "Other"), { reason: "API_PollObjNotFound" });
  await polling.configure();
  assert.deepEqual([polling.isPolled, saved], [false, []]);
});

test("does not save again what a device polls at each of its starts", async () => {
  const { polling, saved } = polledTestDevice({
    polled_attr: ["level", "1000"],
    non_auto_polled_attr: ["wanted"],
  });
  await polling.add("attribute", "Level", 1000);
  await polling.configure();
  assert.deepEqual(saved, []);
});

test("notes what is polled by the code and was removed, and forgets that when it is added again", async () => {
  const { polling, saved } = polledTestDevice();
  await polling.configure();
  saved.length = 0;
  await polling.remove("attribute", "Wanted");
  await polling.add("attribute", "wanted", 800);
  assert.deepEqual(saved, [
    "polled_attr",
    "non_auto_polled_attr wanted",
    "non_auto_polled_attr",
    "polled_attr wanted 800",
  ]);
});

test("notes nothing of what is added again before its removal is saved", async () => {
  const { polling, saved } = polledTestDevice();
  await polling.configure();
  await Promise.all([polling.remove("attribute", "Wanted"), polling.add("attribute", "wanted", 800)]);
  assert.deepEqual([...polling.settings.notPolled.attribute], []);
  assert.ok(!saved.includes("non_auto_polled_attr wanted"));
});

test("polls what comes and not what goes", async () => {
  const { polling, attributes, clock, calls, saved } = polledTestDevice({ polled_attr: ["late", "700"] });
  attributes.splice(0, attributes.length, attribute("late"));
  await polling.appeared("attribute", "late");
  assert.equal(polling.isPolled, false, "that is for configure()");
  await polling.configure();
  await polling.disappeared("attribute", "late", false);
  attributes.push(attribute("coded", { pollingPeriod: 900 }), attribute("plain"));
  for (const name of ["Late", "Coded", "Plain"]) await polling.appeared("attribute", name);
  await clock.pass(0);
  assert.deepEqual(calls, ["read late", "read coded"]);
  saved.length = 0;
  await polling.disappeared("attribute", "late", false);
  assert.deepEqual(saved, []);
  await polling.disappeared("attribute", "coded", true);
  assert.deepEqual(saved, ["polled_attr late 700"]);
  assert.equal(polling.isPolled, false);
});

test("polls triggered objects when it is told to", async () => {
  const { polling, calls } = polledTestDevice();
  const is = (reason: string, desc: string) => ({ reason, message: new RegExp(desc) });
  await assert.rejects(
    polling.trigger("attribute", "level"),
    is("API_DeviceNotPolled", "Device Test/Dev/1 is not polled"),
  );
  await polling.add("attribute", "level", 0);
  await polling.add("command", "go", 1000);
  calls.length = 0;
  await polling.trigger("attribute", "Level");
  assert.deepEqual(calls, ["read Level"]);
  await assert.rejects(
    polling.trigger("command", "Go"),
    is(
      "API_NotSupported",
      "Polling for command Go \\(device Test/Dev/1\\) {2}is not externally triggered\\.",
    ),
  );
  await assert.rejects(
    polling.trigger("attribute", "Other"),
    is("API_PollObjNotFound", "other not found in list of polled object"),
  );
});

test("gives clients what the device filled in", async () => {
  const { polling, clock } = polledTestDevice({ attr_poll_ring_depth: ["level", "2"] });
  clock.skip(10_000);
  await polling.add("attribute", "level", 0);
  await polling.add("attribute", "set", 0);
  await polling.add("command", "go", 0);
  const time = TimeVal.fromDate(VirtualClock.START);
  polling.fillAttribute("level", [reading("Level", 1, time), reading("Level", 2, time)]);
  polling.fillCommand("go", [execution(3, time)]);
  assert.equal(polling.cachedAttribute("Level", "level").read?.elements[0], 2);
  assert.equal(polling.cachedCommand("Go").value?.value, 3);
  assert.equal(polling.attributeRecords("level", 10).length, 2);
  assert.equal(polling.commandRecords("go", 10).length, 1);
  assert.throws(
    () =>
      polling.fillAttribute(
        "level",
        [1, 2, 3].map((value) => reading("Level", value)),
      ),
    {
      reason: "API_DeviceNotPolled",
      message:
        /The polling buffer depth for attribute level for device Test\/Dev\/1 is only 2 which is less than 3!/,
    },
  );
  assert.throws(() => polling.fillAttribute("set", []), {
    message: /Attribute set of device Test\/Dev\/1 is WRITE only/,
  });
  assert.throws(() => polling.fillCommand("state", []), { reason: "API_PollObjNotFound" });
});

test("says of the cache what cppTango says", async () => {
  const { polling, clock } = polledTestDevice({ poll_old_factor: ["2"] });
  await polling.add("attribute", "level", 1000);
  await polling.add("command", "state", 1000);
  await clock.pass(0);
  polling.stop();
  await clock.pass(2000);
  assert.equal(polling.cachedAttribute("Level", "level").name, "Level");
  assert.ok(polling.cachedCommand("State").value);
  await clock.pass(1);
  assert.throws(() => polling.cachedAttribute("Level", "level"), { reason: "API_NotUpdatedAnyMore" });
  assert.throws(() => polling.cachedAttribute("Other", "other"), { reason: "API_AttrNotPolled" });
  assert.throws(() => polling.cachedCommand("go"), { reason: "API_CmdNotPolled" });
  assert.throws(() => polling.cachedCommand("Need"), { reason: "API_IncompatibleCmdArgumentType" });
  assert.throws(() => polling.commandRecords("nope", 1), { reason: "API_CommandNotFound" });
  assert.throws(() => polling.attributeRecords("nope", 1), { reason: "API_AttrNotFound" });
});

test("leaves no timer when it is closed", async () => {
  const { polling, clock } = polledTestDevice();
  await polling.configure();
  await clock.pass(0);
  assert.equal(clock.timers, 1);
  polling.close();
  assert.equal(clock.timers, 0);
});
