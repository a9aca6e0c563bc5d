import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { MemoryServerDatabase } from "../../../../../src/tango/server/database/memory-server-database.ts";
import type { ServerDatabase } from "../../../../../src/tango/server/database/server-database.ts";
import type { PipeReqType, PipeSpec } from "../../../../../src/tango/server/definition/pipe-definition.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { PipeBlob, PipeBlobInput } from "../../../../../src/tango/value/pipe-blob.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { listenFor, serveDevice } from "../../../../support/served-device.ts";

class Scanner extends Device {
  static readonly pipes: Readonly<Record<string, PipeSpec<Scanner>>> = {
    settings: {
      label: "Settings of the scan",
      displayLevel: "EXPERT",
      read() {
        this.calls.push("read");
        return this.settings;
      },
      async write(blob) {
        this.calls.push(`write ${blob.name}`);
        this.settings = blob;
      },
      isAllowed(request) {
        this.calls.push(request);
        return this.refused !== request;
      },
    },
    Result: {
      description: "What came out",
      read: () => ({ name: "result", elements: [{ name: "points", type: "DevLong", value: 5 }] }),
    },
    nothing: { read: () => undefined as never },
    twice: {
      read: () => ({
        elements: [
          { name: "a", value: 1 },
          { name: "A", value: 2 },
        ],
      }),
    },
  };

  calls: string[] = [];
  refused: PipeReqType | null = null;
  settings: PipeBlobInput = { elements: [{ name: "speed", value: 1.5 }] };

  override alwaysExecutedHook(): void {
    this.calls.push("hook");
  }
}

class NoPipes extends Device {}

async function serve(t: TestContext, database?: ServerDatabase, deviceClass: typeof Device = Scanner) {
  const { served, device } = await serveDevice(deviceClass, database === undefined ? {} : { database });
  const { address, stop } = await listenFor(served);
  const context = new OrbContext();
  t.after(async () => {
    await context.close();
    await stop();
  });
  return { device: device as Scanner, proxy: new DeviceProxy(address, { context }), context, address };
}

async function failureOf(call: Promise<unknown>): Promise<string[]> {
  return call.then(
    () => assert.fail("the call succeeded"),
    (error) => {
      assert.ok(error instanceof DevFailed);
      return error.errors.map(({ reason, desc }) => `${reason}: ${desc}`);
    },
  );
}

const BLOB: PipeBlob = { name: "fast", elements: [{ name: "speed", type: "DevDouble", value: 9 }] };

test("reads a pipe, named as the client names it", async (t) => {
  const { proxy, device } = await serve(t);
  const { name, time, blob } = await proxy.readPipe("SETTINGS");
  assert.equal(name, "SETTINGS");
  assert.ok(Math.abs(time.toMilliseconds() - Date.now()) < 60_000);
  assert.deepEqual(blob, { name: "", elements: [{ name: "speed", type: "DevDouble", value: 1.5 }] });
  assert.deepEqual(device.calls, ["hook", "READ_REQ", "read"]);
});

test("writes a pipe", async (t) => {
  const { proxy, device } = await serve(t);
  await proxy.writePipe("Settings", BLOB);
  assert.deepEqual(device.calls, ["hook", "WRITE_REQ", "write fast"]);
  assert.deepEqual((await proxy.readPipe("settings")).blob, BLOB);
});

test("writes and reads a pipe in one call", async (t) => {
  const { proxy, device } = await serve(t);
  const { blob } = await proxy.writeReadPipe("settings", BLOB);
  assert.deepEqual(blob, BLOB);
  assert.deepEqual(device.calls, ["hook", "WRITE_REQ", "write fast", "hook", "READ_REQ", "read"]);
  assert.match((await proxy.blackBox(1))[0]!, / : Operation write_read_pipe_5 \(settings\) requested /);
});

