import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import { COMMANDS } from "../../../src/cli/command-table.ts";
import { commandOutput as run } from "../../support/command-output.ts";
import { freePort } from "../../support/free-ports.ts";

test("ends with exit code 2 and a hint where the command line is wrong, and sends nothing", async () => {
  const cases: readonly [argv: readonly string[], message: RegExp][] = [
    [[], /which command\?.*bandoneon --help/],
    [["nonsense"], /no command "nonsense".*bandoneon --help/],
    [["toString"], /no command "toString"/],
    [["help", "nonsense"], /no command "nonsense"/],
    [["ping"], /DEVICE is missing[\s\S]*bandoneon ping --help/],
    [["ping", "a/b/c", "d/e/f"], /what is "d\/e\/f"\?/],
    [["ping", "--nonsense", "a/b/c"], /Unknown option '--nonsense'[\s\S]*bandoneon --help/],
    [["ping", "a/b/c", "--timeout"], /argument missing/],
    [["ping", "a/b/c", "--timeout", "soon"], /milliseconds/],
    [["ping", "a/b/c", "--timeout", "-1"], /not "-1"/],
    [["info"], /DEVICE is missing/],
    [["attrs"], /DEVICE is missing/],
    [["cmds"], /DEVICE is missing/],
    [["ls", "a", "b"], /in quotes/],
    [["read"], /DEVICE\/ATTR is missing/],
    [["monitor"], /DEVICE\/ATTR is missing[\s\S]*bandoneon monitor --help/],
    [["monitor", "a/b/c/d", "--event", "quality"], /not "quality"/],
    [["monitor", "a/b/c/d", "--poll", "-1"], /not "-1"/],
    [["monitor", "a/b/c/d", "--poll"], /argument missing/],
    [["--poll", "10", "monitor", "a/b/c/d"], /Unknown option '--poll'/],
    [["read", "a/b/c/d", "--poll", "10"], /Unknown option '--poll'/],
    [["write"], /DEVICE\/ATTR and its VALUE are missing/],
    [["write", "a/b/c/d"], /VALUE for a\/b\/c\/d is missing/],
    [["cmd", "a/b/c"], /DEVICE and COMMAND are needed/],
    [["prop"], /get, put, ls or rm/],
    [["prop", "show", "a/b/c"], /prop show\?/],
    [["prop", "get"], /wants an OWNER/],
    [["prop", "put", "a/b/c", "x"], /NAME and a VALUE/],
    [["prop", "rm", "a/b/c"], /NAME of a property/],
    [["prop", "get", "class:"], /name is missing behind class:/],
    [["server"], /what to do: ls, info, add or rm\?/],
    [["server", "delete", "a/b"], /server delete\? There are ls, info, add and rm/],
    [["server", "ls", "a", "b"], /in quotes/],
    [["server", "info"], /EXEC\/INSTANCE is missing/],
    [["server", "add", "a/b", "A"], /a DEVICE is missing behind the class A/],
    [["server", "rm", "a/*"], /"a\/\*" is no server/],
    [["server", "rm", "a/b", "c/d"], /what is "c\/d"\?/],
    [["device"], /what to do: info or rm\?/],
    [["device", "info"], /DEVICE is missing/],
    [["device", "rm"], /DEVICE to remove is missing/],
    [["alias", "ls", "a", "b"], /in quotes/],
    [["alias", "put", "a/b/c"], /wants a DEVICE and a NAME/],
    [["alias", "put", "a/b/c", "d", "e"], /what is "e"\?/],
    [["alias", "put", "a/b/c", "d/e"], /"d\/e" is no NAME/],
    [["alias", "rm"], /NAME is missing/],
    [["alias", "rm", "a", "b"], /what is "b"\?/],
    [["ior"], /takes one text/],
    [["ior", "sys/tg_test/1"], /neither IOR: nor corbaloc:/],
    [["tangotest"], /usage : {2}TangoTest instance_name/],
    [["tangotest", "test", "-file=x", "-nodb"], /usage : {2}TangoTest[\s\S]*bandoneon tangotest --help/],
    [["--nonsense", "tangotest", "test"], /Unknown option '--nonsense'/],
    [["access-control", "1"], /wants --data DIR[\s\S]*bandoneon access-control --help/],
    [["access-control", "1", "--data"], /--data wants a folder/],
    [["access-control", "--data=", "1"], /--data wants a folder/],
    [["access-control", "--data", ":memory:"], /usage : {2}TangoAccessControl instance_name/],
    [["access-control", "1", "--data=:memory:", "--enforce-access-control=no"], /claimed-users/],
  ];
  for (const [argv, message] of cases) {
    const { code, out, err } = await run(...argv);
    assert.deepEqual([code, out], [2, ""], argv.join(" "));
    assert.match(err, /^bandoneon: /);
    assert.match(err, message, argv.join(" "));
  }
});

