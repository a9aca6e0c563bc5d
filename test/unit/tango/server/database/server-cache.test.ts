import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  attributeProperties,
  propertyValues,
} from "../../../../../src/tango/database/file/server-contents.ts";
import { BadDatabaseReplyError } from "../../../../../src/tango/database/reply-lines.ts";
import { parseServerCache } from "../../../../../src/tango/server/database/server-cache.ts";

// What the databases of Tango 9.3.4 and 10.0.2 answered for the same server; long lists are shortened.
const ADMIN = ["dserver/StartupProbe/cap", "IOR:00", "6", "StartupProbe/cap", "here", "1", "42", "DServer"];
const NEVER_STARTED = [ADMIN[0]!, "nada", "0", "StartupProbe/cap", "nada", "0", "0", "DServer"];
const NO_CHANNELS = [...["notifd/factory/here", "Not Found"], ...["dserver/StartupProbe/cap", "Not Found"]];
const ADMIN_PROPERTIES = [
  ...["DServer", "1", "AllowedAccessCmd", "2", "QueryClass", "QueryDevice"],
  ...["Default", "0"],
  ...["dserver/StartupProbe/cap", "1", "polling_threads_pool_size", "1", "2"],
];
const SERVER = ["StartupProbe/cap", "2"];
const FIRST_CLASS = [
  ...["ProbeA", "1", "doc_url", "1", "http://x"],
  ...["ProbeA", "1", "Current", "1", "unit", "1", "A"],
];
const FIRST_CLASS_PIPES = ["ProbeA", "1", "Trace", "1", "description", "1", "Long"];
const FIRST_DEVICES = ["ProbeA", "2", "startupprobe/a/1", "startupprobe/a/2"];
const DEVICE_1 = [
  ...["startupprobe/a/1", "2", "flag", "1", "true", "Words", "3", "one", "two three", ""],
  ...["startupprobe/a/1", "1", "Current", "2", "__value", "2", "1", "2", "max_value", "1", "10"],
];
const DEVICE_2 = ["startupprobe/a/2", "0", "startupprobe/a/2", "0"];
const DEVICE_2_PIPES = ["startupprobe/a/2", "1", "Trace", "1", "label", "1", "The trace"];
const SECOND_CLASS = ["ProbeB", "0", "ProbeB", "0"];
const SECOND_DEVICES = ["ProbeB", "1", "startupprobe/b/1", "startupprobe/b/1", "0", "startupprobe/b/1", "0"];
const FREE = ["CtrlSystem", "1", "Services", "1", "AccessControl/tango:sys/access_control/1"];

const WITH_PIPES = [
  ...["release 1.13", ...ADMIN, ...NO_CHANNELS, ...ADMIN_PROPERTIES, ...SERVER],
  ...[...FIRST_CLASS, ...FIRST_CLASS_PIPES, ...FIRST_DEVICES],
  ...[...DEVICE_1, "startupprobe/a/1", "0", ...DEVICE_2, ...DEVICE_2_PIPES],
  ...[...SECOND_CLASS, "ProbeB", "0", ...SECOND_DEVICES, "startupprobe/b/1", "0", ...FREE],
];
const WITHOUT_PIPES = [
  ...[...NEVER_STARTED, ...NO_CHANNELS, ...ADMIN_PROPERTIES, ...SERVER],
  ...[...FIRST_CLASS, ...FIRST_DEVICES, ...DEVICE_1, ...DEVICE_2],
  ...[...SECOND_CLASS, ...SECOND_DEVICES, ...FREE],
];

describe("the reply of DbGetDataForServerCache", () => {
  for (const [layout, reply] of [
    ["with pipes", WITH_PIPES],
    ["without pipes", WITHOUT_PIPES],
  ] as const)
    it(`is read ${layout}`, () => {
      const { contents } = parseServerCache(reply)!;
      const { classes, devices, devicesOfClass, freeObjects } = contents;
      assert.deepEqual(
        [...devicesOfClass],
        [
          ["ProbeA", ["startupprobe/a/1", "startupprobe/a/2"]],
          ["ProbeB", ["startupprobe/b/1"]],
        ],
      );
      assert.deepEqual(
        propertyValues(devices.get("STARTUPPROBE/a/1")!.properties, ["words", "FLAG", "none"]),
        {
          words: ["one", "two three", ""],
          FLAG: ["true"],
          none: [],
        },
      );
      assert.deepEqual(attributeProperties(devices.get("startupprobe/a/1")!.attributes, ["current", "x"]), {
        current: { __value: ["1", "2"], max_value: ["10"] },
        x: {},
      });
      assert.deepEqual(propertyValues(classes.get("probea")!.properties, ["doc_url"]), {
        doc_url: ["http://x"],
      });
      assert.deepEqual(attributeProperties(classes.get("ProbeA")!.attributes, ["Current"]), {
        Current: { unit: ["A"] },
      });
      assert.deepEqual(propertyValues(classes.get("DServer")!.properties, ["AllowedAccessCmd"]), {
        AllowedAccessCmd: ["QueryClass", "QueryDevice"],
      });
      assert.deepEqual(
        propertyValues(devices.get("dserver/startupprobe/cap")!.properties, ["polling_threads_pool_size"]),
        { polling_threads_pool_size: ["2"] },
      );
      assert.deepEqual(propertyValues(freeObjects.get("CtrlSystem")!.properties, ["Services"]), {
        Services: ["AccessControl/tango:sys/access_control/1"],
      });
    });

  it("has pipes where it says its release", () => {
    const { contents } = parseServerCache(WITH_PIPES)!;
    assert.deepEqual(attributeProperties(contents.devices.get("startupprobe/a/2")!.pipes, ["trace"]), {
      trace: { label: ["The trace"] },
    });
    assert.deepEqual(attributeProperties(contents.classes.get("ProbeA")!.pipes, ["Trace"]), {
      Trace: { description: ["Long"] },
    });
  });

  it("says under which reference the admin device is exported", () => {
    assert.equal(parseServerCache(WITH_PIPES)!.adminReference, "IOR:00");
    assert.equal(parseServerCache(WITHOUT_PIPES)!.adminReference, null);
  });

  it("is read with the event channels of old releases", () => {
    const channel = (name: string) => [name, "IOR:01", "1", "here", "0", "7"];
    const reply = [
      ...[...ADMIN, ...channel("notifd/factory/here"), ...channel("dserver/StartupProbe/cap")],
      ...[...ADMIN_PROPERTIES, "StartupProbe/cap", "0", "CtrlSystem", "0"],
    ];
    assert.deepEqual(parseServerCache(reply)!.contents.devicesOfClass.names(), []);
  });

  it("ends early for a server that is not defined", () => {
    assert.equal(parseServerCache(["dserver/StartupProbe/none", "Not Found"]), null);
    assert.equal(parseServerCache(["release 1.13", "dserver/StartupProbe/none", "Not Found"]), null);
  });

  it("may have the access control device behind", () => {
    assert.ok(parseServerCache([...WITH_PIPES, "sys/access_control/1", "Not Found"]));
  });

  it("is an error when it ends anywhere else, or counts what is no number", () => {
    for (let length = 0; length < WITH_PIPES.length; length++)
      assert.throws(() => parseServerCache(WITH_PIPES.slice(0, length)), BadDatabaseReplyError, `${length}`);
    const wrong = WITH_PIPES.with(WITH_PIPES.indexOf("StartupProbe/cap", 10) + 1, "many");
    assert.throws(() => parseServerCache(wrong), BadDatabaseReplyError);
  });
});
