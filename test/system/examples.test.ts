import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { DatabaseServer } from "../../src/tango/database-server/database-server.ts";
import { freePort } from "../support/free-ports.ts";
import { assertWorkersRead, runMultiprocessingExample } from "../support/multiprocessing-example.ts";
import { ROOT } from "../support/source-files.ts";
import { checkEventThread, checkThreadPool } from "../support/thread-examples.ts";
import { until } from "../support/until.ts";

test("runs a whole Tango system, and the main job in it, where there is none", async (t) => {
  // Empty rather than missing: the machine may have a tangorc.
  const data = await mkdtemp(join(tmpdir(), "bandoneon-test-"));
  t.after(() => rm(data, { recursive: true }));
  const { code, out, err } = await runMultiprocessingExample("", ["--rounds", "1", "--data", data]);
  assert.equal(err, "");
  assert.equal(code, 0, out);
  assert.match(out, /^TANGO_HOST is not set: starting a Tango system of our own/);
  assertWorkersRead(out, 1);
  assert.match(out, / {2}database +process \d+, ready after \d+ ms\n {2}TangoTest +process \d+, ready/);
  // Its database has ended, and is as it was left.
  await using database = await DatabaseServer.start({ data, port: 0 });
  assert.equal(database.tables.devices.get("sys/tg_test/1")?.exported, false);
  assert.ok((database.tables.devices.get("sys/tg_test/1")?.stopped ?? 0) > 0);
});

// Empty rather than missing, as above.
test("a thread of the program receives events, and is joined", () => checkEventThread(""));

test("threads and processes run the functions of a module", () => checkThreadPool(""));
test("ends all of its system at Ctrl-C", async (t) => {
  const child = spawn(process.execPath, ["--import", "tsx", "examples/multiprocessing.ts"], {
    cwd: ROOT,
    env: { ...process.env, TANGO_HOST: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  for await (const line of createInterface(child.stdout)) if (line.startsWith("sys/tg_test/1 is ")) break;
  const servers = await childrenOf(child.pid!);
  assert.ok(servers.length >= 2, servers.join());
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "exit"), [130, null]);
  await until(() => !servers.some(isRunning));
});

async function childrenOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "latin1");
  return children.split(" ").filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

test("says what of the network led to an error, and how to do without a Tango system", async () => {
  const port = await freePort();
  const { code, out, err } = await runMultiprocessingExample(`127.0.0.1:${port}`);
  assert.deepEqual([code, out], [1, ""]);
  assert.match(
    err,
    /API_CantConnectToDatabase[\s\S]*caused by: [\s\S]*Without TANGO_HOST this example starts/,
  );
});
