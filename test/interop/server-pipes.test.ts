import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { OrbContext } from "../../src/index.ts";
import { MemoryServerDatabase } from "../../src/tango/server/database/memory-server-database.ts";
import type { PipeSpec } from "../../src/tango/server/definition/pipe-definition.ts";
import { Device } from "../../src/tango/server/device.ts";
import { DeviceServer } from "../../src/tango/server/device-server.ts";
import type { PipeBlob, PipeBlobInput } from "../../src/tango/value/pipe-blob.ts";
import { ROOT } from "../support/source-files.ts";
import { patientProxy } from "./tango/patient-client.ts";

// Pipes of ours for real clients, and pipes of real servers for our client.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", script: "tango10.sh" },
] as const;

/** Elements of the types that PyTango can take out of a pipe: it cannot for DevUChar. */
const EVERYTHING: PipeBlobInput = {
  name: "all",
  elements: [
    { name: "bool", type: "DevBoolean", value: true },
    { name: "short", type: "DevShort", value: -1 },
    { name: "long", type: "DevLong", value: -2 },
    { name: "long64", type: "DevLong64", value: -3 },
    { name: "float", type: "DevFloat", value: 0.5 },
    { name: "double", type: "DevDouble", value: 1.5 },
    { name: "ushort", type: "DevUShort", value: 1 },
    { name: "ulong", type: "DevULong", value: 2 },
    { name: "ulong64", type: "DevULong64", value: 3 },
    { name: "string", type: "DevString", value: "text" },
    { name: "state", type: "DevState", value: "ALARM" },
    { name: "bools", type: "DevVarBooleanArray", value: [true, false] },
    { name: "chars", type: "DevVarCharArray", value: [1, 2] },
    { name: "longs", type: "DevVarLongArray", value: [1, -1] },
    { name: "long64s", type: "DevVarLong64Array", value: [1n, -1n] },
    { name: "doubles", type: "DevVarDoubleArray", value: [0.5] },
    { name: "strings", type: "DevVarStringArray", value: ["a", "b"] },
    { name: "inner", value: { name: "Inner", elements: [{ name: "x", value: 2.5 }] } },
  ],
};

class Pipes extends Device {
  static readonly pipes: Readonly<Record<string, PipeSpec<Pipes>>> = {
    settings: {
      description: "what was written",
      read() {
        return this.settings;
      },
      write(blob) {
        this.settings = blob;
      },
    },
    everything: { label: "All", displayLevel: "EXPERT", read: () => EVERYTHING },
    forbidden: { read: () => EVERYTHING, isAllowed: () => false },
    nothing: { read: () => undefined as never },
  };

  settings: PipeBlob = { name: "", elements: [] };
}

for (const { release, variable, script } of RELEASES) {
  describe(`pipes, with Tango ${release}`, { timeout: 120_000 }, () => {
    const name = "test/pipes/1";
    let server: DeviceServer;
    let tangoHost: string;
    let context: OrbContext;

    before(async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`);
      tangoHost = host;
      context = new OrbContext();
      server = new DeviceServer([Pipes], {
        server: { executable: "Pipes", instance: "interop" },
        database: () => new MemoryServerDatabase({ classes: { Pipes: { devices: { [name]: {} } } } }),
        output: new PassThrough().resume(),
      });
      await server.start();
    });
    after(async () => {
      await server?.stop();
      await context?.close();
    });

    it("of our server are read, written and configured by PyTango", async () => {
      const seen = await seenByPyTango(script, `127.0.0.1:${server.running.port}/${name}#dbase=no`);
      assert.deepEqual(seen, expected(`${name}`));
    });

    it("of a C++ server are read by our client", async () => {
      const device = patientProxy("sys/tg_test/1", { context, tangoHost });
      assert.ok((await device.getPipeList()).includes("string_long_short_ro"));
      const { name: pipe, blob } = await device.readPipe("String_long_short_ro");
      assert.equal(pipe, "String_long_short_ro");
      assert.deepEqual(blob, {
        name: "",
        elements: [
          { name: "FirstDE", type: "DevString", value: "The string" },
          { name: "SecondDE", type: "DevLong", value: 666 },
          { name: "ThirdDE", type: "DevShort", value: 12 },
        ],
      });
      await assert.rejects(device.writePipe("string_long_short_ro", blob), { reason: "API_PipeNotWritable" });
    });
  });
}

