import assert from "node:assert/strict";
import { test } from "node:test";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { WrongNameSyntax } from "../../../../src/tango/error/dev-failed-classes.ts";
import {
  type DeviceName,
  formatDeviceName,
  parseDeviceName,
} from "../../../../src/tango/naming/device-name.ts";

const SERVER = { host: "lab1", port: 10000 };

const GOOD: Readonly<Record<string, DeviceName>> = {
  "sys/tg_test/1": { device: "sys/tg_test/1", isAlias: false, server: null, usesDatabase: true },
  "SYS/TG_Test/1": { device: "sys/tg_test/1", isAlias: false, server: null, usesDatabase: true },
  MyMotor: { device: "mymotor", isAlias: true, server: null, usesDatabase: true },
  "tango://a/b/c": { device: "a/b/c", isAlias: false, server: null, usesDatabase: true },
  "a/b/c#dbase=yes": { device: "a/b/c", isAlias: false, server: null, usesDatabase: true },
  "TANGO://LAB1:10000/a/b/c": { device: "a/b/c", isAlias: false, server: SERVER, usesDatabase: true },
  "//lab1:10000/a/b/c": { device: "a/b/c", isAlias: false, server: SERVER, usesDatabase: true },
  "lab1:10000/a/b/c": { device: "a/b/c", isAlias: false, server: SERVER, usesDatabase: true },
  "tango://lab1:10000/alias": { device: "alias", isAlias: true, server: SERVER, usesDatabase: true },
  "tango://lab1:10000/a/b/c#dbase=no": {
    device: "a/b/c",
    isAlias: false,
    server: SERVER,
    usesDatabase: false,
  },
  "tango://[::1]:10000/a/b/c#DBASE=NO": {
    device: "a/b/c",
    isAlias: false,
    server: { host: "::1", port: 10000 },
    usesDatabase: false,
  },
};

for (const [text, expected] of Object.entries(GOOD)) {
  test(`takes ${text} apart and puts it together`, () => {
    const name = parseDeviceName(text);
    assert.deepEqual(name, expected);
    assert.deepEqual(parseDeviceName(formatDeviceName(name)), expected);
  });
}

const SYNTAX = "API_WrongDeviceNameSyntax";
const FIELDS = "Wrong device name syntax (domain/family/member) in ";
const NO_ALIAS = "\nRem: Alias are forbidden when not using a database";
const NO_SERVER = "Host and port not correctly defined in device name ";

// Reasons and descriptions are those PyTango 9.3.6 gave; where marked, that of cppTango 10's source, or stricter than both.
const BAD: readonly (readonly [text: string, reason: string, desc: string])[] = [
  ["", SYNTAX, "The given name is an empty string!!! \nDevice name syntax is domain/family/member"],
  ["a/b", SYNTAX, `${FIELDS}a/b`],
  ["/a/b", SYNTAX, `${FIELDS}/a/b`],
  ["a//b", SYNTAX, `${FIELDS}a//b`],
  ["a/b/c/D", SYNTAX, `${FIELDS}a/b/c/D`],
  ["//", SYNTAX, `${FIELDS}//`],
  ["a/b/", SYNTAX, `${FIELDS}a/b/`], // stricter: cppTango asks the database
  ["tango://", SYNTAX, `${FIELDS}tango://`], // stricter
  ["tango://h:1/", SYNTAX, `${FIELDS}tango://h:1/`], // stricter
  ["tango://h:1//b/c", SYNTAX, `${FIELDS}tango://h:1//b/c`], // stricter
  ["tango://h:1/a/b", SYNTAX, `${FIELDS}tango://h:1/a/b`],
  ["tango://h:1/a/b/c/d", SYNTAX, `${FIELDS}tango://h:1/a/b/c/d`],
  ["taco://a/b/c", "API_UnsupportedProtocol", "taco protocol is an unsupported protocol"], // cppTango 10
  ["a/b/c#dbase=maybe", "API_UnsupportedDBaseModifier", "dbase=maybe modifier is an unsupported db modifier"],
  ["a/b/c#x", "API_UnsupportedDBaseModifier", "x modifier is an unsupported db modifier"],
  ["a/b/c#dbase=no", SYNTAX, `${NO_SERVER}a/b/c#dbase=no`],
  ["h:1#dbase=no", SYNTAX, `${NO_SERVER}h:1#dbase=no`],
  ["h:1x/a/b/c#dbase=no", SYNTAX, `${NO_SERVER}h:1x/a/b/c#dbase=no`], // stricter: cppTango takes the 1
  ["h:70000/a/b/c", SYNTAX, `${NO_SERVER}h:70000/a/b/c`], // stricter
  ["//h:1/a/b#dbase=no", SYNTAX, `${FIELDS}//h:1/a/b#dbase=no${NO_ALIAS}`],
  ["tango://h:1/al#dbase=no", SYNTAX, `${FIELDS}tango://h:1/al#dbase=no${NO_ALIAS}`],
  ["tango://h:1/a//c#dbase=no", SYNTAX, `${FIELDS}tango://h:1/a//c#dbase=no${NO_ALIAS}`],
  ["al:ias", SYNTAX, "Wrong alias name syntax in al:ias (: is not allowed in alias name)"],
  ["al->ias", SYNTAX, "Wrong alias name syntax in al->ias (-> is not allowed in alias name)"],
  [
    "tango://h:1/al:x",
    SYNTAX,
    "Wrong alias name syntax in tango://h:1/al:x (: is not allowed in alias name)",
  ],
];

for (const [text, reason, desc] of BAD) {
  test(`rejects ${JSON.stringify(text)} as cppTango does`, () => {
    assert.throws(
      () => parseDeviceName(text),
      (error) => {
        assert.ok(error instanceof WrongNameSyntax && error instanceof DevFailed);
        assert.deepEqual([error.reason, error.errors[0]?.desc], [reason, desc]);
        return true;
      },
    );
  });
}
