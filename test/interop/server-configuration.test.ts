import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeInfoEx,
  type Database,
  DevFailed,
  type DeviceProxy,
  OrbContext,
} from "../../src/index.ts";
import { ServerDatabaseConnection } from "../../src/tango/server/database/server-database-connection.ts";
import { TangoServerDatabase } from "../../src/tango/server/database/tango-server-database.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceServer } from "../../src/tango/server/device-server.ts";
import { ROOT } from "../support/source-files.ts";
import { end } from "../support/tango-release.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// The same class in a server of PyTango and in one of ours, configured by the same requests: what they answer, tell and keep is the same.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", script: "tango10.sh" },
] as const;

/** Does nothing with what is written. */
function member(dtype: string, initial: unknown, options: object = {}) {
  return { dtype, read: () => initial, write() {}, ...options };
}

class ConfiguredDevice extends Device {
  static attributes = {
    plain: member("DevDouble", 0),
    coded: member("DevDouble", 5, {
      unit: "u",
      description: "code",
      minValue: 0,
      maxValue: 10,
      absChange: 1,
      relChange: [2, 3],
      period: 500,
      deltaT: 10,
      deltaVal: 1,
      format: "%5.1f",
    }),
    classed: member("DevDouble", 5),
    short: member("DevShort", 1),
    ulong: member("DevULong", 1),
    text: member("DevString", "x"),
    flag: member("DevBoolean", true),
    mode: member("DevEnum", 1, { enumLabels: ["A", "B", "C"] }),
    kept: member("DevDouble", 2, { memorized: true, hwMemorized: true }),
  };

  override initDevice() {
    this.setState("ON");
  }
}

const CLASS_PROPERTIES = {
  classed: { unit: "classunit", abs_change: "5", archive_period: "700", description: "class" },
};

/** Left out is a wrong delta_t: cppTango then tells what is in memory that it never set. */
const WRONG_PROPERTIES: readonly (readonly [string, Record<string, Record<string, string | string[]>>])[] = [
  [
    "one wrong property each",
    {
      plain: { min_alarm: "abc" },
      coded: { rel_change: "x" },
      short: { min_value: "5", max_value: "3" },
      ulong: { delta_t: "5" },
      text: { min_value: "1" },
      mode: { enum_labels: ["A", "A"] },
      flag: { abs_change: "1" },
      classed: { min_value: "20", label: "", unit: "Not specified" },
    },
  ],
  [
    "several wrong properties",
    {
      plain: { min_alarm: "abc", max_alarm: "1", rel_change: "x", abs_change: ["1", "y"] },
      coded: { min_value: "", label: "NaN" },
      short: { min_value: "1.5", max_value: "99999" },
      ulong: { min_warning: "x", max_warning: "1" },
      text: { max_warning: "1", format: "Not specified" },
      mode: { enum_labels: ["X", "Y", "Z"], min_alarm: "1" },
      flag: { event_period: "0", archive_period: "2147483647" },
      State: { label: "st", event_period: "77" },
    },
  ],
  ["malformed and forbidden memorized values", { kept: { __value: "abc", max_value: "8" } }],
  ["a memorized value beyond the limits", { kept: { __value: "4.25", min_value: "5" } }],
];

/** What is to be changed of a configuration, by the names of the settings. */
type Change = Readonly<Record<string, string | readonly string[]>>;

function changed(info: AttributeInfoEx, change: Change): AttributeInfoEx {
  const pick = (part: object) => Object.fromEntries(Object.entries(change).filter(([name]) => name in part));
  const { chEvent, perEvent, archEvent } = info.events;
  return {
    ...info,
    ...pick(info),
    alarms: { ...info.alarms, ...pick(info.alarms) },
    events: {
      chEvent: { ...chEvent, ...pick(chEvent) },
      perEvent: { ...perEvent, ...pick(perEvent) },
      archEvent: { ...archEvent, ...pick(archEvent) },
    },
  };
}

