import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { freePort } from "../support/free-ports.ts";
import { serverProgram } from "../support/server-program.ts";

// A device server as a program: how it ends, and what becomes of its clients. The exit codes are those of a C++ server.

// A program that does not end is to fail its test, not to hold all tests up.
const LIMITED = { timeout: 60_000 };
const DEVICES = ["test", "-nodb", "-dlist", "life/test/1,life/test/2"];

function clientOf(t: TestContext, port: number) {
  const context = new OrbContext();
  t.after(() => context.close());
  return (device: string) => new DeviceProxy(`tango://127.0.0.1:${port}/${device}#dbase=no`, { context });
}

for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) {
  test(`ends in order by ${signal}, though clients stay connected`, LIMITED, async (t) => {
    const server = serverProgram(t, DEVICES);
    const proxy = clientOf(t, await server.port());
    await Promise.all([proxy("life/test/1").state(), proxy("life/test/2").state()]);
    server.process.kill(signal);
    assert.equal(await server.exit, 0);
    assert.match(server.output.stdout, /life\/test\/2 ends\nlife\/test\/1 ends\nthe program ends\n$/);
    assert.equal(server.output.stderr, "");
    await assert.rejects(proxy("life/test/1").state(), { reason: "API_CorbaException" });
  });
}

test("says which options it ignores", LIMITED, async (t) => {
  const server = serverProgram(t, [...DEVICES, "-ORBgiopMaxMsgSize", "1000", "--enforce-acess-control"]);
  await server.port();
  assert.equal(
    server.output.stderr,
    "-ORBgiopMaxMsgSize is ignored: it means nothing here\n--enforce-acess-control is ignored: it means nothing here\n",
  );
});

test("outlives its terminal", LIMITED, async (t) => {
  const server = serverProgram(t, DEVICES);
  const proxy = clientOf(t, await server.port());
  server.process.kill("SIGHUP");
  assert.equal(await proxy("life/test/1").state(), await proxy("life/test/2").state());
});

test("ends in order by the command Kill, and answers it", LIMITED, async (t) => {
  const server = serverProgram(t, DEVICES);
  const proxy = clientOf(t, await server.port());
  assert.equal(await proxy("dserver/device-server/test").commandInout("Kill"), undefined);
  assert.equal(await server.exit, 0);
  assert.match(server.output.stdout, /life\/test\/1 ends\nthe program ends\n$/);
});

test("answers what runs before it ends", LIMITED, async (t) => {
  const server = serverProgram(t, DEVICES);
  const proxy = clientOf(t, await server.port());
  const answer = proxy("life/test/1").commandInout("wait", 300);
  await server.says("it waits");
  server.process.kill("SIGTERM");
  assert.equal(await answer, 300);
  assert.equal(await server.exit, 0);
});

test("ends at once by a second signal, whatever it waits for", LIMITED, async (t) => {
  const server = serverProgram(t, DEVICES);
  const proxy = clientOf(t, await server.port());
  const call = assert.rejects(proxy("life/test/1").commandInout("busy"));
  await server.says("it is busy");
  server.process.kill("SIGTERM");
  // The first one is understood when no more connections are accepted.
  for (const end = performance.now() + 20_000; performance.now() < end && (await canConnect(proxy)); );
  server.process.kill("SIGTERM");
  assert.equal(await server.exit, "SIGTERM");
  await call;
});

test("ends though a device is busy for ever, when its time is over", LIMITED, async (t) => {
  const server = serverProgram(t, DEVICES);
  const proxy = clientOf(t, await server.port());
  const call = assert.rejects(proxy("life/test/1").commandInout("busy"));
  await server.says("it is busy");
  server.process.kill("SIGTERM");
  assert.equal(await server.exit, 0);
  await call;
  assert.match(server.output.stdout, /life\/test\/2 ends\n(?!life\/test\/1)/);
});

test("ends when it is told to while a device does not come up", LIMITED, async (t) => {
  const server = serverProgram(t, ["test", "-nodb", "-dlist", "life/test/1,life/test/hang"]);
  await server.says("it hangs");
  assert.doesNotMatch(server.output.stdout, /Ready/);
  server.process.kill("SIGTERM");
  assert.equal(await server.exit, 0);
});