function expected(device: string) {
  const failed = (action: string, pipe: string) => [
    "API_PipeFailed",
    `Failed to ${action} on device ${device}, pipe ${pipe}`,
  ];
  const info = (pipe: string, more: object = {}) => ({
    name: pipe,
    label: pipe,
    description: "No description",
    disp_level: "OPERATOR",
    writable: "PIPE_READ",
    ...more,
  });
  const settings = { writable: "PIPE_READ_WRITE" };
  return {
    list: ["everything", "forbidden", "nothing", "settings"],
    config: [
      info("everything", { label: "All", disp_level: "EXPERT" }),
      info("forbidden"),
      info("nothing"),
      info("settings", { ...settings, description: "what was written" }),
    ],
    first: asPyTango(EVERYTHING),
    echo: {
      name: "blob",
      elements: [
        { name: "bool", type: "DevBoolean", value: true },
        { name: "short", type: "DevShort", value: -3 },
        { name: "long64", type: "DevLong64", value: 2 ** 62 },
        { name: "ulong64", type: "DevULong64", value: 2 ** 63 },
        { name: "double", type: "DevDouble", value: 1.5 },
        { name: "state", type: "DevState", value: "MOVING" },
        { name: "string", type: "DevString", value: "text" },
        { name: "floats", type: "DevVarFloatArray", value: [0.5, 1.5] },
        { name: "ushorts", type: "DevVarUShortArray", value: [1, 65535] },
        { name: "bools", type: "DevVarBooleanArray", value: [true, false] },
        { name: "strings", type: "DevVarStringArray", value: ["a", "b"] },
        {
          name: "inner",
          type: "DevPipeBlob",
          value: {
            name: "Inner",
            elements: [
              {
                name: "deep",
                type: "DevPipeBlob",
                value: { name: "Deep", elements: [{ name: "x", type: "DevDouble", value: 1.5 }] },
              },
              { name: "y", type: "DevString", value: "z" },
            ],
          },
        },
      ],
    },
    empty: { name: "", elements: [] },
    changed: info("settings", { ...settings, label: "Changed" }),
    errors: [
      [["API_PipeNotFound", "nope pipe not found"], failed("read_pipe", "nope")],
      [["API_PipeNotWritable", "Pipe everything is not writable"], failed("write_pipe", "everything")],
      [
        ["API_PipeNotAllowed", "It is currently not allowed to read pipe forbidden"],
        failed("read_pipe", "forbidden"),
      ],
      [
        ["API_PipeValueNotSet", "Value for pipe nothing has not been updated"],
        failed("read_pipe", "nothing"),
      ],
      [["API_PipeNotFound", "nope pipe not found"]],
    ],
  };
}

/** A blob as pipes.py shows it. */
function asPyTango({ name, elements }: PipeBlobInput): object {
  return {
    name,
    elements: elements.map((element) => {
      if (element.name === "inner") {
        const value = asPyTango(element.value as PipeBlobInput);
        return { name: "inner", type: "DevPipeBlob", value };
      }
      return { name: element.name, type: element.type ?? "DevDouble", value: asJson(element.value) };
    }),
  };
}

function asJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJson);
  return typeof value === "bigint" ? Number(value) : value;
}

/** What a PyTango client of this release sees: pipes.py. */
async function seenByPyTango(script: string, device: string): Promise<unknown> {
  const program = readFileSync(join(ROOT, "test/interop/tango/pipes.py"), "utf8");
  const peer = join(ROOT, "test/interop/peers", script);
  const child = spawn("bash", [peer, "exec", "/usr/bin/python3", "-c", program, device], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const [output, errors] = [text(child.stdout), text(child.stderr)];
  const [code] = await closed;
  assert.equal(code, 0, await errors);
  return JSON.parse(await output);
}