test("refuses what cppTango refuses, in its words", async (t) => {
  const { proxy, device } = await serve(t);
  const name = proxy.devName();
  const read = (pipe: string) => `API_PipeFailed: Failed to read_pipe on device ${name}, pipe ${pipe}`;
  const written = (pipe: string) => `API_PipeFailed: Failed to write_pipe on device ${name}, pipe ${pipe}`;
  assert.deepEqual(await failureOf(proxy.readPipe("Nope")), [
    "API_PipeNotFound: Nope pipe not found",
    read("Nope"),
  ]);
  assert.deepEqual(await failureOf(proxy.writePipe("Nope", BLOB)), [
    "API_PipeNotFound: Nope pipe not found",
    written("Nope"),
  ]);
  assert.deepEqual(await failureOf(proxy.writePipe("result", BLOB)), [
    "API_PipeNotWritable: Pipe result is not writable",
    written("result"),
  ]);
  assert.deepEqual(await failureOf(proxy.readPipe("nothing")), [
    "API_PipeValueNotSet: Value for pipe nothing has not been updated",
    read("nothing"),
  ]);
  assert.deepEqual(await failureOf(proxy.readPipe("twice")), [
    "API_PipeDuplicateDEName: Several times the same data element name in provided vector: a",
    read("twice"),
  ]);
  device.refused = "READ_REQ";
  assert.deepEqual(await failureOf(proxy.readPipe("settings")), [
    "API_PipeNotAllowed: It is currently not allowed to read pipe settings",
    read("settings"),
  ]);
  device.refused = "WRITE_REQ";
  assert.deepEqual(await failureOf(proxy.writePipe("settings", BLOB)), [
    "API_PipeNotAllowed: It is currently not allowed to write pipe settings",
    written("settings"),
  ]);
});

test("records calls of pipes before it looks for them", async (t) => {
  const { proxy } = await serve(t);
  await proxy.readPipe("Result");
  await assert.rejects(proxy.readPipe("nope"));
  await assert.rejects(proxy.writePipe("nope", BLOB));
  await proxy.getPipeList();
  await proxy.setPipeConfig(await proxy.getPipeConfig("Result"));
  const operations = (await proxy.blackBox(6)).map(
    (line) => / : Operation (.*?)(?: requested|$)/.exec(line)?.[1],
  );
  assert.deepEqual(operations, [
    "set_pipe_config_5",
    "get_pipe_config_5",
    "get_pipe_config_5",
    "write_pipe_5 (nope)",
    "read_pipe_5 (nope)",
    "read_pipe_5 (Result)",
  ]);
});

test("tells of its pipes, sorted by name", async (t) => {
  const { proxy } = await serve(t);
  assert.deepEqual(await proxy.getPipeList(), ["Result", "nothing", "settings", "twice"]);
  assert.deepEqual(await proxy.getPipeConfig("SETTINGS"), {
    name: "settings",
    label: "Settings of the scan",
    description: "No description",
    extensions: [],
    dispLevel: "EXPERT",
    writable: "PIPE_READ_WRITE",
  });
  const [result, nothing] = await proxy.getPipeConfig(["result", "nothing"]);
  assert.deepEqual(result, {
    name: "Result",
    label: "Result",
    description: "What came out",
    extensions: [],
    dispLevel: "OPERATOR",
    writable: "PIPE_READ",
  });
  assert.equal(nothing?.name, "nothing");
  assert.deepEqual(await failureOf(proxy.getPipeConfig(["settings", "nope"])), [
    "API_PipeNotFound: nope pipe not found",
  ]);
});

test("serves a device without pipes", async (t) => {
  const { proxy } = await serve(t, undefined, NoPipes);
  assert.deepEqual(await proxy.getPipeConfig(), []);
  const info = { name: "x", label: "", description: "", extensions: [], dispLevel: "OPERATOR" } as const;
  assert.deepEqual(await failureOf(proxy.setPipeConfig({ ...info, writable: "PIPE_READ" })), [
    "API_PipeNotFound: The device does not have any pipe",
  ]);
});

function databaseWith(ofClass: object, ofDevice: object): MemoryServerDatabase {
  return new MemoryServerDatabase({
    classes: {
      Scanner: {
        pipeProperties: ofClass as never,
        devices: { "test/device/1": { pipeProperties: ofDevice as never } },
      },
    },
  });
}

test("takes its configuration from the device, then the code, then the class", async (t) => {
  const { proxy } = await serve(
    t,
    databaseWith(
      {
        settings: { label: "class", description: "class" },
        result: { Label: ["The", "class"], description: "class" },
      },
      { SETTINGS: { Description: ["a", "b"] } },
    ),
  );
  const texts = async (name: string) => {
    const { label, description } = await proxy.getPipeConfig(name);
    return [label, description];
  };
  assert.deepEqual(await texts("settings"), ["Settings of the scan", "a,b"]);
  assert.deepEqual(await texts("result"), ["The class", "What came out"]);
});