test("serves the others where a device does not come up", LIMITED, async (t) => {
  const server = serverProgram(t, ["test", "-nodb", "-dlist", "life/test/1,life/test/crash"]);
  const proxy = clientOf(t, await server.port());
  assert.equal(await proxy("life/test/1").state(), "ON");
  assert.equal(await proxy("life/test/crash").state(), "FAULT");
  assert.match(await proxy("life/test/crash").status(), /it does not start/);
  assert.match(
    server.output.stderr,
    /^life\/test\/crash is in FAULT: API_StdException: Error: it does not start/,
  );
  server.process.kill("SIGTERM");
  assert.equal(await server.exit, 0);
});

test("is found again by its clients when it was killed and started again at its port", LIMITED, async (t) => {
  const port = await freePort();
  const args = [...DEVICES, "-ORBendPoint", `giop:tcp:127.0.0.1:${port}`];
  const first = serverProgram(t, args);
  await first.says("Ready to accept request\n");
  const device = clientOf(t, port)("life/test/1");
  await device.writeAttribute("setPoint", 3);
  first.process.kill("SIGKILL");
  assert.equal(await first.exit, "SIGKILL");
  await assert.rejects(device.state(), { reason: "API_CorbaException" });
  const second = serverProgram(t, args);
  await second.says("Ready to accept request\n");
  assert.equal(second.output.stdout.includes("Listening at"), false, "its user knows where");
  // Within a second of the failed attempt, a proxy does not try again.
  const found = clientOf(t, port)("life/test/1");
  assert.equal((await found.readAttribute("setPoint")).value, 0);
});

const USAGE =
  "usage :  device-server instance_name [-v[trace level]] [-file=<file_name> | -nodb [-dlist <device name list>] ]\n";
const REFUSED: readonly (readonly [what: string, args: string[], message: string | RegExp])[] = [
  ["no instance", [], USAGE],
  ["an option in the place of the instance", ["-v4"], USAGE],
  ["a malformed level", ["lab", "-vx"], `Unknown option -vx\n${USAGE}`],
  ["devices where there is a database", ["lab", "-dlist", "a/b/c"], /-nodb/],
  [
    "a malformed device",
    ["lab", "-nodb", "-dlist", "a/b"],
    /^Device name a\/b does not have the correct syntax \(domain\/family\/member or ClassName::domain\/family\/member\)/,
  ],
  [
    "a class that is not there",
    ["lab", "-nodb", "-dlist", "Nope::a/b/c"],
    "Class name nope used on command line device declaration but this class is not embedded in DS process\n",
  ],
  [
    "a question for instances where no database answers",
    ["-?"],
    `${USAGE}Instance name defined in database for server device-server :\n`,
  ],
  ["a database that is not there", ["lab"], /^Can't build connection to TANGO database server, exiting\n/],
];

for (const [what, args, message] of REFUSED) {
  test(`ends with 255 and says why: ${what}`, LIMITED, async (t) => {
    const server = serverProgram(t, args, { TANGO_HOST: "127.0.0.1:1" });
    assert.equal(await server.exit, 255);
    const { stdout, stderr } = server.output;
    if (typeof message === "string") assert.equal(stderr, message);
    else assert.match(stderr, message);
    assert.equal(stdout, "the program ends\n");
  });
}

test("ends with 255 where its port is taken", LIMITED, async (t) => {
  const context = new OrbContext();
  t.after(() => context.close());
  const { port } = await context.orb.listen({ host: "127.0.0.1", port: 0 });
  const server = serverProgram(t, [...DEVICES, "-ORBendPoint", `giop:tcp:127.0.0.1:${port}`]);
  assert.equal(await server.exit, 255);
  assert.match(server.output.stderr, new RegExp(`EADDRINUSE.*${port}`));
});

async function canConnect(proxy: (device: string) => DeviceProxy): Promise<boolean> {
  return proxy("life/test/2")
    .ping()
    .then(
      () => true,
      () => false,
    );
}
