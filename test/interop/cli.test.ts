import assert from "node:assert/strict";
import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { compilePrograms } from "../support/compiled-program.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { ROOT } from "../support/source-files.ts";

// The command, built as it is installed, as a process of its own against the real systems. That it ends at all shows that it
// leaves nothing open.

const BUILT = mkdtempSync(join(tmpdir(), "bandoneon-cli-"));
const DEVICE = "sys/tg_test/1";
const PROPERTY = `bandoneon_cli_${process.pid}`;
const SERVER = `BandoneonCli${process.pid}`;
const FAMILY = `bandoneon/cli-${process.pid}`;
const ALIAS = `bandoneon-cli-${process.pid}`;
/** The command, which waits for its peers as long as other clients of these tests. */
const COMMAND = [join(BUILT, "dist/cli/main.js"), "--timeout", String(PATIENCE_MS)];
/** Much more than a command takes; one that hangs is killed, which fails its test. */
const LIMIT_MS = 2 * PATIENCE_MS;

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

before(() => {
  cpSync(join(ROOT, "package.json"), join(BUILT, "package.json"));
  execFileSync(process.execPath, ["scripts/build.mjs", join(BUILT, "dist")], { cwd: ROOT, stdio: "inherit" });
});

after(() => rmSync(BUILT, { recursive: true, force: true }));

