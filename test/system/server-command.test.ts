import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text as textOf } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { ROOT } from "../support/source-files.ts";
import { until } from "../support/until.ts";

// From nothing to the first value, with the command alone, as docs/device-servers.md tells a newcomer.

/** A server in a process of its own, once it serves; and the lines before that. */
async function served(t: TestContext, tangoHost: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, TANGO_HOST: tangoHost },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => void child.kill("SIGKILL"));
  const ended = once(child, "close");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line === "Ready to accept request") return { ended, lines };
  }
  throw new Error(`it ended: ${await textOf(child.stderr)}`);
}

test("a server is registered, started, read, ended and removed", async (t) => {
  const { lines } = await served(t, "", "database", "--port", "0", "--data", ":memory:");
  const tangoHost = lines.find((line) => line.startsWith("TANGO_HOST="))!.slice("TANGO_HOST=".length);
  const run = async (...args: readonly string[]) => {
    const printed = { out: "", err: "" };
    const code = await runCommandLine(["--tango-host", tangoHost, ...args], {
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text;
      },
    });
    return { code, ...printed };
  };
  const json = async (...args: readonly string[]) => {
    const { code, out, err } = await run("--json", ...args);
    assert.deepEqual([code, err], [0, ""], args.join(" "));
    return JSON.parse(out);
  };

  await json("server", "add", "TangoTest/lab", "TangoTest", "lab/tester/1");
  await json("alias", "put", "lab/tester/1", "tester");
  const { ended } = await served(t, tangoHost, "tangotest", "lab", "-ORBendPoint", "giop:tcp:127.0.0.1:0");
  const [reading] = await json("read", "tester/long_scalar");
  assert.deepEqual([reading.type, reading.quality], ["DevLong", "ATTR_VALID"]);
  assert.deepEqual(await json("server", "ls", "TangoTest"), [
    { name: "TangoTest/lab", exported: true },
    { name: "TangoTest/test", exported: false },
  ]);
  assert.equal((await json("device", "info", "tester")).exported, true);

  // What it says of a server that runs, when a device is added and when it is to be removed, can be done.
  const added = (await run("server", "add", "TangoTest/lab", "TangoTest", "lab/tester/2")).out;
  const restart = /'bandoneon (cmd .*)'/.exec(added)![1]!;
  await json(...restart.split(" "));
  await until(async () => (await json("device", "info", "lab/tester/2")).exported);
  const refused = await run("server", "rm", "TangoTest/lab");
  assert.equal(refused.code, 1);
  const kill = /'bandoneon (cmd .*)'/.exec(refused.err)![1]!;
  await json(...kill.split(" "));
  assert.deepEqual(await ended, [0, null]);
  await json("server", "rm", "TangoTest/lab");
  assert.deepEqual(await json("ls", "lab/*"), []);
});
