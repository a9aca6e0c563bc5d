import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { type Database, OrbContext } from "../../src/index.ts";
import { FileServerDatabase } from "../../src/tango/server/database/file-server-database.ts";
import { ServerDatabaseConnection } from "../../src/tango/server/database/server-database-connection.ts";
import { TangoServerDatabase } from "../../src/tango/server/database/tango-server-database.ts";
import { ROOT } from "../support/source-files.ts";
import { patientDatabase } from "./tango/patient-client.ts";

// What a server tells its database, and is told by it, with the real ones; and database files that cppTango reads and writes.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", port: "TANGO93_PORT", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", port: "TANGO10_PORT", script: "tango10.sh" },
] as const;

for (const { release, variable, port, script } of RELEASES) {
  describe(`the database of a server, with Tango ${release}`, { timeout: 120_000 }, () => {
    const instance = `interop-${process.pid}`;
    const server = { executable: "OurServer", instance };
    const name = `OurServer/${instance}`;
    const admin = `dserver/${name}`;
    const className = `OurClass${process.pid}`;
    const [first, second] = [`our/${instance}/1`, `our/${instance}/2`];
    let tangoHost: string;
    let context: OrbContext;
    let database: Database;

    const opened = async () => {
      const ours = new TangoServerDatabase(
        new ServerDatabaseConnection(tangoHost, { context, checksAccess: false }),
        "here",
      );
      await ours.open(server);
      return ours;
    };

    before(async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`);
      tangoHost = host;
      context = new OrbContext();
      database = patientDatabase(tangoHost, { context });
      await database.addServer(name, [
        { name: first, className, server: name },
        { name: second, className, server: name },
      ]);
    });
    after(async () => {
      await database?.deleteServer(name);
      await database?.deleteClassProperty(className, ["doc_url", "theirs"]);
      await database?.deleteClassAttributeProperty(className, { level: "unit" });
      await database?.deleteClassPipeProperty(className, { Trace: "label" });
      await context?.close();
    });

    it("gives all properties while the server starts, as they were when it began", async () => {
      await database.putDeviceProperty(first, { Words: ["one", "two three", "ü"], Number: 5 });
      await database.putDeviceAttributeProperty(first, { Level: { __value: [1, 2], max_value: 10 } });
      await database.putDevicePipeProperty(first, { Trace: { description: "long" } });
      await database.putClassProperty(className, { doc_url: "http://x" });
      await database.putClassAttributeProperty(className, { level: { unit: "m" } });
      await database.putClassPipeProperty(className, { Trace: { label: "The trace" } });
      await database.putDeviceProperty(admin, { polling_threads_pool_size: 2 });
      const ours = await opened();
      await database.putDeviceProperty(first, { Number: 6 });
      const seen = async () => ({
        classes: await ours.classNames(),
        devices: await ours.deviceNames(className.toUpperCase()),
        others: await ours.deviceNames("NoSuchClass"),
        device: await ours.deviceProperties(first.toUpperCase(), ["words", "NONE"]),
        admin: await ours.deviceProperties(admin, ["polling_threads_pool_size"]),
        class: await ours.classProperties(className, ["DOC_URL", "none"]),
        free: await ours.freeProperties("CtrlSystem", ["NoSuchProperty"]),
        attributes: await ours.deviceAttributeProperties(first, ["level", "none"]),
        classAttributes: await ours.classAttributeProperties(className, ["LEVEL", "none"]),
        pipes: await ours.devicePipeProperties(first, ["trace", "none"]),
        classPipes: await ours.classPipeProperties(className, ["Trace", "none"]),
        running: await ours.runningAdminDevice(),
      });
      const expected = {
        classes: [className],
        devices: [first, second],
        others: [],
        device: { words: ["one", "two three", "ü"], NONE: [] },
        admin: { polling_threads_pool_size: ["2"] },
        class: { DOC_URL: ["http://x"], none: [] },
        free: { NoSuchProperty: [] },
        attributes: { level: { __value: ["1", "2"], max_value: ["10"] }, none: {} },
        classAttributes: { LEVEL: { unit: ["m"] }, none: {} },
        pipes: { trace: { description: ["long"] }, none: {} },
        classPipes: { Trace: { label: ["The trace"] }, none: {} },
        running: null,
      };
      assert.deepEqual(await seen(), expected);
      assert.deepEqual(await ours.deviceProperties(first, ["number"]), { number: ["5"] });
      ours.endStartup();
      assert.deepEqual(await seen(), expected);
      assert.deepEqual(await ours.deviceProperties(first, ["number"]), { number: ["6"] });
      await ours.close();
    });

    it("is told what runs, and what runs no more", async () => {
      const ours = await opened();
      const own = { host: "here", pid: process.pid, version: "6" };
      await ours.exportDevice({ name: first, ior: "IOR:01", ...own });
      await ours.exportDevice({ name: admin, ior: "IOR:02", ...own });
      const { exported, ior, host, pid, version, dsFullName } = await database.getDeviceInfo(first);
      assert.deepEqual(
        { exported, ior, host, pid, version, dsFullName },
        { exported: true, ior: "IOR:01", ...own, dsFullName: name },
      );
      assert.deepEqual(await database.getDeviceExported(`our/${instance}/*`), [first]);

      const another = await opened();
      assert.equal(await another.runningAdminDevice(), "IOR:02");
      another.endStartup();
      assert.equal(await another.runningAdminDevice(), "IOR:02");

      await ours.unexportDevice(first);
      assert.equal((await database.getDeviceInfo(first)).exported, false);
      await ours.unexportServer();
      assert.equal((await database.getDeviceInfo(admin)).exported, false);
      assert.equal(await another.runningAdminDevice(), null);
      assert.equal(await (await opened()).runningAdminDevice(), null);
    });

    it("is told of changes", async () => {
      const ours = await opened();
      await ours.putDeviceProperties(second, { kept: [1, "two"], dropped: true });
      await ours.deleteDeviceProperties(second, ["dropped"]);
      await ours.putDeviceAttributeProperties(second, {
        level: { label: "L", unit: "s" },
        other: { unit: "h" },
      });
      await ours.deleteDeviceAttributeProperties(second, "level", ["label"]);
      await ours.putDevicePipeProperties(second, { trace: { label: "T", description: "D" } });
      await ours.deleteDevicePipeProperties(second, "trace", ["label"]);
      await ours.putClassProperties(className, { theirs: "x" });
      assert.deepEqual(await database.getDeviceProperty(second, ["kept", "dropped"]), {
        kept: ["1", "two"],
        dropped: [],
      });
      assert.deepEqual(await database.getDeviceAttributeProperty(second, ["level", "other"]), {
        level: { unit: ["s"] },
        other: { unit: ["h"] },
      });
      assert.deepEqual(await ours.devicePipeProperties(second, ["trace"]), { trace: { description: ["D"] } });
      assert.deepEqual(await ours.classProperties(className, ["theirs"]), { theirs: ["x"] });
    });

    it("gets and loses devices", async () => {
      const ours = await opened();
      const third = `our/${instance}/3`;
      await ours.addDevice(third, className);
      ours.endStartup();
      assert.deepEqual(await ours.deviceNames(className), [first, second, third]);
      await ours.deleteDevice(third);
      assert.deepEqual(await ours.deviceNames(className), [first, second]);
    });

    it("does not know a server that nobody defined", async () => {
      const ours = new TangoServerDatabase(
        new ServerDatabaseConnection(tangoHost, { context, checksAccess: false }),
        "here",
      );
      await assert.rejects(ours.open({ executable: "OurServer", instance: "nobody" }), {
        reason: "API_StartupSequence",
        message: /The device server OurServer\/nobody is not defined in database\. Exiting!/,
      });
    });

    it("may be a file, which cppTango reads and writes as we do", async (t) => {
      const folder = mkdtempSync(join(tmpdir(), "bandoneon-file-"));
      t.after(() => rmSync(folder, { recursive: true, force: true }));
      const path = join(folder, "server.db");
      writeFileSync(path, `${name}/DEVICE/${className}: ${first}, ${second}\n`);
      const ours = new FileServerDatabase(path);
      await ours.open(server);
      // It writes the file itself while it starts, and has no escapes for commas and backslashes then.
      const texts = ["plain", "two words", 'say "hi"', "#x", "a:b/c->d", "ä €"];
      // The releases before 10 have no line ends in values.
      if (release !== "9.3") texts.push("two\nlines");
      const properties = Object.fromEntries(texts.map((value, i) => [`p${i}`, [value, "end"]]));
      await ours.putDeviceProperties(first, { ...properties, all: texts });
      await ours.putDeviceProperties(admin, { polling_threads_pool_size: 2 });
      await ours.putClassProperties(className, { ...properties, all: texts });
      await ours.putDeviceAttributeProperties(first, { attr: properties });

      const names = [...Object.keys(properties), "all"];
      const theirs = await throughCppTango(
        script,
        { [port]: tangoHost.split(":")[1]! },
        {
          text: readFileSync(path, "utf8"),
          server: "OurServer",
          instance,
          device: first,
          className,
          properties: names,
        },
      );
      assert.deepEqual(theirs.device, { ...properties, all: texts });
      assert.deepEqual(theirs.class, { ...properties, all: texts });
      assert.deepEqual(theirs.attribute, { attr: properties });

      writeFileSync(path, theirs.text);
      await ours.open(server);
      assert.deepEqual(await ours.deviceNames(className), [first, second]);
      const read = await ours.deviceProperties(first, [...names, "theirs"]);
      assert.deepEqual(read, {
        ...properties,
        all: texts,
        theirs: ["one", "two three", 'say "hi"'],
      });
      assert.deepEqual((await ours.deviceAttributeProperties(first, ["other"])).other, {
        label: ["The label"],
      });
      assert.deepEqual((await ours.deviceAttributeProperties(first, ["attr"])).attr!.__value, ["1.5"]);
      assert.deepEqual(await ours.classProperties(className, ["theirs"]), { theirs: ["http://x/y?z=1"] });
      assert.deepEqual(await ours.classAttributeProperties(className, ["other"]), {
        other: { unit: ["m/s"] },
      });
    });
  });
}

interface CppTangoView {
  readonly device: unknown;
  readonly class: unknown;
  readonly attribute: unknown;
  /** The file after changes. */
  readonly text: string;
}

/** What a PyTango server of this release sees in a database file, and makes of it: file_database.py. */
async function throughCppTango(
  script: string,
  environment: Record<string, string>,
  given: object,
): Promise<CppTangoView> {
  const program = readFileSync(join(ROOT, "test/interop/tango/file_database.py"), "utf8");
  const peer = join(ROOT, "test/interop/peers", script);
  const child = spawn("bash", [peer, "exec", "/usr/bin/python3", "-c", program], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const closed = once(child, "close");
  const [output, errors] = [text(child.stdout), text(child.stderr)];
  child.stdin.end(JSON.stringify(given));
  const [code] = await closed;
  assert.equal(code, 0, await errors);
  return JSON.parse(await output);
}
