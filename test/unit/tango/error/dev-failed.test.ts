import assert from "node:assert/strict";
import { test } from "node:test";
import { devError } from "../../../../src/tango/error/dev-error.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { CommunicationFailed, ConnectionFailed } from "../../../../src/tango/error/dev-failed-classes.ts";
import { NamedDevFailedList } from "../../../../src/tango/error/named-dev-failed-list.ts";

const ROOT = devError("API_AttrNotFound", "nope attribute not found", "MultiAttribute::get_attr_by_name");
const OUTER = devError("API_AttributeFailed", "Failed to read_attribute on device a/b/c, attribute nope");

test("shows every level in its message, the root cause first", () => {
  const error = new DevFailed([ROOT, { ...OUTER, severity: "PANIC" }]);
  assert.equal(
    error.message,
    "API_AttrNotFound: nope attribute not found (MultiAttribute::get_attr_by_name)\n" +
      "  PANIC API_AttributeFailed: Failed to read_attribute on device a/b/c, attribute nope",
  );
  assert.equal(error.reason, "API_AttrNotFound");
  assert.equal(error.name, "DevFailed");
  assert.equal(error.args, error.errors);
});

test("keeps class, cause and JavaScript stack when a level is added", () => {
  const cause = new Error("socket");
  const inner = new ConnectionFailed([ROOT], { cause });
  const outer = inner.withLevel(OUTER);
  assert.deepEqual(outer.errors, [ROOT, OUTER]);
  assert.ok(outer instanceof ConnectionFailed);
  assert.equal(outer.cause, cause);
  assert.deepEqual(inner.errors, [ROOT]);
  const frames = (error: Error) => error.stack?.slice(error.stack.indexOf("\n    at "));
  assert.equal(frames(outer), frames(inner));
  assert.ok(outer.stack?.startsWith(`ConnectionFailed: ${outer.message}`));
});

test("takes another class with a level where one is given", () => {
  const outer = new DevFailed([ROOT]).withLevel(OUTER, CommunicationFailed);
  assert.ok(outer instanceof CommunicationFailed);
  assert.equal(outer.name, "CommunicationFailed");
});

test("tells its classes apart", () => {
  const error = new ConnectionFailed([ROOT]);
  assert.ok(error instanceof DevFailed);
  assert.ok(error instanceof Error);
  assert.ok(!(error instanceof CommunicationFailed));
  assert.ok(!(new DevFailed([]) instanceof ConnectionFailed));
  assert.ok(!(new Error("x") instanceof DevFailed));
  class Own extends ConnectionFailed {}
  assert.ok(new Own([]) instanceof ConnectionFailed);
  assert.ok(new Own([]) instanceof Own);
  assert.ok(!(error instanceof Own));
  assert.equal(new Own([]).name, "ConnectionFailed");
});

test("recognises errors of another copy of the package", async () => {
  const url = new URL("../../../../src/tango/error/dev-failed-classes.ts", import.meta.url);
  const base = new URL("../../../../src/tango/error/dev-failed.ts", import.meta.url);
  const copy = (await import(`${base.href}?copy`)) as { DevFailed: typeof DevFailed };
  assert.notEqual(copy.DevFailed, DevFailed);
  const error = new copy.DevFailed([ROOT]);
  assert.ok(error instanceof DevFailed);
  assert.ok(!(error instanceof ConnectionFailed));
  assert.ok(new ConnectionFailed([ROOT]) instanceof copy.DevFailed);
  const classes = (await import(`${url.href}?copy`)) as { ConnectionFailed: typeof ConnectionFailed };
  assert.ok(new classes.ConnectionFailed([ROOT]) instanceof ConnectionFailed);
});

test("sums up several failures as cppTango does and keeps them with further levels", () => {
  const failures = [
    { name: "a", index: 0, errors: [ROOT] },
    { name: "b", index: 3, errors: [ROOT] },
  ];
  const error = NamedDevFailedList.summary(failures, "write_attributes", "sys/tg_test/1");
  assert.equal(
    error.errors[0]?.desc,
    "Failed to execute write_attributes on device sys/tg_test/1, object(s) a, b",
  );
  const outer = error.withLevel(OUTER);
  assert.ok(outer instanceof NamedDevFailedList);
  assert.equal(outer.failures, failures);
});
