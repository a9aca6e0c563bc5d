import assert from "node:assert/strict";
import { test } from "node:test";
import { ConnectionFailed } from "../../../../src/tango/error/dev-failed-classes.ts";
import {
  requireTangoHost,
  type TangoEnvironment,
  tangoVariable,
  variableIn,
} from "../../../../src/tango/naming/tangorc.ts";

function environment(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
  platform = "linux",
): TangoEnvironment {
  return { variables, platform, homeDirectory: () => "/home/me", readFile: (path) => files[path] };
}

test("prefers the environment, then the user's file, then the machine's", () => {
  const files = {
    "/home/me/.tangorc": "TANGO_HOST=mine:1\n",
    "/etc/tangorc": "TANGO_HOST=all:2\nSUPER_TANGO=true\n",
  };
  assert.equal(tangoVariable("TANGO_HOST", environment(files, { TANGO_HOST: "ENV:3" })), "ENV:3");
  assert.equal(tangoVariable("TANGO_HOST", environment(files)), "mine:1");
  assert.equal(tangoVariable("SUPER_TANGO", environment(files)), "true");
  assert.equal(tangoVariable("ACCESS_DEVNAME", environment(files)), undefined);
});

test("reads %TANGO_ROOT%/tangorc on Windows, and nothing else", () => {
  const files = { "C:\\tango/tangorc": "TANGO_HOST=win:1", "/etc/tangorc": "TANGO_HOST=no:1" };
  assert.equal(
    tangoVariable("TANGO_HOST", environment(files, { TANGO_ROOT: "C:\\tango" }, "win32")),
    "win:1",
  );
  assert.equal(tangoVariable("TANGO_HOST", environment(files, {}, "win32")), undefined);
});

for (const [title, text, value] of [
  ["drops blanks and lowers the case", "  Tango_Host = Lab1 : 10000  \r\n", "lab1:10000"],
  ["skips comments", "# TANGO_HOST=old:1\n#TANGO_HOST=x:1\nTANGO_HOST=new:2", "new:2"],
  ["keeps what follows the value, as cppTango", "TANGO_HOST=a:1#b", "a:1#b"],
  ["skips a line without =", "TANGO_HOST\nTANGO_HOST=a:1", "a:1"],
  ["takes the first of several", "TANGO_HOST=a:1\nTANGO_HOST=b:1", "a:1"],
  ["finds none", "SOMETHING=a:1", undefined],
] as const) {
  test(title, () => assert.equal(variableIn(text, "TANGO_HOST"), value));
}

test("says what to do where TANGO_HOST is not set", () => {
  assert.deepEqual(requireTangoHost(environment({}, { TANGO_HOST: "a:1" })), [{ host: "a", port: 1 }]);
  assert.throws(
    () => requireTangoHost(environment({})),
    (error) =>
      error instanceof ConnectionFailed &&
      error.reason === "API_TangoHostNotSet" &&
      error.errors[0]?.desc ===
        "TANGO_HOST env. variable not set, set it and retry (e.g. TANGO_HOST=<host>:<port>)",
  );
});

test("does without a password entry", () => {
  const nobody = { ...environment({ "/etc/tangorc": "TANGO_HOST=a:1" }), homeDirectory: () => undefined };
  assert.equal(tangoVariable("TANGO_HOST", nobody), "a:1");
});
