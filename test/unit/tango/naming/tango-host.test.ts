import assert from "node:assert/strict";
import { hostname } from "node:os";
import { test } from "node:test";
import { ConnectionFailed } from "../../../../src/tango/error/dev-failed-classes.ts";
import {
  databaseCorbaloc,
  formatTangoHost,
  fullHostName,
  parseTangoHost,
} from "../../../../src/tango/naming/tango-host.ts";

const ONE = "TANGO_HOST env. variable syntax incorrect (e.g. TANGO_HOST=<host>:<port>)";
const SEVERAL = "TANGO_HOST env. variable syntax incorrect (e.g. TANGO_HOST=<host>:<port>,<host>:<port>)";

test("reads one host and several", () => {
  assert.deepEqual(parseTangoHost("lab1:10000"), [{ host: "lab1", port: 10000 }]);
  const hosts = parseTangoHost("lab1.example.org:10000, [::1]:10001");
  assert.deepEqual(hosts, [
    { host: "lab1.example.org", port: 10000 },
    { host: "::1", port: 10001 },
  ]);
  assert.equal(formatTangoHost(hosts), "lab1.example.org:10000,[::1]:10001");
});

test("forms the URL of the database as cppTango does", () => {
  assert.equal(databaseCorbaloc(parseTangoHost("h:1")), "corbaloc:iiop:h:1/database");
  assert.equal(databaseCorbaloc(parseTangoHost("h:1,i:2")), "corbaloc:iiop:1.2@h:1,iiop:1.2@i:2/database");
});

// As PyTango 9.3.6 answered, but for the last three, which it passes on to the ORB.
for (const [text, desc] of [
  ["localhost", ONE],
  [":1", ONE],
  ["a:", ONE],
  ["a:1,b", SEVERAL],
  ["a:1,", SEVERAL],
  [",a:1", SEVERAL],
  ["a:b", ONE],
  ["a:65536", ONE],
] as const) {
  test(`rejects ${text} as cppTango does, and shows it`, () => {
    assert.throws(
      () => parseTangoHost(text, true),
      (error) => {
        assert.ok(error instanceof ConnectionFailed);
        assert.deepEqual(
          [error.reason, error.errors[0]?.desc],
          ["API_TangoHostNotSet", `${desc}: it is "${text}"`],
        );
        return true;
      },
    );
  });
}

test("names this machine for localhost and leaves full names and addresses alone", async () => {
  const own = await fullHostName("localhost");
  assert.equal(own, await fullHostName(hostname()));
  assert.equal(await fullHostName("lab1.example.org"), "lab1.example.org");
  assert.equal(await fullHostName("127.0.0.1"), "127.0.0.1");
  assert.equal(await fullHostName("::1"), "::1");
});