test("keeps changes of the configuration in the database", async (t) => {
  const database = databaseWith({ result: { label: "Class" } }, {});
  const { proxy } = await serve(t, database);
  const stored = async () => (await database.devicePipeProperties("test/device/1", ["Result"])).Result;
  const change = async (changes: { label?: string; description?: string }) => {
    await proxy.setPipeConfig({ ...(await proxy.getPipeConfig("result")), ...changes });
    const { label, description } = await proxy.getPipeConfig("result");
    return [label, description, await stored()];
  };
  assert.deepEqual(await change({ label: "Größe", description: "D" }), [
    "Größe",
    "D",
    { label: ["Größe"], description: ["D"] },
  ]);
  assert.deepEqual(await change({ label: "NaN" }), ["Class", "D", { description: ["D"] }]);
  assert.deepEqual(await change({ label: "Not Specified", description: "" }), [
    "Result",
    "What came out",
    { label: ["Result"] },
  ]);
  assert.deepEqual(await change({ description: "not specified", label: "nan" }), [
    "Class",
    "No description",
    { description: ["No description"] },
  ]);
  assert.deepEqual(await change({ description: "What came out" }), ["Class", "What came out", {}]);
});

test("refuses a change of what cannot be changed, and tells how far it came", async (t) => {
  const { proxy } = await serve(t);
  const [result, nothing, settings] = await proxy.getPipeConfig(["Result", "nothing", "settings"]);
  const label = "changed";
  const failure = await failureOf(
    proxy.setPipeConfig([
      { ...result!, label },
      { ...nothing!, label, writable: "PIPE_READ_WRITE" },
      { ...settings!, label },
    ]),
  );
  assert.deepEqual(failure, [
    "API_AttrNotAllowed\nAll previous pipe(s) have been successfully updated\nAll remaining pipe(s) have not been updated: " +
      "Pipe writable property is not changeable at run time",
  ]);
  const labels = (await proxy.getPipeConfig()).map((info) => info.label);
  assert.deepEqual(labels, ["changed", "nothing", "Settings of the scan", "twice"]);
});

test("leaves a configuration as it was where the database fails", async (t) => {
  const failing = (puts: () => void) => {
    const database = databaseWith({}, {});
    database.putDevicePipeProperties = async () => puts();
    database.deleteDevicePipeProperties = async () => puts();
    return database;
  };
  const down = new DevFailed([{ reason: "DB_SQLError", desc: "down", origin: "", severity: "ERR" }]);
  let calls = 0;
  const once = await serve(
    t,
    failing(() => {
      if (calls++ === 0) throw down;
    }),
  );
  const info = await once.proxy.getPipeConfig("Result");
  assert.deepEqual(await failureOf(once.proxy.setPipeConfig({ ...info, label: "x" })), ["DB_SQLError: down"]);
  assert.deepEqual(await once.proxy.getPipeConfig("Result"), info);
  const always = await serve(
    t,
    failing(() => {
      throw down;
    }),
  );
  assert.deepEqual(await failureOf(always.proxy.setPipeConfig({ ...info, label: "x" })), [
    "API_CorruptedDatabase: Device test/device/1-> Pipe : Result\nDatabase error occurred whilst setting pipe properties. The database may be corrupted.",
  ]);
});

test("refuses to start a device of which the database does not tell its pipes", async () => {
  const database = databaseWith({}, {});
  database.devicePipeProperties = () =>
    Promise.reject(new DevFailed([{ reason: "DB_SQLError", desc: "down", origin: "", severity: "ERR" }]));
  assert.deepEqual(await failureOf(serveDevice(Scanner, { database })), [
    "DB_SQLError: down",
    "API_DatabaseAccess: Can't get device pipe properties for device test/device/1",
  ]);
});

test("refuses a pipe that nothing reads", async () => {
  class Wrong extends Device {
    static readonly pipes = { x: {} };
  }
  await assert.rejects(serveDevice(Wrong), { name: "TypeError", message: "Wrong: pipe x: nothing reads it" });
});
