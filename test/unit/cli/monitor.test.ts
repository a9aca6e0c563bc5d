import assert from "node:assert/strict";
import { test } from "node:test";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { monitor } from "../../../src/cli/monitor.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";
import type { CallOptions } from "../../../src/iiop/index.ts";
import * as tango from "../../../src/index.ts";
import { DeviceTestContext } from "../../../src/tango/server/test-context/device-test-context.ts";
import { TangoTest } from "../../../src/tango/tg-test/tango-test.ts";

/** A command line to its end, with what it printed; `onOut` sees it as it comes. */
async function run(
  argv: readonly string[],
  { terminal, onOut = () => {} }: { terminal?: Terminal; onOut?: () => void } = {},
) {
  let out = "";
  let err = "";
  const code = await runCommandLine(argv, {
    terminal,
    out: (text) => {
      out += text;
      onOut();
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

const LIMITED = { timeout: 20_000 };

function attributeOf(context: DeviceTestContext, name: string): string {
  return context.getDeviceAccess().replace("#", `/${name}#`);
}

test("prints what it reads, line by line, until it has enough", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const names = ["ampli", "State"].map((name) => attributeOf(context, name));
  const { code, out, err } = await run(["monitor", ...names, "--poll", "1", "--count", "4"]);
  assert.deepEqual([code, err], [0, ""]);
  const lines = out.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split("  ").slice(1)),
    [
      [names[0], "0", "VALID"],
      [names[1], "RUNNING", "VALID"],
      [names[0], "0", "VALID"],
      [names[1], "RUNNING", "VALID"],
    ],
  );
  for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}/);
});

test("prints exact JSON, one object a line", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const name = attributeOf(context, "long64_scalar");
  await context.device.writeAttribute("long64_scalar", 2n ** 62n);
  const { code, out } = await run(["monitor", name, "--json", "--poll", "1", "--count", "1"]);
  const { attribute, event, writeValue, quality } = JSON.parse(out);
  assert.deepEqual(
    [code, attribute, event, writeValue, quality],
    [0, name, "poll", "4611686018427387904", "ATTR_VALID"],
  );
});

test("prints events as they come, of a device that is there", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const name = attributeOf(context, "State");
  const value = await run(["monitor", name, "--event", "user_event", "--count", "1"]);
  assert.deepEqual([value.code, value.err], [0, ""]);
  assert.match(value.out, / RUNNING {2}VALID\n$/);
  const device = context.getDeviceAccess();
  const { out } = await run(["monitor", device, "--event", "intr_change", "--count", "1", "--json"]);
  const { cmdList, ...line } = JSON.parse(out);
  assert.deepEqual([line.device, line.event, line.devStarted], [device, "intr_change", true]);
  assert.ok(cmdList.some(({ cmdName }: { cmdName: string }) => cmdName === "DevVoid"));
});

test("says what to do where a server sends no events", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const onOut = () => void process.emit("SIGINT");
  const { code, out } = await run(["monitor", attributeOf(context, "ampli")], { onOut });
  assert.equal(code, 0);
  assert.match(out, / {2}no events: it is not polled by its server; --poll 1000 reads it \(API_\w+\)\n$/);
});

test("fails when nothing of what is asked for is there, and goes on where something is", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const wrong = ["nope", "neither"].map((name) => attributeOf(context, name));
  const failed = await run(["monitor", ...wrong, "a//b", "--poll", "1"]);
  assert.equal(failed.code, 1);
  for (const name of wrong)
    assert.ok(failed.err.includes(`bandoneon: ${name}: DevFailed\n  API_AttrNotFound`));
  assert.match(failed.err, /a\/\/b: WrongNameSyntax/);
  const mixed = await run([
    "monitor",
    ...wrong,
    attributeOf(context, "ampli"),
    "--poll",
    "1",
    "--count",
    "2",
  ]);
  assert.deepEqual([mixed.code, mixed.err], [0, ""]);
  assert.match(mixed.out, /API_AttrNotFound: nope/);
});

test("ends with exit code 0 when it is interrupted, and listens to signals no more", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const listeners = process.listenerCount("SIGINT");
  const onOut = () => void process.emit("SIGINT");
  const { code, err } = await run(["monitor", attributeOf(context, "ampli"), "--poll", "1"], { onOut });
  assert.deepEqual([code, err, process.listenerCount("SIGINT")], [0, "", listeners]);
});

test(
  "ends when it is interrupted while a database does not tell what an alias stands for",
  LIMITED,
  async () => {
    class UnknownAlias extends tango.AttributeProxy {
      override getDeviceProxy({ signal }: CallOptions = {}): Promise<never> {
        return new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(signal.reason));
          process.emit("SIGINT");
        });
      }
    }
    const lines: string[] = [];
    await monitor.run({
      args: ["tango://127.0.0.1:1/current"],
      option: () => undefined,
      json: false,
      callOptions: {},
      tango: async () => ({ ...tango, AttributeProxy: UnknownAlias }),
      terminal: undefined,
      print: (text) => void lines.push(text),
      printJson: () => {},
      report: async (error) => void lines.push(String(error)),
    });
    assert.deepEqual(lines, []);
  },
);

test("shows a table in a terminal, but lines of JSON where these are asked for", async () => {
  await using context = await DeviceTestContext.start(TangoTest);
  const name = attributeOf(context, "ampli");
  let drawn = "";
  const terminal = {
    columns: 160,
    rows: 20,
    hasColours: false,
    write: (text: string) => {
      drawn += text;
    },
    onResize: () => () => {},
  };
  const shown = await run(["monitor", name, "--poll", "1", "--count", "3"], { terminal });
  assert.deepEqual([shown.code, shown.out, shown.err], [0, "", ""]);
  assert.match(drawn, /NAME .*VALUE .*QUALITY/);
  assert.match(drawn, /\n\S+\/ampli\S* +0 .*VALID .* 3 .*\n$/);
  drawn = "";
  const json = await run(["--json", "monitor", name, "--poll", "1", "--count", "1"], { terminal });
  assert.deepEqual([JSON.parse(json.out).value, drawn], [0, ""]);
});
