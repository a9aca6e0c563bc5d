import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  AttributeProxy,
  Database,
  type DbHistory,
  DbServerData,
  type DevFailed,
  OrbContext,
} from "../../src/index.ts";
import { pytangoNames } from "../support/pytango-names.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";
import { PyTangoDatabase, type PyTangoError } from "./tango/pytango-database.ts";

// Every method of Database does with the real databases what PyTango's does: what one puts, the other gets.

const PREFIX = `dbclient${process.pid}`;
const SERVER = `DbClient/${PREFIX}`;
const CLASS = `DbClient${process.pid}`;
const [FIRST, SECOND] = [`${PREFIX}/test/1`, `${PREFIX}/test/2`];
const ADMIN = `dserver/${SERVER}`;
const OBJECT = `${PREFIX}object`;

for (const release of TANGO_RELEASES) {
  describe(`Database and PyTango's, with Tango ${release.version}`, { timeout: 240_000 }, () => {
    let context: OrbContext;
    let ours: Database;
    let theirs: PyTangoDatabase;

    before(async () => {
      context = new OrbContext();
      ours = patientDatabase(tangoHostOf(release), { context });
      theirs = new PyTangoDatabase(release);
      await ours.addServer(SERVER, [device(FIRST), device(SECOND)]);
    });
    after(async () => {
      await theirs?.stop();
      await removeAll(ours);
      await context?.close();
    });

    /** Both give the same; our names of methods are theirs in camelCase. */
    async function agree(method: string, ...args: unknown[]): Promise<unknown> {
      const expected = await theirs.call(method, ...args);
      assert.deepEqual(await call(ours, method, ...args), expected, `${method}(${args.join(", ")})`);
      return expected;
    }

    /** Both fail for the same reasons. */
    async function failAlike(method: string, ...args: unknown[]): Promise<void> {
      const { reasons } = (await theirs.call(method, ...args).then(
        () => assert.fail(`${method} of PyTango does not fail`),
        (error) => error,
      )) as PyTangoError;
      await assert.rejects(call(ours, method, ...args), (error: DevFailed) => {
        assert.deepEqual(
          error.errors.map(({ reason }) => reason),
          reasons,
          method,
        );
        return true;
      });
    }

    it("has the methods that PyTango's has, or says why not", async () => {
      const documented = pytangoNames(
        "docs/pytango-database.md",
        "## Every method",
        "## What PyTango has not",
      );
      const names = documented.map(({ theirs }) => theirs);
      assert.deepEqual(names.toSorted(), (await theirs.call<string[]>("names")).toSorted());
    });

    it("lists devices, classes, servers and hosts", async () => {
      assert.deepEqual(await agree("get_device_name", SERVER, CLASS), [FIRST, SECOND]);
      await agree("get_device_name", "*", CLASS);
      await agree("get_device_exported", "sys/*");
      await agree("get_device_exported", `${PREFIX}*`);
      await agree("get_device_exported_for_class", "TangoTest");
      await agree("get_device_domain", `${PREFIX}*`);
      await agree("get_device_family", `${PREFIX}/*`);
      assert.deepEqual(await agree("get_device_member", `${PREFIX}/test/*`), ["1", "2"]);
      assert.equal(await agree("get_class_for_device", FIRST), CLASS);
      await agree("get_class_inheritance_for_device", FIRST);
      await agree("get_class_list", `${CLASS}*`);
      await agree("get_server_list", `DbClient/${PREFIX}*`);
      await agree("get_instance_name_list", "DataBaseds");
      await agree("get_server_class_list", SERVER);
      assert.ok(((await agree("get_server_name_list")) as string[]).includes("TangoTest"));
      await agree("get_host_list");
      const [host] = (await theirs.call<string[]>("get_host_list", "*")).filter((one) => one !== "nada");
      await agree("get_host_server_list", host);
      await agree("get_device_attribute_list", FIRST);
      assert.deepEqual(
        (await ours.getDeviceClassList(SERVER)).flatMap(({ name, className }) => [name, className]),
        await theirs.call("get_device_class_list", SERVER),
      );
      assert.equal(await agree("get_server_release"), 400);
      await failAlike("get_class_for_device", `${PREFIX}/no/device`);
    });

    it("adds, exports and removes devices and servers", async () => {
      const [third, other] = [`${PREFIX}/test/3`, `DbClient/${PREFIX}other`];
      await theirs.call("add_device", { $: "DbDevInfo", name: third, _class: CLASS, server: SERVER });
      assert.deepEqual(await ours.getDeviceDefined(`${PREFIX}/*`), [FIRST, SECOND, third]);
      const info = { name: third, ior: "IOR:0102", host: "a.host", version: "5", pid: 4711 };
      await ours.exportServer([info, { ...info, name: ADMIN }]);
      const seen = await theirs.call<Record<string, unknown>>("get_device_info", third);
      assert.deepEqual(await fullInfo(ours, third), seen);
      assert.equal(seen.exported, 1);
      assert.deepEqual(await importInfo(ours, third), await theirs.call("import_device", third));
      await theirs.call("unexport_device", third);
      assert.deepEqual(await fullInfo(ours, third), await theirs.call("get_device_info", third));
      await theirs.call("export_device", { $: "DbDevExportInfo", ...info });
      assert.deepEqual(await ours.getDeviceExported(`${PREFIX}/*`), [third]);
      await ours.unexportServer(SERVER);
      assert.deepEqual(await theirs.call("get_device_exported", `${PREFIX}/*`), []);

      await ours.renameServer(SERVER, other);
      await agree("get_device_name", other, "*");
      await failAlike("rename_server", `DbClient/${PREFIX}none`, other);
      await theirs.call("rename_server", other, SERVER);
      assert.deepEqual(await ours.getServerList(`DbClient/${PREFIX}*`), [SERVER]);
      await ours.deleteDevice(third);
      await failAlike("get_device_info", third);
      await failAlike("import_device", third);
      await failAlike("add_device", { $: "DbDevInfo", name: "no-name", _class: CLASS, server: SERVER });
      await failAlike("delete_server", "no-server");

      await theirs.call("add_server", other, [
        { $: "DbDevInfo", name: `${PREFIX}/other/1`, _class: CLASS, server: other },
      ]);
      assert.deepEqual(
        await ours.getDeviceClassList(other),
        [
          { name: `dserver/${other}`, className: "DServer", server: other },
          { name: `${PREFIX}/other/1`, className: CLASS, server: other },
        ].sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
      await ours.deleteServer(other);
      assert.deepEqual(await theirs.call("get_server_list", other), []);
    });

    it("tells the Starter how to control servers", async () => {
      await agree("get_server_info", SERVER);
      await ours.putServerInfo({ name: SERVER, host: "a.host", mode: 1, level: 3 });
      const info = await theirs.call("get_server_info", SERVER);
      assert.deepEqual(await ours.getServerInfo(SERVER), info);
      assert.deepEqual(info, { name: SERVER, host: "a.host", mode: 1, level: 3 });
      await theirs.call("put_server_info", {
        $: "DbServerInfo",
        name: SERVER,
        host: "b.host",
        mode: 0,
        level: 0,
      });
      assert.equal((await ours.getServerInfo(SERVER)).host, "b.host");
      await ours.deleteServerInfo(SERVER);
      await agree("get_server_info", SERVER);
    });

    it("gives aliases to devices and attributes", async () => {
      const [alias, attribute] = [`${PREFIX}alias`, `${FIRST}/level`];
      await ours.putDeviceAlias(FIRST, alias);
      await agree("get_device_alias_list", `${PREFIX}*`);
      assert.equal(await agree("get_device_from_alias", alias), FIRST);
      assert.equal(await agree("get_device_alias", alias), FIRST);
      assert.equal(await agree("get_alias_from_device", FIRST), alias);
      assert.equal(await agree("get_alias", FIRST), alias);
      await failAlike("get_alias", SECOND);
      await failAlike("get_device_alias", `${PREFIX}none`);
      await failAlike("put_device_alias", SECOND, alias);
      await theirs.call("delete_device_alias", alias);
      assert.deepEqual(await ours.getDeviceAliasList(`${PREFIX}*`), []);

      await theirs.call("put_attribute_alias", attribute, alias);
      assert.equal(await agree("get_attribute_alias", alias), attribute);
      assert.equal(await agree("get_attribute_from_alias", alias), attribute);
      assert.equal(await agree("get_alias_from_attribute", attribute), alias);
      await agree("get_attribute_alias_list", `${PREFIX}*`);
      await failAlike("put_attribute_alias", "no-attribute", alias);
      await ours.deleteAttributeAlias(alias);
      await failAlike("get_attribute_alias", alias);
      await failAlike("get_attribute_from_alias", alias);
      await failAlike("get_alias_from_attribute", attribute);
    });

    for (const [kind, owner] of [
      ["device", FIRST],
      ["class", CLASS],
      ["", OBJECT],
    ] as const) {
      const named = (action: string, rest = "") =>
        `${action}_${kind === "" ? "" : `${kind}_`}property${rest}`;
      it(`has the properties of a ${kind || "free object"}, and their history`, async () => {
        await call(ours, named("put"), owner, VALUES);
        const names = [...Object.keys(VALUES), "none"];
        assert.deepEqual(await agree(named("get"), owner, names), { ...TEXTS, none: [] });
        await theirs.call(named("put"), owner, { theirs: ["x", "y"], Words: ["new"] });
        await agree(named("get"), owner, [...names, "theirs"]);
        assert.deepEqual(await agree(named("get"), owner, "words"), { words: ["new"] });
        await call(ours, named("delete"), owner, ["theirs", "none"]);
        await theirs.call(named("delete"), owner, "Number");
        const list = kind === "" ? "get_object_property_list" : `get_${kind}_property_list`;
        await agree(list, owner, ...(kind === "class" ? [] : ["*"]));
        for (const name of ["Words", "Number", "theirs", "none"]) {
          assert.deepEqual(
            histories(await call(ours, named("get", "_history"), owner, name)),
            await theirs.call(named("get", "_history"), owner, name),
          );
        }
        await call(ours, named("delete"), owner, TEXTS);
        await agree(list, owner, ...(kind === "class" ? [] : ["*"]));
      });
    }

    for (const [kind, owner] of [
      ["device", FIRST],
      ["class", CLASS],
    ] as const) {
      for (const part of ["attribute", "pipe"] as const) {
        const named = (action: string, rest = "property") => `${action}_${kind}_${part}_${rest}`;
        it(`has the properties of the ${part}s of a ${kind}, and their history`, async () => {
          await call(ours, named("put"), owner, { First: VALUES, second: { unit: "m/s" } });
          await agree(named("get"), owner, ["First", "second", "none"]);
          await theirs.call(named("put"), owner, { First: { Words: ["new"], theirs: ["x"] } });
          await agree(named("get"), owner, ["first"]);
          await agree(named("get", "list"), owner, ...(kind === "class" ? ["*"] : []));
          await call(ours, named("delete"), owner, { First: ["theirs", "none"] });
          await theirs.call(named("delete"), owner, { First: ["Number"] });
          await agree(named("get"), owner, "First");
          for (const name of ["Words", "Number", "theirs", "none"]) {
            assert.deepEqual(
              histories(await call(ours, named("get", "property_history"), owner, "First", name)),
              await theirs.call(named("get", "property_history"), owner, "First", name),
            );
          }
          const left = await call(ours, named("get"), owner, ["First", "second"]);
          await call(ours, named("delete"), owner, left);
          assert.deepEqual(await agree(named("get"), owner, ["First", "second"]), { First: {}, second: {} });
        });
      }
    }

    it("lists free objects, and deletes all properties of attributes and pipes", async () => {
      await ours.putProperty(OBJECT, { x: 1 });
      assert.deepEqual(await agree("get_object_list", `${PREFIX}*`), [OBJECT]);
      assert.deepEqual(
        await ours.getPropertyForced(OBJECT, "x"),
        await theirs.call("get_property", OBJECT, "x"),
      );
      await ours.deleteProperty(OBJECT, "x");
      await agree("get_object_list", `${PREFIX}*`);
      await ours.putDeviceAttributeProperty(FIRST, { level: { unit: "m", label: "x" } });
      await ours.putDevicePipeProperty(FIRST, { Trace: { label: "x" } });
      await ours.deleteAllDeviceAttributeProperty(FIRST, "level");
      await ours.deleteAllDevicePipeProperty(FIRST, ["Trace"]);
      await agree("get_device_attribute_property", FIRST, "level");
      await agree("get_device_pipe_list", FIRST);
    });

    it("is how proxies get and put the properties of what they stand for", async () => {
      const alias = `${PREFIX}proxy`;
      await ours.putDeviceAlias(FIRST, alias);
      const options = { context, tangoHost: tangoHostOf(release) };
      // The device does not run: it has no server.
      for (const name of [FIRST, alias]) {
        const proxy = patientProxy(name, options);
        await proxy.putProperty({ Words: ["one", "two"], Number: 5 });
        assert.deepEqual(await theirs.call("get_device_property", FIRST, ["Words", "Number"]), {
          Words: ["one", "two"],
          Number: ["5"],
        });
        await theirs.call("of_proxy", "DeviceProxy", FIRST, "put_property", { theirs: ["x"] });
        assert.deepEqual(
          await proxy.getPropertyList("*"),
          await theirs.call("of_proxy", "DeviceProxy", FIRST, "get_property_list", "*"),
        );
        assert.deepEqual(await proxy.getPropertyList("W*"), ["Words"]);
        assert.deepEqual(await proxy.getProperty(["theirs", "none"]), { theirs: ["x"], none: [] });
        await proxy.deleteProperty(["Words", "Number", "theirs"]);
        assert.deepEqual(await theirs.call("of_proxy", "DeviceProxy", FIRST, "get_property_list", "*"), []);
        assert.equal(await proxy.alias(), alias);
        assert.equal((await proxy.importInfo()).exported, false);

        const level = new AttributeProxy(`${name}/level`, options);
        await level.putProperty({ unit: "m/s", limits: [1, 2] });
        assert.deepEqual(await theirs.call("get_device_attribute_property", FIRST, "level"), {
          level: { unit: ["m/s"], limits: ["1", "2"] },
        });
        assert.deepEqual(await level.getProperty(["unit", "none"]), { unit: ["m/s"], none: [] });
        await level.deleteProperty(["unit", "limits"]);
        assert.deepEqual(await theirs.call("get_device_attribute_list", FIRST), []);
      }
      await ours.deleteDeviceAlias(alias);
    });

    it("registers services", async () => {
      const [service, instance] = [`${PREFIX}Service`, "One"];
      await ours.registerService(service, instance, `${PREFIX}/Test/1`);
      await theirs.call("register_service", service, "Two", SECOND);
      await agree("get_services", service, "*");
      await agree("get_services", service.toUpperCase(), "one");
      await agree("get_services", service, "three");
      assert.deepEqual(
        (await ours.getDeviceServiceList(service)).flatMap((one) => [one.instance, one.device]),
        await theirs.call("get_device_service_list", service),
      );
      await agree("get_service_list", `${PREFIX}.*`);
      await agree("get_service_list", "Service");
      await ours.registerService(service.toLowerCase(), "one", SECOND);
      await agree("get_service_list", `${PREFIX}.*`);
      await ours.unregisterService(service, "ONE");
      await theirs.call("unregister_service", service, "two");
      await agree("get_service_list", `${PREFIX}.*`);
    });

    it("registers event channels, and checks what it is given and allowed", async () => {
      // The database keeps its entry: always the same.
      const channel = { name: "dbclient/event", ior: "IOR:0102", host: "a.host", version: "5", pid: 12 };
      await ours.exportEvent(channel);
      const expected = (exported: number) => [
        [exported, 12],
        [channel.name, channel.ior, "5", "a.host"],
      ];
      assert.deepEqual(await imported(ours, channel.name), expected(1));
      await theirs.call("unexport_event", channel.name);
      assert.deepEqual(await imported(ours, channel.name), expected(0));

      assert.throws(() => ours.checkTangoHost("nonsense"), { reason: "API_TangoHostNotSet" });
      await assert.rejects(theirs.call("check_tango_host", "nonsense"), /API_TangoHostNotSet/);
      assert.throws(() => ours.getFileName(), { reason: "API_NotSupportedFeature" });
      await assert.rejects(theirs.call("get_file_name"), /API_NotSupportedFeature/);
      assert.equal(await ours.checkAccessControl(FIRST), "WRITE");
      assert.match(await ours.getInfo(), /^TANGO Database sys\/database\/2\n \nRunning since .*\n/);
      assert.equal(
        (await theirs.call<string>("get_info")).split("\n").length,
        (await ours.getInfo()).split("\n").length + 1,
      );
    });

    it("shares a database file with PyTango", async () => {
      const folder = mkdtempSync(join(tmpdir(), "bandoneon-file-"));
      try {
        const file = join(folder, "server.db");
        writeFileSync(file, `${SERVER}/DEVICE/${CLASS}: "${FIRST}"\n${FIRST}->host: here\n`);
        const database = new Database({ file, context });
        await database.putDeviceProperty(FIRST, VALUES);
        await database.putClassProperty(CLASS, { doc: "two words" });
        await database.putDeviceAttributeProperty(FIRST, { level: { unit: "m/s", limits: ["1", "2"] } });
        await database.putProperty("Mine", { x: "y" });
        const names = [...Object.keys(VALUES), "host"];
        const { values, text } = await theirs.call<{ values: unknown[]; text: string }>(
          "file_calls",
          readFileSync(file, "utf8"),
          [
            ["get_device_name", [SERVER, CLASS]],
            ["get_device_property", [FIRST, names]],
            ["get_class_property", [CLASS, ["doc"]]],
            ["get_device_attribute_property", [FIRST, ["level"]]],
            ["get_property", ["Mine", ["x"]]],
            ["put_device_property", [FIRST, { theirs: ["a b", "c"] }]],
            ["delete_device_property", [FIRST, ["host"]]],
          ],
        );
        assert.deepEqual(values.slice(0, 4), [
          await database.getDeviceName(SERVER, CLASS),
          await database.getDeviceProperty(FIRST, names),
          await database.getClassProperty(CLASS, "doc"),
          await database.getDeviceAttributeProperty(FIRST, "level"),
        ]);
        writeFileSync(file, text);
        await database.rereadFiledatabase();
        assert.deepEqual(await database.getDeviceProperty(FIRST, ["theirs", "host", "Number"]), {
          theirs: ["a b", "c"],
          host: [],
          Number: ["5"],
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}

describe("DbServerData", { timeout: 120_000 }, () => {
  it("moves a server from Tango 9.3 to 10.0 and back, with everything", async () => {
    const context = new OrbContext();
    const [old, young] = TANGO_RELEASES as [TangoRelease, TangoRelease];
    const [from, to] = [old, young].map((release) => patientDatabase(tangoHostOf(release), { context })) as [
      Database,
      Database,
    ];
    const theirs = new PyTangoDatabase(young);
    try {
      await from.addServer(SERVER, [device(FIRST), device(SECOND)]);
      await from.putDeviceProperty(FIRST, VALUES);
      await from.putDeviceProperty(ADMIN, { polling_threads_pool_conf: FIRST });
      await from.putDeviceAttributeProperty(SECOND, {
        level: { unit: "m/s", limits: [1, 2] },
        other: { label: "x" },
      });
      await from.putDevicePipeProperty(SECOND, { Trace: { label: "x" } });
      await from.putClassProperty(CLASS, { doc: ["one", "two"] });
      await from.putClassAttributeProperty(CLASS, { level: { unit: "m" } });
      await from.putClassPipeProperty(CLASS, { Trace: { label: "y" } });
      await from.putDeviceAlias(FIRST, `${PREFIX}moved`);
      await from.putServerInfo({ name: SERVER, host: "a.host", mode: 1, level: 2 });
      const before = await contents(from);

      const data = await DbServerData.read(from, SERVER);
      assert.equal(data.getName(), SERVER);
      assert.equal(await data.alreadyExist(tangoHostOf(young)), false);
      await data.putInDatabase(tangoHostOf(young));
      assert.equal(await data.alreadyExist(to), true);
      assert.equal(
        await theirs.call("server_data", ...SERVER.split("/"), "already_exist", tangoHostOf(young)),
        true,
      );
      assert.deepEqual(await contents(to), before);
      await data.remove();
      assert.equal(await data.alreadyExist(from), false);
      assert.deepEqual(await from.getClassPropertyList(CLASS), []);
      assert.deepEqual(await from.getClassAttributeList(CLASS), []);

      const back = await DbServerData.read(to, SERVER);
      await back.putInDatabase(from);
      assert.deepEqual(await contents(from), before);
      await theirs.call("server_data", ...SERVER.split("/"), "remove");
      assert.equal(await back.alreadyExist(to), false);
      await assert.rejects(DbServerData.read(to, SERVER), { reason: "DBServerNotDefinedInDb" });
      await assert.rejects(
        theirs.call("server_data", ...SERVER.split("/"), "get_name"),
        /DBServerNotDefinedInDb/,
      );
    } finally {
      await theirs.stop();
      for (const database of [from, to]) await removeAll(database);
      await context.close();
    }
  });
});

const VALUES = {
  Words: ["one", "two three", "\u00fc"],
  Number: 5,
  Flag: true,
  Text: "a \"quoted\" 'text', 100%",
};
const TEXTS = { Words: ["one", "two three", "\u00fc"], Number: ["5"], Flag: ["true"], Text: [VALUES.Text] };

function tangoHostOf({ version }: TangoRelease): string {
  const variable = version === "9.3" ? "TANGO93_HOST" : "TANGO10_HOST";
  const host = process.env[variable];
  assert.ok(host, `${variable} is not set: these tests need Tango ${version}, see test/interop/run.sh`);
  return host;
}

function device(name: string) {
  return { name, className: CLASS, server: SERVER };
}

/** Calls a method by PyTango's name. */
async function call(database: Database, method: string, ...args: unknown[]): Promise<unknown> {
  const name = method.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const given = args.map(record);
  return await (Reflect.get(database, name) as (...all: unknown[]) => unknown).apply(database, given);
}

/** A record for PyTango as ours. */
function record(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$" in value)) return value;
  const { $, _class, ...fields } = value as { $: string; _class?: string };
  return { ...fields, ...(_class !== undefined && { className: _class }) };
}

/** A history as PyTango has it: dates in another form, and where there are attributes, their names in the place of those of properties. */
function histories(list: unknown): unknown {
  return (list as DbHistory[]).map(({ name, attributeName, date, value, isDeleted }) => ({
    name: attributeName ?? name,
    attribute: attributeName === undefined ? "" : name,
    date: date.replace(/^(\d+)-(\d+)-(\d+)/, "$3/$2/$1"),
    value,
    deleted: isDeleted,
  }));
}

async function fullInfo(database: Database, name: string): Promise<Record<string, unknown>> {
  const { className, dsFullName, startedDate, stoppedDate, host, exported, ...same } =
    await database.getDeviceInfo(name);
  assert.equal(typeof host, "string");
  const renamed = {
    class_name: className,
    ds_full_name: dsFullName,
    started_date: startedDate,
    stopped_date: stoppedDate,
  };
  return { ...same, ...renamed, exported: Number(exported) };
}

async function importInfo(database: Database, name: string): Promise<Record<string, unknown>> {
  const { exported, ...same } = await database.importDevice(name);
  return { ...same, exported: Number(exported) };
}

async function imported(database: Database, channel: string): Promise<unknown> {
  const { lvalue, svalue } = await database.commandInout<{ lvalue: Int32Array; svalue: string[] }>(
    "DbImportEvent",
    channel,
  );
  return [Array.from(lvalue), svalue];
}

/** All that a database has of the server. */
async function contents(database: Database): Promise<unknown> {
  const names = ["Words", "Number", "Flag", "Text", "polling_threads_pool_conf"];
  const devices = await database.getDeviceClassList(SERVER);
  const ofDevices = devices.map(async ({ name }) => ({
    properties: await database.getDeviceProperty(name, names),
    attributes: await database.getDeviceAttributeProperty(name, ["level", "other"]),
    pipes: await database.getDevicePipeProperty(name, "Trace"),
  }));
  return {
    devices,
    ofDevices: await Promise.all(ofDevices),
    ofClass: await database.getClassProperty(CLASS, "doc"),
    ofClassAttributes: await database.getClassAttributeProperty(CLASS, "level"),
    ofClassPipes: await database.getClassPipeProperty(CLASS, "Trace"),
    alias: await database.getAliasFromDevice(FIRST),
    info: await database.getServerInfo(SERVER),
  };
}

async function removeAll(database: Database): Promise<void> {
  for (const server of await database.getServerList(`DbClient/${PREFIX}*`)) {
    await database.deleteServerInfo(server);
    await database.deleteServer(server);
  }
  await database.deleteClassProperty(CLASS, "*");
  for (const attribute of await database.getClassAttributeList(CLASS)) {
    const { [attribute]: properties = {} } = await database.getClassAttributeProperty(CLASS, attribute);
    await database.deleteClassAttributeProperty(CLASS, { [attribute]: properties });
  }
  for (const pipe of await database.getClassPipeList(CLASS)) {
    const { [pipe]: properties = {} } = await database.getClassPipeProperty(CLASS, pipe);
    await database.deleteClassPipeProperty(CLASS, { [pipe]: properties });
  }
  await database.deleteProperty(OBJECT, "*");
  for (const alias of await database.getAttributeAliasList(`${PREFIX}*`))
    await database.deleteAttributeAlias(alias);
}