/** Left out is what cppTango does by accident: integers that do not fit, and what it takes back after an error where the class has a limit. */
function* requests(): Generator<readonly [string, Change]> {
  for (const attribute of ["plain", "coded", "classed"]) {
    for (const text of ["some text", ...DEFAULTS, "not specified"]) {
      for (const setting of ["unit", "label", "format", "description"])
        yield [attribute, { [setting]: text }];
    }
    for (const text of ["1", ...DEFAULTS, "1.50", "abc", "0", "1e3", "-1", "0x10", " 2", "2 ", "inf", "10"]) {
      yield [attribute, { minValue: text }];
      yield [attribute, { maxAlarm: text }];
    }
    yield [attribute, { minValue: NOT_SPECIFIED, maxValue: NOT_SPECIFIED }];
    yield [attribute, { minValue: "5", maxValue: "5" }];
    yield [attribute, { minValue: "0", maxValue: "10" }];
    yield [attribute, { minAlarm: "7", maxAlarm: "3" }];
    yield [attribute, { minWarning: "7", maxWarning: "3" }];
    for (const text of [
      "1",
      "0.5,2",
      "-3,4",
      "2,2",
      ...DEFAULTS,
      "1,NaN",
      "NaN,7",
      "4,",
      ",4",
      "0",
      "abc",
      "1e-7",
      "5,Not specified",
    ]) {
      for (const setting of ["absChange", "relChange", "archiveAbsChange"])
        yield [attribute, { [setting]: text }];
    }
    for (const text of ["100", "1000", ...DEFAULTS, "abc", "12.7", "-5", "0"]) {
      yield [attribute, { period: text }];
      yield [attribute, { archivePeriod: text }];
    }
    for (const [deltaT, deltaVal] of [
      ["10", "1"],
      [NOT_SPECIFIED, NOT_SPECIFIED],
      ["0", "3"],
      ["5", NOT_SPECIFIED],
      ["", ""],
      ["NaN", "NaN"],
      ["12.9", "0.25"],
      ["abc", "1"],
      ["1", "abc"],
    ] as const) {
      yield [attribute, { deltaT, deltaVal }];
    }
  }
  for (const attribute of ["short", "ulong"]) {
    for (const text of ["5", "1.7", "-2", "abc", NOT_SPECIFIED, ""]) {
      yield [attribute, { minValue: text }];
      yield [attribute, { deltaVal: text, deltaT: "5" }];
    }
    yield [attribute, { minValue: "3", maxValue: "3.5" }];
  }
  for (const attribute of ["text", "flag", "State"]) {
    for (const setting of ["minValue", "minWarning", "absChange", "period", "archivePeriod"])
      yield [attribute, { [setting]: "7" }];
    yield [attribute, { minAlarm: NOT_SPECIFIED, label: "x", format: "" }];
    yield [attribute, { deltaT: "1", deltaVal: "1" }];
  }
  for (const enumLabels of [
    ["A", "B"],
    ["X", "Y", "Z"],
    ["A", "A", "B"],
    [""],
    ["NaN"],
    [NOT_SPECIFIED],
    [],
    ["A", "B", "C"],
  ]) {
    yield ["mode", { enumLabels }];
  }
  for (const change of [
    { dataType: "DevLong" },
    { writable: "READ" },
    { writableAttrName: "None" },
    { dispLevel: "EXPERT" },
    { memorized: "MEMORIZED" },
  ]) {
    yield ["plain", change];
  }
}

const NOT_SPECIFIED = "Not specified";
const DEFAULTS = [NOT_SPECIFIED, "", "NaN"];

/** In a process group of its own, as end() wants it. */
function startPeer(script: string, className: string, instance: string): ChildProcess {
  const here = join(ROOT, "test/interop");
  const program = readFileSync(join(here, "server/configured_server.py"), "utf8");
  const command = ["exec", "/usr/bin/python3", "-c", program, className, "Theirs", instance];
  return spawn("bash", [join(here, "peers", script), ...command], { detached: true, stdio: "ignore" });
}

async function untilItAnswers(proxy: DeviceProxy): Promise<void> {
  for (;;) {
    try {
      await proxy.ping();
      return;
    } catch (error) {
      assert.ok(error instanceof DevFailed);
      await sleep(100);
    }
  }
}

