import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePropertyTarget } from "../../../src/cli/property-target.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";

test("tells devices, attributes, classes and free objects apart", () => {
  const cases: Readonly<Record<string, object>> = {
    "sys/tg_test/1": { kind: "device", device: "sys/tg_test/1" },
    alias: { kind: "device", device: "alias" },
    "tango://host:10000/sys/tg_test/1": { kind: "device", device: "tango://host:10000/sys/tg_test/1" },
    "host:10000/sys/tg_test/1": { kind: "device", device: "host:10000/sys/tg_test/1" },
    "sys/tg_test/1/ampli": { kind: "attribute", name: "sys/tg_test/1/ampli" },
    "alias/ampli": { kind: "attribute", name: "alias/ampli" },
    "tango://host:10000/a/b/c/d#dbase=yes": {
      kind: "attribute",
      name: "tango://host:10000/a/b/c/d#dbase=yes",
    },
    "class:TangoTest": { kind: "class", className: "TangoTest" },
    "CLASS:TangoTest/ampli": { kind: "classAttribute", className: "TangoTest", attribute: "ampli" },
    "free:CtrlSystem": { kind: "free", object: "CtrlSystem" },
    "object:a/b": { kind: "free", object: "a/b" },
  };
  for (const [text, target] of Object.entries(cases)) assert.deepEqual(parsePropertyTarget(text), target);
});

test("rejects an owner without a name", () => {
  for (const text of ["class:", "free:", "class:/x", "class:a/b/c", "class:a/"]) {
    assert.throws(() => parsePropertyTarget(text), UsageError, text);
  }
});
