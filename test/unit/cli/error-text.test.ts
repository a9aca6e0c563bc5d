import assert from "node:assert/strict";
import { test } from "node:test";
import { errorData, errorText } from "../../../src/cli/error-text.ts";
import { SystemException } from "../../../src/giop/exception/system-exception.ts";
import { devError } from "../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../src/tango/error/dev-failed.ts";
import { WrongData } from "../../../src/tango/error/dev-failed-classes.ts";
import { NamedDevFailedList } from "../../../src/tango/error/named-dev-failed-list.ts";

const ROOT = devError("API_AttrNotFound", "nope\nnot found\n", "MultiAttribute");
const OUTER = devError("API_AttributeFailed", "Failed to read", "", "PANIC");

test("shows every level of a DevFailed, the root cause first", () => {
  assert.equal(
    errorText(new WrongData([ROOT, OUTER]), "read x"),
    [
      "bandoneon: read x: WrongData",
      "  API_AttrNotFound: nope",
      "    not found",
      "    in MultiAttribute",
      "  [PANIC] API_AttributeFailed: Failed to read",
    ].join("\n"),
  );
});

test("shows what failed of several attributes", () => {
  const failure = NamedDevFailedList.summary(
    [{ name: "a", index: 0, errors: [ROOT] }],
    "write_attributes",
    "d/f/m",
  );
  assert.match(
    errorText(failure, ""),
    /^bandoneon: NamedDevFailedList\n {2}API_AttributeFailed.*\n.*\n {2}a:\n {4}API_AttrNotFound: nope\n/,
  );
});

test("shows what of the network led to a DevFailed, each thing once", () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:1");
  const inner = new SystemException("TRANSIENT", 0, {
    detail: `cannot connect: ${refused.message}`,
    cause: refused,
  });
  const outer = new SystemException("TRANSIENT", 0, { detail: `ping: ${inner.detail}`, cause: inner });
  const lines = errorText(new DevFailed([ROOT], { cause: outer }), "ping x").split("\n");
  assert.deepEqual(lines.slice(4), [`  caused by: ${outer.message}`]);
  const several = new Error("nothing answers", { cause: new AggregateError([refused, new Error("b")]) });
  assert.deepEqual(errorData(new DevFailed([ROOT], { cause: several }), "").causes, [
    "nothing answers",
    refused.message,
    "b",
  ]);
});

test("shows other errors by their message, and those nobody expects with their frames", () => {
  const expected = new SystemException("BAD_PARAM", 0, { detail: "no IOR" });
  assert.equal(errorText(expected, "ior x"), `bandoneon: ior x: ${expected.message}`);
  assert.match(errorText(new TypeError("oops"), ""), /^bandoneon: TypeError: oops\n {4}at /);
  assert.equal(errorText("thrown", ""), "bandoneon: thrown");
});

test("gives an error as data", () => {
  assert.deepEqual(errorData(new DevFailed([ROOT]), "read x"), {
    about: "read x",
    name: "DevFailed",
    reason: "API_AttrNotFound",
    errors: [ROOT],
    failures: undefined,
    causes: [],
  });
  assert.deepEqual(errorData(new TypeError("oops"), ""), { about: "", name: "TypeError", message: "oops" });
});
