import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text as textOf } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { ROOT } from "../support/source-files.ts";

// The server as a process of its own, in the place of the C++ program.

const FREE_PORT = ["-ORBendPoint", "giop:tcp:127.0.0.1:0"];

function launch(t: TestContext, ...args: readonly string[]) {
  const server = spawn(
    process.execPath,
    ["--import", "tsx", join(ROOT, "src/cli/main.ts"), "tangotest", ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  t.after(() => void server.kill("SIGKILL"));
  const exit = once(server, "close");
  return { server, exit };
}

/** What it prints until it is ready. */
async function untilReady(server: ChildProcess): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface(server.stdout!)) {
    lines.push(line);
    if (line === "Ready to accept request") return lines;
  }
  throw new Error(`it ended: ${await textOf(server.stderr!)}`);
}

async function start(t: TestContext, ...args: readonly string[]) {
  const { server, exit } = launch(t, ...args);
  const lines = await untilReady(server);
  const address = /^Listening at giop:tcp:(127\.0\.0\.1:\d+)$/.exec(lines[0]!)?.[1];
  assert.ok(address, lines.join("\n"));
  const context = new OrbContext();
  t.after(() => context.close());
  const proxy = (device: string) => new DeviceProxy(`tango://${address}/${device}#dbase=no`, { context });
  return { server, exit, lines, proxy };
}

test("says where it listens, then that it is ready, and is called as the C++ one", async (t) => {
  const { server, exit, lines, proxy } = await start(
    t,
    "unit",
    "-nodb",
    "-dlist",
    "sys/tg_test/1",
    ...FREE_PORT,
  );
  assert.equal(lines.length, 2);
  const info = await proxy("sys/tg_test/1").info();
  assert.deepEqual([info.devClass, info.serverId], ["TangoTest", "TangoTest/unit"]);
  assert.equal(await proxy("dserver/TangoTest/unit").state(), "ON");
  server.kill("SIGTERM");
  assert.deepEqual(await exit, [0, null]);
});

test("ends with exit code 0 at SIGINT, and by the command Kill of its admin device", async (t) => {
  const first = await start(t, "a", "-nodb", "-dlist", "a/b/c", ...FREE_PORT);
  const second = await start(t, "b", "-nodb", "-dlist", "a/b/d", ...FREE_PORT);
  first.server.kill("SIGINT");
  await second.proxy("dserver/TangoTest/b").commandInout("Kill");
  assert.deepEqual(await first.exit, [0, null]);
  assert.deepEqual(await second.exit, [0, null]);
});

test("serves though nobody reads what it has to say of problems", async (t) => {
  const args = ["a", "-nodb", "-dlist", "a/b/c", ...FREE_PORT];
  const { server, exit } = launch(t, ...args, "-ORBgiopMaxMsgSize", "1000000");
  server.stderr!.destroy();
  await untilReady(server);
  server.kill("SIGTERM");
  assert.deepEqual(await exit, [0, null]);
});

test("finds its devices and properties in a file, and says there what its class is", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bandoneon-tangotest-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "database");
  writeFileSync(
    file,
    "TangoTest/unit/DEVICE/TangoTest: test/a/1, test/a/2\n\ntest/a/1->UShort_image_ro_size: 3\ntest/a/2->Mthreaded_impl: 0\n",
  );
  const { proxy } = await start(t, "unit", `-file=${file}`, ...FREE_PORT);
  assert.equal((await proxy("test/a/1").readAttribute("ushort_image_ro")).dimY, 3);
  // Without a data generator there is new data at each reading, and no state.
  const device = proxy("test/a/2");
  assert.equal(await device.state(), "UNKNOWN");
  const first = (await device.readAttribute("double_scalar")).value as number;
  assert.notEqual((await device.readAttribute("double_scalar")).value, first);
  assert.match(
    readFileSync(file, "utf8"),
    /CLASS\/TangoTest->ProjectTitle: ?"TANGO Device Server for testing/,
  );
});

test("goes on to serve when nobody reads what it prints any more", async (t) => {
  const { server, exit, proxy } = await start(t, "unit", "-nodb", "-dlist", "a/b/c", "-v5", ...FREE_PORT);
  server.stdout!.destroy();
  const device = proxy("a/b/c");
  for (let i = 0; i < 20; i++) await device.commandInout("CrashFromOmniThread");
  assert.equal(await device.commandInout("DevString", "hola"), "hola");
  server.kill("SIGTERM");
  assert.deepEqual(await exit, [0, null]);
});

test("refuses a command line that no server understands", async (t) => {
  const { server, exit } = launch(t, "unit", "-file=x", "-nodb");
  const err = textOf(server.stderr);
  assert.deepEqual(await exit, [2, null]);
  assert.match(await err, /usage : {2}TangoTest instance_name/);
});
