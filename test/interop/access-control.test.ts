import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, afterEach, before, describe, it } from "node:test";
import { type Database, DevFailed, type DeviceProxy, OrbContext } from "../../src/index.ts";
import { ROOT } from "../support/source-files.ts";
import { finished, run, TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// Our access control with PyTango's clients, beside our own, and our server that enforces it against them. It is never registered as a service of
// the database, which would make it count for all who use that: who is to heed it is told so by ACCESS_DEVNAME.

/** What became of each step of access_client.py. */
type View = Readonly<Record<string, string>>;

const SCRIPT = readFileSync(join(ROOT, "test/interop/access_client.py"), "utf8");

for (const release of TANGO_RELEASES) {
  const variable = release.version === "9.3" ? "TANGO93_HOST" : "TANGO10_HOST";

  describe(`access control with Tango ${release.version}`, { timeout: 180_000 }, () => {
    const instance = `access-${process.pid}`;
    const guard = `access/${instance}/guard`;
    const device = `access/${instance}/test`;
    const admin = `dserver/tangotest/${instance}`;
    const object = `access-${process.pid}`;
    let tangoHost: string;
    let context: OrbContext;
    let database: Database;
    let rules: DeviceProxy;
    let guarding: ReturnType<typeof spawn> | undefined;
    /** The TangoTest of the test that runs. */
    let guarded: ReturnType<typeof spawn> | undefined;

    before(async () => {
      const host = process.env[variable];
      assert.ok(
        host,
        `${variable} is not set: these tests need Tango ${release.version}, see test/interop/run.sh`,
      );
      tangoHost = host;
      context = new OrbContext();
      database = patientDatabase(tangoHost, { context });
      const servers = [
        { name: guard, className: "TangoAccessControl", server: `TangoAccessControl/${instance}` },
        { name: device, className: "TangoTest", server: `TangoTest/${instance}` },
      ];
      for (const one of servers) await database.addServer(one.server, [one]);
      guarding = await start("access-control", instance, "--data", ":memory:");
      rules = patientProxy(guard, { context, tangoHost, checksAccess: false });
    });
    afterEach(async () => {
      delete process.env.ACCESS_DEVNAME;
      await stop(guarded);
      await database.deleteDeviceProperty(device, "polled_attr");
    });
    after(async () => {
      await stop(guarding);
      for (const server of [`TangoAccessControl/${instance}`, `TangoTest/${instance}`]) {
        await database?.deleteServer(server);
      }
      await database?.deleteClassProperty("TangoAccessControl", [
        "ProjectTitle",
        "Description",
        "InheritedFrom",
      ]);
      await database?.deleteProperty(object, ["name"]);
      await context?.close();
    });

    /** Starts a command that is a server. */
    async function start(command: string, ...args: readonly string[]) {
      const main = join(ROOT, "src/cli/main.ts");
      const all = ["--import", "tsx", main, command, ...args, "-ORBendPoint", "giop:tcp:127.0.0.1:0"];
      const program = spawn(process.execPath, all, {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, TANGO_HOST: tangoHost, ACCESS_DEVNAME: guard },
      });
      for await (const line of createInterface(program.stdout!)) {
        if (line === "Ready to accept request") return program;
      }
      throw new Error(`bandoneon ${command} ended: ${await text(program.stderr!)}`);
    }

    async function letEverybody(right: "read" | "write") {
      await rules.commandInout("RemoveUser", "*");
      await rules.commandInout("AddAddressForUser", ["*", "*.*.*.*"]);
      await rules.commandInout("AddDeviceForUser", ["*", "*/*/*", right]);
    }

    const theirs = (heeds: boolean) =>
      pythonView(release, heeds ? { ACCESS_DEVNAME: guard } : {}, [device, admin, object]);

    it("counts for PyTango's clients as for ours: who may write", async () => {
      guarded = await start("tangotest", instance);
      await letEverybody("write");
      const view = await theirs(true);
      assert.deepEqual([...new Set(Object.values(view))].sort(), ["WRITE", "done"]);
      process.env.ACCESS_DEVNAME = guard;
      assert.deepEqual(await ourView(tangoHost, [device, admin, object]), view);
    });

    it("counts for PyTango's clients as for ours: who may only read", async () => {
      guarded = await start("tangotest", instance);
      await letEverybody("read");
      const view = await theirs(true);
      assert.equal(
        view.write,
        `API_ReadOnlyMode: Writing attribute(s) on device ${device} is not authorized`,
      );
      assert.equal(
        view.DevString,
        `API_ReadOnlyMode: Command DevString on device ${device} is not authorized`,
      );
      assert.equal(view.sTATE, "done");
      assert.equal(view.QueryClass, "done", "AllowedAccessCmd of the class DServer");
      assert.match(view.DbPutProperty!, /^API_ReadOnlyMode/);
      process.env.ACCESS_DEVNAME = guard;
      assert.deepEqual(await ourView(tangoHost, [device, admin, object]), view);
    });

    it("leaves PyTango's clients and ours with reading where it is not there", async () => {
      guarded = await start("tangotest", instance);
      const nobody = `access/${instance}/nobody`;
      const view = await pythonView(release, { ACCESS_DEVNAME: nobody }, [device, admin, object]);
      process.env.ACCESS_DEVNAME = nobody;
      const ours = await ourView(tangoHost, [device, admin, object]);
      for (const step of ["right", "read", "write", "write several", "write and read"]) {
        assert.equal(ours[step], view[step], step);
      }
      // cppTango means to add why, and cuts its text off before.
      for (const step of ["DevString", "sTATE"]) {
        const [refusal] = ours[step]!.split("\n");
        assert.equal(refusal, view[step], step);
      }
    });

    it("is enforced by our server against PyTango's clients that have never heard of it", async () => {
      guarded = await start("tangotest", instance, "--enforce-access-control");
      await letEverybody("read");
      const view = await theirs(false);
      assert.deepEqual(view, {
        right: "WRITE",
        read: "done",
        write: `API_ReadOnlyMode: Writing attribute(s) on device ${device} is not authorized`,
        "write several": `API_ReadOnlyMode: Writing attribute(s) on device ${device} is not authorized`,
        "write and read": `API_ReadOnlyMode: Writing attribute(s) on device ${device} is not authorized`,
        DevString: `API_ReadOnlyMode: Command DevString on device ${device} is not authorized`,
        sTATE: "done",
        configure: `API_ReadOnlyMode: Changing the configuration on device ${device} is not authorized`,
        poll: `API_ReadOnlyMode: Command AddObjPolling on device ${admin} is not authorized`,
        QueryClass: "done",
        DevLockStatus: `API_ReadOnlyMode: Command DevLockStatus on device ${admin} is not authorized`,
        DbInfo: "done",
        DbPutProperty: "done",
        "right on the database": "WRITE",
      });
    });

    it("enforced, it lets PyTango's clients write whom the rules let", async () => {
      guarded = await start("tangotest", instance, "--enforce-access-control");
      await letEverybody("write");
      const view = await theirs(false);
      assert.deepEqual([...new Set(Object.values(view))].sort(), ["WRITE", "done"]);
    });
  });
}