for (const { release, variable, script } of RELEASES) {
  describe(`the configuration of attributes, beside PyTango of Tango ${release}`, {
    timeout: 180_000,
  }, () => {
    const instance = `interop-${process.pid}`;
    const className = `ConfiguredDevice${process.pid}`;
    const [theirServer, ourServer] = [`Theirs/${instance}`, `Ours/${instance}`];
    const [theirs, ours] = [`theirs/${instance}/1`, `ours/${instance}/1`];
    let tangoHost: string;
    let context: OrbContext;
    let database: Database;
    let peer: ChildProcess;
    let server: DeviceServer;
    let their: DeviceProxy;
    let our: DeviceProxy;

    before(async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`);
      tangoHost = host;
      context = new OrbContext();
      database = patientDatabase(tangoHost, { context });
      await database.addServer(theirServer, [{ name: theirs, className, server: theirServer }]);
      await database.addServer(ourServer, [{ name: ours, className, server: ourServer }]);
      await database.putClassAttributeProperty(className, CLASS_PROPERTIES);
      peer = startPeer(script, className, instance);
      const deviceClass = class extends ConfiguredDevice {
        static TangoClassName = className;
      };
      server = new DeviceServer([deviceClass], {
        server: { executable: "Ours", instance },
        database: (_classes, its) =>
          new TangoServerDatabase(
            new ServerDatabaseConnection(tangoHost, { context: its, checksAccess: false }),
            "here",
          ),
      });
      await server.start();
      their = patientProxy(`tango://${tangoHost}/${theirs}`, { context });
      our = patientProxy(`tango://${tangoHost}/${ours}`, { context });
      await untilItAnswers(their);
    });

    after(async () => {
      await server?.stop();
      if (peer !== undefined) await end(peer);
      await putBoth({});
      await database?.deleteServer(theirServer);
      await database?.deleteServer(ourServer);
      for (const [attribute, properties] of Object.entries(CLASS_PROPERTIES)) {
        await database?.deleteClassAttributeProperty(className, { [attribute]: Object.keys(properties) });
      }
      await context?.close();
    });

    /** What a device answers to a request, tells afterwards, and has in the database then. */
    async function outcome(proxy: DeviceProxy, attribute: string, change: Change) {
      const device = proxy.devName();
      const error = await proxy
        .getAttributeConfig(attribute)
        .then((info) => proxy.setAttributeConfig(changed(info, change)))
        .catch(({ errors: [first] }: DevFailed) => [first!.reason, first!.desc.replaceAll(device, "DEVICE")]);
      const properties = (await database.getDeviceAttributeProperty(device, [attribute]))[attribute];
      return { error, info: await proxy.getAttributeConfig(attribute), properties };
    }

    async function sees(proxy: DeviceProxy) {
      const seen: Record<string, unknown> = { state: await proxy.state() };
      seen.status = await proxy.status();
      for (const name of Object.keys(ConfiguredDevice.attributes)) {
        const hide = ({ errors: [first] }: DevFailed) => [
          first!.reason,
          first!.desc.replaceAll(proxy.devName(), "DEVICE"),
        ];
        seen[name] = await proxy
          .readAttribute(name)
          .then(({ value, writeValue }) => [value, writeValue], hide);
        seen[`${name} configured`] = await proxy.getAttributeConfig(name);
      }
      return seen;
    }

    async function putBoth(properties: Record<string, Record<string, string | string[]>>) {
      for (const device of [theirs, ours]) {
        const attributes = [...Object.keys(ConfiguredDevice.attributes), "State"];
        const present = await database.getDeviceAttributeProperty(device, attributes);
        for (const [attribute, found] of Object.entries(present)) {
          const names = Object.keys(found);
          if (names.length > 0) await database.deleteDeviceAttributeProperty(device, { [attribute]: names });
        }
        await database.putDeviceAttributeProperty(device, properties);
      }
    }

    /** Makes both devices anew, from what the database has. */
    async function restart() {
      const admin = patientProxy(`tango://${tangoHost}/dserver/${theirServer}`, {
        context,
      });
      await admin.commandInout("DevRestart", theirs);
      await server.stop();
      await server.start();
    }

    it("is the same from the start", async () => {
      await putBoth({});
      await restart();
      assert.deepEqual(await sees(our), await sees(their));
    });

    it("is the same after each of many requests", async () => {
      for (const [attribute, change] of requests()) {
        const [we, they] = [await outcome(our, attribute, change), await outcome(their, attribute, change)];
        assert.deepEqual(we, they, `${attribute}: ${JSON.stringify(change)}`);
      }
    });

    it("is found again, with memorized values", async () => {
      await putBoth({});
      await restart();
      for (const proxy of [our, their]) {
        const info = await proxy.getAttributeConfig("kept");
        await proxy.setAttributeConfig(
          changed(info, { label: "Kept µ", absChange: "1,2", deltaT: "5", deltaVal: "9" }),
        );
        await proxy.writeAttribute("kept", 0.1 + 0.2);
      }
      const [we, they] = [ours, theirs].map((device) =>
        database.getDeviceAttributeProperty(device, ["kept"]),
      );
      assert.deepEqual(await we, await they);
      assert.deepEqual((await we)?.kept?.__value, ["0.3"]);
      await restart();
      assert.deepEqual(await our.getAttributeConfig("kept"), await their.getAttributeConfig("kept"));
      assert.equal((await our.readAttribute("kept")).writeValue, 0.3);
      assert.equal((await their.readAttribute("kept")).writeValue, 0.3);
    });

    for (const [what, properties] of WRONG_PROPERTIES) {
      it(`fails in the same words for ${what}`, async () => {
        await putBoth(properties);
        await restart();
        assert.deepEqual(await sees(our), await sees(their));
      });
    }
  });
}