test("says with --json what is wrong in JSON", async () => {
  const { code, err } = await run("--json", "ping");
  assert.equal(code, 2);
  assert.equal(JSON.parse(err).error.name, "UsageError");
  const failed = await run("ior", "IOR:00", "--json");
  assert.equal(failed.code, 1);
  assert.equal(JSON.parse(failed.err).error.name, "SystemException");
});

test("helps: with the program, and with each command and its examples", async () => {
  const { code, out, err } = await run("--help");
  assert.deepEqual([code, err], [0, ""]);
  assert.equal((await run("help")).out, out);
  assert.equal((await run("-h")).out, out);
  for (const name of Object.keys(COMMANDS)) {
    assert.match(out, new RegExp(`^ {2}${name} `, "m"));
    const help = await run(name, "--help");
    assert.deepEqual([help.code, help.err], [0, ""]);
    assert.equal((await run("help", name)).out, help.out);
    assert.match(help.out, new RegExp(`^Usage: bandoneon ${name} `));
    assert.match(help.out, new RegExp(`^Examples:\n {2}bandoneon .*\\b${name} `, "m"));
    for (const line of help.out.split("\n")) assert.ok(line.length <= 120, line);
  }
  assert.match(out, /beyond 2\^53 is a string/);
});

test("lists the options of a command of its own in its help alone", async () => {
  const { out } = await run("help", "monitor");
  assert.match(out, /^ {2}--event TYPE +change .*\n +attr_conf/m);
  assert.ok(!(await run("help", "read")).out.includes("--event"));
});

test("prints the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  assert.deepEqual(await run("--version"), { code: 0, out: `${version}\n`, err: "" });
});

test("uses no colours", async () => {
  const { out } = await run("--help");
  assert.ok(!out.includes("\u001b"));
});

test("gives up after --timeout on a device that accepts and never answers, and leaves no connection", async (t) => {
  const server = createServer();
  const closed = new Promise<void>((resolve) => {
    server.on("connection", (socket) =>
      socket
        .on("error", () => {})
        .resume()
        .on("close", () => resolve()),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const device = `tango://127.0.0.1:${port}/a/b/c#dbase=no`;
  const { code, out, err } = await run("--json", "--timeout", "1000", "ping", device);
  assert.deepEqual([code, out], [1, ""]);
  const { error } = JSON.parse(err);
  assert.deepEqual([error.about, error.name], [`ping ${device}`, "CommunicationFailed"]);
  assert.ok(error.errors.some(({ reason }: { reason: string }) => reason === "API_DeviceTimedOut"));
  await closed;
});

test("reads several attributes of a device that is not there as an error for each", async () => {
  const port = await freePort();
  const names = ["d", "e"].map((name) => `127.0.0.1:${port}/a/b/c/${name}#dbase=no`);
  const { code, out, err } = await run("read", ...names);
  assert.deepEqual([code, out], [1, ""]);
  for (const name of names) assert.ok(err.includes(`bandoneon: ${name}: ConnectionFailed\n`), err);
});