// Most of the time a command starts: one release beside the other.
describe("bandoneon", { concurrency: 2 }, () => {
  for (const { release, variable, idl, script } of [
    { release: "9.3", variable: "TANGO93_HOST", idl: 5, script: "tango93.sh" },
    { release: "10.0", variable: "TANGO10_HOST", idl: 6, script: "tango10.sh" },
  ]) {
    describe(`bandoneon against Tango ${release}`, { concurrency: 1 }, () => {
      const host = process.env[variable];

      async function run(...args: readonly string[]): Promise<Outcome> {
        assert.ok(host, `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`);
        return bandoneon({ ...process.env, TANGO_HOST: host }, args);
      }

      /** What a command that works prints. */
      async function output(...args: readonly string[]): Promise<string> {
        const { code, out, err } = await run(...args);
        assert.deepEqual([code, err], [0, ""], args.join(" "));
        assert.ok(!out.includes("\u001b"), "colours, though this is no terminal");
        return out;
      }

      async function json(...args: readonly string[]) {
        return JSON.parse(await output("--json", ...args));
      }

      /** Runs a program of the release to its end. */
      async function peer(...command: readonly string[]): Promise<Outcome> {
        const child = spawn("bash", [join(ROOT, "test/interop/peers", script), "exec", ...command], {
          env: { ...process.env, TANGO_HOST: host },
          stdio: ["ignore", "pipe", "pipe"],
          timeout: LIMIT_MS,
        });
        return outcome(child);
      }

      after(async () => {
        if (host === undefined) return;
        for (const name of await json("server", "ls", SERVER)) await run("server", "rm", name.name);
        for (const owner of [DEVICE, `${DEVICE}/ampli`, "class:TangoTest", `free:${PROPERTY}`]) {
          await run("prop", "rm", owner, PROPERTY);
        }
      });

      test("ping, by name, and with the database in front or as an option", async () => {
        assert.match(await output("ping", DEVICE), /^sys\/tg_test\/1 answered in \d+ us\n$/);
        assert.ok((await json("ping", `tango://${host}/${DEVICE}`)).us > 0);
        assert.match(
          (await bandoneon({ PATH: process.env.PATH }, ["--tango-host", host!, "ping", DEVICE])).out,
          /answered/,
        );
      });

      test("info", async () => {
        const info = await json("info", DEVICE);
        assert.deepEqual(
          [info.name, info.devClass, info.serverId, info.idlVersion, info.admName],
          [DEVICE, "TangoTest", "TangoTest/test", idl, "dserver/TangoTest/test"],
        );
        assert.match(await output("info", DEVICE), /^server +TangoTest\/test$/m);
      });

      test("ls", async () => {
        const [device, ...more] = await json("ls", DEVICE);
        assert.deepEqual(more, []);
        assert.deepEqual(device, {
          name: DEVICE,
          exported: true,
          class: "TangoTest",
          server: "TangoTest/test",
          alias: device.alias,
        });
        const lines = (await output("ls", "sys/*")).split("\n");
        assert.match(lines[0]!, /^DEVICE +EXPORTED +CLASS +SERVER/);
        assert.ok(lines.some((line) => /^sys\/tg_test\/1 +yes +TangoTest +TangoTest\/test/.test(line)));
        // _ and % are no wildcards, and a quote ends no text.
        assert.deepEqual(await json("ls", "sys/tg_test_1"), []);
        assert.deepEqual(await json("ls", "sy%"), []);
        assert.deepEqual(await json("ls", "x' or name like '%"), []);
      });

      test("attrs and cmds", async () => {
        const attributes: readonly { name: string; dataType: string }[] = await json("attrs", DEVICE);
        assert.equal(attributes.find(({ name }) => name === "long64_scalar")?.dataType, "DevLong64");
        assert.match(await output("attrs", DEVICE), /^double_image +DevDouble\[251 x 251\] +READ_WRITE$/m);
        const commands: readonly { cmdName: string; inType: string }[] = await json("cmds", DEVICE);
        assert.equal(
          commands.find(({ cmdName }) => cmdName === "DevVarULong64Array")?.inType,
          "DevVarULong64Array",
        );
        assert.match(await output("cmds", DEVICE), /^State +DevVoid +DevState/m);
      });

      test("interface", async (t) => {
        const { attributes, commands } = await json("interface", DEVICE);
        assert.deepEqual(attributes.double_image, {
          dtype: "DevDouble",
          dformat: "IMAGE",
          access: "READ_WRITE",
        });
        assert.deepEqual(commands.DevVarULong64Array, {
          dtypeIn: "DevVarULong64Array",
          dtypeOut: "DevVarULong64Array",
        });
        const [program] = await compilePrograms(t, [await output("interface", DEVICE)]);
        const { TangoTest } = await import(pathToFileURL(program!.file).href);
        assert.deepEqual(TangoTest, { attributes, commands });
      });

      test("write and read, exactly", async () => {
        const cases: readonly [attribute: string, values: readonly string[], written: unknown][] = [
          ["boolean_scalar", ["yes"], true],
          ["double_scalar_w", ["-3.5e-7"], -3.5e-7],
          ["long64_scalar", ["9007199254740993"], "9007199254740993"],
          ["ulong64_scalar", ["0x10"], 16],
          ["uchar_scalar", ["255"], 255],
          ["string_scalar", ["-- \u00fc [x]"], "-- \u00fc [x]"],
          ["short_spectrum", ["1", "-2", "3"], [1, -2, 3]],
          ["string_spectrum", ['["a, b", c]'], ["a, b", "c"]],
          [
            "double_image",
            ["[[1, 2, 3], [-4, 5, 0.5]]"],
            [
              [1, 2, 3],
              [-4, 5, 0.5],
            ],
          ],
        ];
        for (const [attribute, values, written] of cases) {
          const name = `${DEVICE}/${attribute}`;
          assert.deepEqual(
            await json("write", name, "--", ...values),
            { attribute: name, value: written },
            attribute,
          );
          const [reading] = await json("read", name);
          assert.deepEqual([reading.writeValue, reading.quality], [written, "ATTR_VALID"], attribute);
        }
        assert.equal(
          await output("write", `${DEVICE}/float_scalar`, "0.1"),
          `${DEVICE}/float_scalar = 0.1\n`,
        );
        assert.match(
          await output("read", `${DEVICE}/float_scalar`),
          / VALID {2}\d{4}-\d\d-\d\dT[\d:.]+Z {2}set 0\.1\n$/,
        );
      });

      test("read shows what it can and tells what failed, in order", async () => {
        const names = ["double_scalar", "nope", "State", "throw_exception"].map(
          (name) => `${DEVICE}/${name}`,
        );
        const { code, out, err } = await run("read", ...names);
        assert.equal(code, 1);
        assert.match(
          out,
          /^sys\/tg_test\/1\/double_scalar .* VALID .*\nsys\/tg_test\/1\/State +\w+ +VALID .*\n$/,
        );
        assert.match(
          err,
          /^bandoneon: sys\/tg_test\/1\/nope: DevFailed\n {2}API_AttrNotFound: nope attribute not found\n {4}in .*\n {2}API_AttributeFailed: .*\n/,
        );
        assert.match(err, /^bandoneon: sys\/tg_test\/1\/throw_exception: DevFailed\n {2}exception test: /m);
        const both = await run("--json", "read", ...names);
        const readings = JSON.parse(both.out);
        assert.deepEqual(
          readings.map(({ attribute }: { attribute: string }) => attribute),
          names,
        );
        assert.equal(readings[1].errors[0].reason, "API_AttrNotFound");
        const errors = both.err
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line).error);
        assert.deepEqual(
          errors.map(({ reason }) => reason),
          ["API_AttrNotFound", "exception test"],
        );
      });

      test("cmd with arguments of every kind", async () => {
        const cases: readonly [command: string, args: readonly string[], value: unknown][] = [
          ["DevVoid", [], null],
          ["DevString", ["hola"], "hola"],
          ["DevBoolean", ["on"], true],
          ["DevShort", ["-7"], -7],
          ["DevULong64", ["18446744073709551615"], "18446744073709551615"],
          ["DevDouble", ["-inf"], "-Infinity"],
          ["DevVarCharArray", ["0", "255"], [0, 255]],
          ["DevVarLong64Array", ["[-9223372036854775808]"], ["-9223372036854775808"]],
          ["DevVarStringArray", ["a", "b c"], ["a", "b c"]],
          ["DevVarLongStringArray", ['{"lvalue":[1,2],"svalue":["x"]}'], { lvalue: [1, 2], svalue: ["x"] }],
          ["DevVarDoubleStringArray", ["[[0.5,NaN],[x]]"], { dvalue: [0.5, "NaN"], svalue: ["x"] }],
        ];
        for (const [command, args, value] of cases) {
          const reply = await json("cmd", DEVICE, command, ...args);
          assert.deepEqual([reply.command, reply.value], [command, value]);
        }
        assert.equal(await output("cmd", DEVICE, "DevVoid"), "");
        assert.equal(await output("cmd", DEVICE, "DevFloat", "0.1"), "0.1\n");
        assert.match(await output("cmd", DEVICE, "State"), /^[A-Z]+\n$/);
      });

      test("values that do not fit are usage errors, and nothing is written", async () => {
        for (const [args, message] of [
          [["write", `${DEVICE}/short_scalar`, "40000"], /range of DevShort/],
          [["write", `${DEVICE}/double_scalar`, "1", "2"], /one value/],
          [["write", `${DEVICE}/double_image`, "[[1,2],[3]]"], /row 1/],
          [["cmd", DEVICE, "DevVoid", "1"], /takes no argument/],
          [["cmd", DEVICE, "DevLong"], /wants an argument of type DevLong/],
        ] as const) {
          const { code, out, err } = await run(...args);
          assert.deepEqual([code, out], [2, ""], args.join(" "));
          assert.match(err, message);
        }
      });

      test("monitor, by events that need no polling, and by polling", async () => {
        for (const [event, name, member] of [
          ["user_event", `${DEVICE}/double_scalar`, "value"],
          ["attr_conf", `${DEVICE}/double_scalar`, "attrConf"],
          ["pipe", `${DEVICE}/string_long_short_ro`, "blob"],
          ["intr_change", DEVICE, "attList"],
        ] as const) {
          const line = await json("monitor", name, "--event", event, "--count", "1");
          assert.equal(line.event, event);
          assert.ok(line[member] !== undefined && line.received !== undefined, event);
        }
        const polled = await output("monitor", `${DEVICE}/State`, "--poll", "20", "--count", "3");
        assert.match(
          polled,
          /^(\d{4}-\d\d-\d\dT[\d:.]+Z {2}sys\/tg_test\/1\/State {2}[A-Z]+ {2}VALID\n){3}$/,
        );
      });

      test("monitor says what to do where there are no events, and ends well when it is interrupted", async () => {
        const child = started(host, ["monitor", `${DEVICE}/uchar_spectrum_ro`]);
        const chunks: string[] = [];
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
          chunks.push(chunk);
          child.kill("SIGINT");
        });
        const [code] = await once(child, "close");
        assert.equal(code, 0);
        assert.match(chunks.join(""), /uchar_spectrum_ro {2}no events: .*--poll 1000/);
      });

      test("monitor fails where nothing of all is there", async () => {
        const names = [`${DEVICE}/nope`, "no/such/device/attribute"];
        const { code, err } = await run("monitor", ...names);
        assert.equal(code, 1);
        assert.match(err, /^bandoneon: sys\/tg_test\/1\/nope: DevFailed\n {2}API_AttrNotFound/);
        assert.match(err, /^ {2}DB_DeviceNotDefined/m);
      });

      test("monitor ends when nobody reads what it prints", async () => {
        const child = started(host, ["monitor", `${DEVICE}/State`, "--poll", "20"]);
        await once(child.stdout, "data");
        child.stdout.destroy();
        const [code] = await once(child, "close");
        assert.equal(code, 0);
      });

      test("monitor draws a table in a terminal, and leaves that as it was", async () => {
        const line = `monitor ${DEVICE}/double_scalar ${DEVICE}/nope --poll 20 --count 20`;
        for (const { NO_COLOR, isColoured } of [
          { NO_COLOR: "", isColoured: true },
          { NO_COLOR: "1", isColoured: false },
        ]) {
          const program = `stty cols 120 rows 20; '${process.execPath}' ${COMMAND.join(" ")} ${line}`;
          const env = { ...process.env, TANGO_HOST: host, TERM: "xterm", NO_COLOR };
          const out = execFileSync("script", ["-qec", program, "/dev/null"], {
            env,
            stdio: ["ignore", "pipe", "inherit"],
            encoding: "utf8",
            timeout: LIMIT_MS,
          })
            .replaceAll("\u001b", "^")
            .replaceAll("\r", "");
          assert.ok(out.startsWith("^[?1049h^[?25l"), out);
          const table = out.slice(out.lastIndexOf("^[?25h^[?1049l"));
          assert.match(
            table,
            /NAME +VALUE +QUALITY .*\n.*double_scalar +-?[\d.]+.*VALID.* 20 .*\n.*nope .*AttrNotFound/,
          );
          assert.equal(table.includes("^[32m"), isColoured);
        }
      });

      test("properties of a device, an attribute, a class and a free object", async () => {
        for (const owner of [DEVICE, `${DEVICE}/ampli`, "class:TangoTest", `free:${PROPERTY}`]) {
          assert.equal(await output("prop", "put", owner, PROPERTY, "first", "-2"), "");
          assert.deepEqual(await json("prop", "get", owner, PROPERTY), { [PROPERTY]: ["first", "-2"] });
          assert.deepEqual(await json("prop", "ls", owner, `${PROPERTY.slice(0, -1)}*`), [PROPERTY]);
          assert.equal(
            await output("prop", "get", owner, PROPERTY),
            `${PROPERTY}  first\n${" ".repeat(PROPERTY.length)}  -2\n`,
          );
          assert.equal(await output("prop", "rm", owner, PROPERTY), "");
          assert.deepEqual(await json("prop", "ls", owner, PROPERTY), []);
        }
        assert.deepEqual(await json("prop", "get", DEVICE, PROPERTY), { [PROPERTY]: [] });
      });

      test("server add, and what tango_admin and PyTango see of it", async () => {
        const [server, first, second] = [`${SERVER}/ours`, `${FAMILY}/1`, `${FAMILY}/2`];
        assert.notEqual((await peer("tango_admin", "--check-server", server)).code, 0);
        await output("server", "add", server, "Supply", first, second, "Meter", `${FAMILY}/3`);
        assert.equal((await peer("tango_admin", "--check-server", server)).code, 0);
        assert.equal((await peer("tango_admin", "--check-device", first)).code, 0);
        assert.match((await peer("tango_admin", "--server-list")).out, new RegExp(`\\b${SERVER}\\b`));
        await json("alias", "put", first, ALIAS);
        const program = `import json, tango
database = tango.Database()
info = database.get_device_info("${second}")
listed = list(database.get_device_class_list("${server}"))
print(json.dumps([sorted(zip(listed[::2], listed[1::2])), info.ds_full_name, database.get_device_from_alias("${ALIAS}")]))`;
        const [listed, owner, aliased] = JSON.parse((await peer("/usr/bin/python3", "-c", program)).out);
        assert.deepEqual(listed, [
          [first, "Supply"],
          [second, "Supply"],
          [`${FAMILY}/3`, "Meter"],
          [`dserver/${server}`, "DServer"],
        ]);
        assert.deepEqual([owner, aliased], [server, first]);

        // tango_admin would have the device twice, and both go with one.
        const refused = await run("server", "add", `${SERVER}/other`, "Supply", first);
        assert.deepEqual([refused.code, refused.out], [1, ""]);
        assert.match(refused.err, /^bandoneon: .* is a Supply of .*\/ours already; nothing was added/);

        await output("alias", "rm", ALIAS);
        await output("device", "rm", second);
        assert.notEqual((await peer("tango_admin", "--check-device", second)).code, 0);
        await output("server", "rm", server);
        assert.notEqual((await peer("tango_admin", "--check-server", server)).code, 0);
        assert.deepEqual(await json("ls", `${FAMILY}/*`), []);
      });

      test("a server of tango_admin, shown, extended and removed", async () => {
        const [server, first, second] = [`${SERVER}/theirs`, `${FAMILY}/4`, `${FAMILY}/5`];
        assert.equal((await peer("tango_admin", "--add-server", server, "Supply", first)).code, 0);
        assert.deepEqual(await json("server", "ls", SERVER), [{ name: server, exported: false }]);
        assert.deepEqual((await json("server", "add", server, "Supply", first, second)).devices, [
          { name: first, class: "Supply", added: false },
          { name: second, class: "Supply", added: true },
        ]);
        assert.deepEqual((await json("server", "info", server)).devices, [
          { name: first, class: "Supply", exported: false },
          { name: second, class: "Supply", exported: false },
        ]);
        assert.equal((await peer("tango_admin", "--delete-server", server)).code, 0);
        assert.equal((await run("server", "info", server)).code, 1);
      });

      test("server info and device info of what runs, which is not removed", async () => {
        const { name, exported, pid, started } = await json("server", "info", "TangoTest/test");
        assert.deepEqual([name, exported], ["TangoTest/test", true]);
        assert.ok(pid > 0 && started !== null);
        assert.equal((await json("device", "info", DEVICE)).pid, pid);
        const { code, err } = await run("server", "rm", "TangoTest/test");
        assert.equal(code, 1);
        assert.match(err, /TangoTest\/test runs; .* Nothing was removed\n$/);
      });

      test("ior of a device and of the database", async () => {
        const { svalue } = (await json("cmd", "sys/database/2", "DbImportDevice", DEVICE)).value;
        const device = await json("ior", svalue[1]);
        assert.equal(device.typeId, `IDL:Tango/Device_${idl}:1.0`);
        assert.ok(device.profiles.some(({ port }: { port: number }) => port > 0));
        assert.ok(
          device.profiles[0].components.some(({ text }: { text: string }) => text.startsWith("omniORB ")),
        );
        assert.match(await output("ior", `corbaloc:iiop:${host}/database`), /object key +database\n/);
      });

      test("a device that is not there, with the error stack on standard error", async () => {
        const { code, out, err } = await run("ping", "no/such/device");
        assert.deepEqual([code, out], [1, ""]);
        assert.match(err, /^bandoneon: ping no\/such\/device: \w+\n {2}DB_DeviceNotDefined: .*\n {4}in .*\n/);
        assert.match(err, / {2}API_DeviceNotDefined: /);
        const wrong = await run("read", "sys/tg_test");
        assert.equal(wrong.code, 1);
        assert.match(wrong.err, /API_WrongAttributeNameSyntax|DB_|API_/);
      });
    });
  }
});

/** The command as a process that goes on until it is told to end. */
function started(host: string | undefined, args: readonly string[]) {
  return spawn(process.execPath, [...COMMAND, ...args], {
    env: { ...process.env, TANGO_HOST: host },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: LIMIT_MS,
  });
}

/** Runs the command to its end. */
async function bandoneon(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
  });
  return outcome(child);
}

async function outcome(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Outcome> {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [code, out, err] = await Promise.all([ended, textOf(child.stdout), textOf(child.stderr)]);
  return { code, out, err };
}
