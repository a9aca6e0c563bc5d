import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { ApiUtil, OrbContext } from "../../src/index.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { ROOT } from "../support/source-files.ts";
import { run, TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { GroupCalls, type GroupStep } from "./tango/group-calls.ts";
import { OwnServer } from "./tango/own-server.ts";
import { patientDatabase } from "./tango/patient-client.ts";

// The same is done with groups of PyTango and with ours, one after the other: what is in them, and what calls of them give. Devices answer, are not
// running, are not defined, are disabled. docs/groups.md has what differs.

/** The devices that the steps are about. */
interface Devices {
  /** A TangoTest of the test's own. */
  readonly own: string;
  readonly alias: string;
  /** It is defined, but runs nowhere. */
  readonly absent: string;
  readonly tangoHost: string;
}

const TANGOTEST = "sys/tg_test/1";
const DATABASE = "sys/database/2";
const ADMIN = "dserver/TangoTest/test";
const NONE = "sys/none/1";

/** What both do alike. */
function alike({ own, alias, absent }: Devices): GroupStep[] {
  const pause: GroupStep = ["", "pause"];
  const names = [
    TANGOTEST,
    "sys/*",
    "*",
    `top.${ADMIN}`,
    "top",
    "TOP.low",
    "low",
    "none",
    "sys",
    "dserver/*/*",
  ];
  return [
    // Names, patterns and duplicates; what cannot be a device is a member all the same.
    ["all", "add", "sys/TG_test/1"],
    ["all", "add", [TANGOTEST, own, NONE, absent, "sys/none", "", alias]],
    ["all", "add", "sys/tg_te*/1"],
    ["all", "add", "sys/data*/*"],
    ["all", "add", "sys/*/none"],
    ["all", "add", "sys*none"],
    ["all", "add", "taco://sys/*"],
    ["all", "getDeviceList"],
    ["all", "getSize"],
    ["all", "getDevice", 1],
    ["all", "getDevice", "SYS/TG_TEST/1"],
    ["all", "getDevice", 5],
    ["all", "getDevice", absent],
    ["all", "getDevice", "sys/none/2"],
    ["all", "getDevice", 0],
    ["all", "getDevice", 99],
    ["all", "ping"],
    pause,
    ["all", "commandWith", "DevDouble", "DevDouble", 2.5],
    pause,
    ["all", "commandEach", "DevDouble", "DevDouble", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["all", "commandEach", "DevDouble", "DevDouble", [1]],
    ["all", "writeEach", "double_scalar_w", [1, 2]],
    pause,
    ["all", "readSeveral", ["State", "no_such"]],
    // Without the device that is not defined.
    ["some", "add", [own, absent, DATABASE]],
    pause,
    ["some", "command", "State"],
    pause,
    ["some", "read", "State"],
    pause,
    ["some", "read", "string_scalar"],
    // Hierarchies.
    ["low", "add", [DATABASE, own]],
    ["top", "add", TANGOTEST],
    ["top", "addGroup", "low"],
    ["top", "add", ADMIN],
    ["top", "add", DATABASE],
    ["top", "getDeviceList"],
    ["top", "getDeviceList", false],
    ["top", "getSize", false],
    ["low", "getFullyQualifiedName"],
    ["low", "nameEquals", "TOP.LOW"],
    ["low", "nameMatches", "top.*"],
    ["low", "nameMatches", "x*"],
    ...names.flatMap((name): GroupStep[] => [
      ["top", "contains", name],
      ["top", "contains", name, false],
    ]),
    ["top", "ping"],
    ["top", "command", "State"],
    ["top", "command", "State", false],
    ["top", "commandEach", "DevDouble", "DevDouble", [1, 2, 3, 4]],
    ["top", "commandEach", "DevDouble", "DevDouble", [1, 2], false],
    ["top", "commandEach", "DevDouble", "DevDouble", [1, 2, 3, 4], false],
    ["top", "read", "State"],
    ["top", "readSeveral", ["State", "no_such"], false],
    ["top", "readSeveral", []],
    ["top", "readSeveral", ["State", "state"]],
    // What is disabled.
    ["top", "disable", DATABASE],
    ["top", "disable", "low"],
    ["top", "disable"],
    ["top", "disable", "none"],
    ["top", "command", "State"],
    ["top", "readSeveral", ["State", "Status"]],
    ["top", "getSize"],
    ["top", "ping"],
    ["top", "enable", DATABASE],
    ["top", "read", "State"],
    // Writing. Others may write to sys/tg_test/1 too: only what the test's own device got is read.
    ["writers", "add", [TANGOTEST, own]],
    ["own", "add", own],
    ["writers", "write", "double_scalar_w", 3.25],
    ["own", "read", "double_scalar_w"],
    ["writers", "writeEach", "double_scalar_w", [1.5, 2.5]],
    ["own", "read", "double_scalar_w"],
    ["writers", "disable", TANGOTEST],
    ["writers", "writeEach", "double_scalar_w", [4.5, 5.5]],
    ["own", "read", "double_scalar_w"],
    // Time limits.
    ["limits", "add", own, 1234],
    ["limits", "limit", 1],
    ["limits", "add", own.toUpperCase(), 4321],
    ["limits", "limit", 1],
    ["limits", "setTimeoutMillis", 777],
    ["limits", "limit", own],
    // Removing.
    ["top", "remove", TANGOTEST, false],
    ["top", "remove", "top"],
    ["top", "remove", [own, "none"]],
    ["top", "getDeviceList"],
    ["top", "remove", "sys/*", false],
    ["top", "getDeviceList"],
    ["top", "remove", "top.low"],
    ["top", "contains", "low"],
    ["top", "removeAll"],
    ["top", "getDeviceList"],
    ["top", "command", "State"],
    ["top", "ping"],
  ];
}

/** A step that they do not do alike, and what PyTango of the releases and our Group make of it. */
interface Difference {
  readonly step: GroupStep;
  readonly theirs: { readonly "9.3": unknown; readonly "10.0": unknown };
  readonly ours: unknown;
}

/** What docs/groups.md has as different: the steps before, and the one that differs. */
function differing({ own, absent, tangoHost }: Devices): (GroupStep | Difference)[] {
  const both = (result: unknown) => ({ "9.3": result, "10.0": result });
  const failed = (device: string, object: string, reason: string) => [
    device,
    object,
    true,
    true,
    null,
    reason,
  ];
  const undefinedDevice = both({ class: "DevFailed", reason: "DB_DeviceNotDefined" });
  const of = (object: string, value: unknown) => [
    [own, object, false, true, value, null],
    failed(NONE, object, "DB_DeviceNotDefined"),
  ];
  const pattern = `tango://${tangoHost}/sys/tg_te*/1`;
  const withHost = `tango://${tangoHost}/${TANGOTEST}`;
  return [
    // One device that is not defined fails three of the calls for all.
    ["two", "add", [own, NONE]],
    ["two", "pause"],
    { step: ["two", "command", "State"], theirs: undefinedDevice, ours: of("State", "RUNNING") },
    ["two", "pause"],
    { step: ["two", "read", "double_scalar_w"], theirs: undefinedDevice, ours: of("double_scalar_w", 5.5) },
    ["two", "pause"],
    {
      step: ["two", "write", "double_scalar_w", 5.5],
      theirs: undefinedDevice,
      ours: of("double_scalar_w", null),
    },
    // Writing, PyTango asks only the first device for the type, and the access control of 9.3 forbids what is not running.
    ["off", "add", [own, absent]],
    ["off", "pause"],
    {
      step: ["off", "write", "double_scalar_w", 5.5],
      theirs: {
        "9.3": [of("double_scalar_w", null)[0], failed(absent, "double_scalar_w", "API_ReadOnlyMode")],
        "10.0": [of("double_scalar_w", null)[0], failed(absent, "double_scalar_w", "API_DeviceNotExported")],
      },
      ours: [of("double_scalar_w", null)[0], failed(absent, "double_scalar_w", "API_DeviceNotExported")],
    },
    ["one", "add", own],
    {
      step: ["one", "write", "no_such", 1],
      theirs: both([failed(own, "no_such", "API_CorbaException")]),
      ours: [failed(own, "no_such", "API_AttrNotFound")],
    },
    // Patterns: a part of the name is enough for PyTango; 9.3 forgets the host.
    { step: ["one", "contains", `${own.slice(1, -2)}*`], theirs: both(true), ours: false },
    { step: ["one", "nameMatches", "n"], theirs: both(true), ours: false },
    ["far", "add", pattern],
    { step: ["far", "getDeviceList"], theirs: { "9.3": [TANGOTEST], "10.0": [withHost] }, ours: [withHost] },
    {
      step: ["far", "add", `${pattern}#dbase=no`],
      theirs: both(null),
      ours: { class: "WrongNameSyntax", reason: "API_WrongDeviceNameSyntax" },
    },
    // The malformed name of a member: by its name PyTango finds no device, by its number it fails.
    ["bad", "add", "sys/none"],
    {
      step: ["bad", "getDevice", "sys/none"],
      theirs: both(null),
      ours: { class: "WrongNameSyntax", reason: "API_WrongDeviceNameSyntax" },
    },
    // The numbers of devices behind a sub group.
    ["inner", "add", [own, DATABASE]],
    ["outer", "addGroup", "inner"],
    ["outer", "add", TANGOTEST],
    { step: ["outer", "getDevice", 3], theirs: both(null), ours: TANGOTEST },
  ];
}

/** What PyTango gives for each step. */
async function pytango(release: TangoRelease, steps: readonly GroupStep[]): Promise<unknown[]> {
  const source = readFileSync(join(ROOT, "test/interop/tango/groups.py"), "utf8");
  const python = run(release, "/usr/bin/python3", "-c", source);
  const [said, lines, exit] = [text(python.stderr), text(python.stdout), once(python, "exit")];
  python.stdin.end(JSON.stringify(steps));
  const [code] = await exit;
  assert.equal(code, 0, await said);
  return Array.from((await lines).trimEnd().split("\n"), (line) => JSON.parse(line));
}

for (const release of TANGO_RELEASES) {
  const { version } = release;
  const [variable, script] =
    version === "9.3" ? (["TANGO93_HOST", "tango93.sh"] as const) : (["TANGO10_HOST", "tango10.sh"] as const);

  it(`groups are those of PyTango, with Tango ${version}`, { timeout: 120_000 }, async (t) => {
    const tangoHost = process.env[variable];
    assert.ok(tangoHost, `${variable} is not set: this test needs Tango ${version}, see test/interop/run.sh`);
    const context = new OrbContext();
    const database = patientDatabase(tangoHost, { context });
    const [alias, absent] = [`groups-alias-${process.pid}`, `test/groups-absent-${process.pid}/1`];
    const nowhere = `Nowhere/groups-${process.pid}`;
    const server = await OwnServer.start({ script, tangoHost }, `groups-${process.pid}`);
    const own = server.device;
    t.after(async () => {
      await database.deleteDeviceAlias(alias);
      await database.deleteServer(nowhere);
      await server.remove();
      await context.close();
      await ApiUtil.cleanup();
    });
    await database.putDeviceAlias(own, alias);
    await database.addDevice({ name: absent, className: "Nowhere", server: nowhere });
    const devices = { own, alias, absent, tangoHost };

    const entries = [...alike(devices), ...differing(devices)];
    const steps = entries.map((entry) => ("step" in entry ? entry.step : entry));
    const theirs = await pytango(release, steps);
    const calls = new GroupCalls({ context, tangoHost, timeoutMs: PATIENCE_MS });
    const ours: unknown[] = [];
    for (const step of steps) ours.push(await calls.make(step));

    assert.equal(theirs.length, steps.length);
    const known = entries.filter((entry) => "step" in entry).length;
    const wrong = entries.flatMap((entry, i) => {
      const [our, their] = [ours[i], theirs[i]];
      const asExpected = "step" in entry ? [entry.ours, entry.theirs[version]] : [their, their];
      if (isDeepStrictEqual([our, their], asExpected)) return [];
      const [step, a, b] = [steps[i], our, their].map((value) => JSON.stringify(value));
      return [`${step}\n   ours   ${a}\n   theirs ${b}`];
    });
    assert.equal(wrong.length, 0, `${wrong.length} steps are not as expected:\n${wrong.join("\n")}`);
    t.diagnostic(`Tango ${version}: ${entries.length} steps; ${known} known differences`);
  });
}