async function stop(program: ReturnType<typeof spawn> | undefined): Promise<void> {
  if (program === undefined || program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, "exit");
  program.kill("SIGTERM");
  await exit;
}

async function pythonView(
  release: TangoRelease,
  variables: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<View> {
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const child = run(release, "env", ...settings, "/usr/bin/python3", "-", ...args);
  child.stdin.end(SCRIPT);
  const [output] = await Promise.all([text(child.stdout), finished(child)]);
  return JSON.parse(output) as View;
}

/** The same steps with our client. */
async function ourView(tangoHost: string, [name, adminName, object]: readonly string[]): Promise<View> {
  const context = new OrbContext();
  const device = patientProxy(name!, { context, tangoHost });
  const admin = patientProxy(adminName!, { context, tangoHost });
  const database = patientDatabase(tangoHost, { context });
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    right: () => device.getAccessRight(),
    read: () => device.readAttribute("double_scalar"),
    write: () => device.writeAttribute("double_scalar_w", 1),
    "write several": () => device.writeAttributes({ double_scalar_w: 1 }),
    "write and read": () => device.writeReadAttribute("double_scalar_w", 1),
    DevString: () => device.commandInout("DevString", "x"),
    sTATE: () => device.commandInout("sTATE"),
    configure: async () => device.setAttributeConfig(await device.getAttributeConfig("double_scalar")),
    poll: () => device.pollAttribute("double_scalar", 3000),
    QueryClass: () => admin.commandInout("QueryClass"),
    DevLockStatus: () => admin.commandInout("DevLockStatus", name!),
    DbInfo: () => database.getInfo(),
    DbPutProperty: () => database.putProperty(object!, { name: ["value"] }),
    "right on the database": () => database.getAccessRight(),
  };
  const view: Record<string, string> = {};
  try {
    for (const [step, work] of Object.entries(steps)) view[step] = await outcome(work());
  } finally {
    await context.close();
  }
  return view;
}

async function outcome(step: Promise<unknown>): Promise<string> {
  try {
    const result = await step;
    return result === "READ" || result === "WRITE" ? result : "done";
  } catch (error) {
    assert.ok(error instanceof DevFailed, String(error));
    return `${error.errors[0]!.reason}: ${error.errors[0]!.desc}`;
  }
}
