import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { type Database, OrbContext } from "../../src/index.ts";
import { serverProgram } from "../support/server-program.ts";
import { ROOT } from "../support/source-files.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// The life of a device server with the real databases, and what PyTango and tango_admin see of it.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", port: "TANGO93_PORT", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", port: "TANGO10_PORT", script: "tango10.sh" },
] as const;

for (const { release, variable, port, script } of RELEASES) {
  describe(`a device server with Tango ${release}`, { timeout: 180_000 }, () => {
    const instance = `life-${process.pid}`;
    const name = `device-server/${instance}`;
    const admin = `dserver/${name}`;
    const className = "LifeTest";
    const [first, second] = [`life/${instance}/1`, `life/${instance}/2`];
    let tangoHost: string;
    let context: OrbContext;
    let database: Database;

    const start = async (t: Parameters<typeof serverProgram>[0]) => {
      const server = serverProgram(t, [instance, "-ORBendPoint", "giop:tcp:127.0.0.1:0"], {
        TANGO_HOST: tangoHost,
      });
      await server.port();
      return server;
    };
    const device = (of: string) => patientProxy(`tango://${tangoHost}/${of}`, { context });
    const peer = async (...command: string[]) => {
      const child = spawn("bash", [join(ROOT, "test/interop/peers", script), "exec", ...command], {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, [port]: tangoHost.split(":")[1]!, TANGO_HOST: tangoHost },
      });
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, "close"),
      ]);
      return { code: code as number | null, stdout, stderr };
    };
    const python = async (program: string): Promise<unknown> => {
      const { code, stdout, stderr } = await peer("/usr/bin/python3", "-c", `import json, tango\n${program}`);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout.split("\n").filter(Boolean).at(-1)!);
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
      await context?.close();
    });

    it("exports its devices as C++ servers do, and unexports them at its end", async (t) => {
      const server = await start(t);
      for (const one of [first, second, admin]) {
        const { exported, host, pid, version, dsFullName, startedDate } = await database.getDeviceInfo(one);
        assert.deepEqual(
          { exported, pid, version, dsFullName },
          { exported: true, pid: server.process.pid, version: "6", dsFullName: name },
        );
        assert.equal(host, (await device(one).info()).serverHost);
        assert.notEqual(startedDate, "");
      }
      const seen = await python(`
db = tango.Database()
d = tango.DeviceProxy("${first}")
a = tango.DeviceProxy("${admin}")
print(json.dumps([
  list(db.get_device_exported("life/${instance}/*")),
  str(d.state()), d.status(), d.name(), d.dev_name(), d.adm_name().split("/", 3)[-1] if "://" in d.adm_name() else d.adm_name(),
  d.command_inout("echo", "hola"), d.info().dev_class, d.info().server_id,
  list(a.QueryClass()), list(a.QueryDevice()), a.status(), a.description(),
]))`);
      assert.deepEqual(seen, [
        [first, second],
        "ON",
        "The device is in ON state.",
        first,
        first,
        admin,
        "hola",
        className,
        name,
        [className],
        [`${className}::${first}`, `${className}::${second}`],
        "The device is ON\nThe polling is ON",
        "A device server device !!",
      ]);
      assert.equal((await peer("tango_admin", "--check-device", first)).code, 0);
      assert.equal((await peer("tango_admin", "--ping-device", first)).code, 0);
      server.process.kill("SIGTERM");
      assert.equal(await server.exit, 0);
      for (const one of [first, second, admin])
        assert.equal((await database.getDeviceInfo(one)).exported, false, one);
    });

    it("keeps properties, memorized values and polling over restarts, and being killed", async (t) => {
      await database.putDeviceProperty(first, { gains: [2.5, 3] });
      let server = await start(t);
      await device(first).writeAttribute("setPoint", 7.25);
      await device(first).pollAttribute("level", 1000);
      await device(admin).commandInout("AddObjPolling", {
        lvalue: [2000],
        svalue: [first, "command", "State"],
      });
      server.process.kill("SIGKILL");
      await server.exit;
      assert.equal((await database.getDeviceInfo(first)).exported, true, "nobody unexported it");

      server = await start(t);
      const reading = await device(first).readAttribute("level");
      assert.equal(reading.value, 9.75);
      assert.equal((await device(first).readAttribute("setPoint")).writeValue, 7.25);
      assert.equal(await device(first).getAttributePollPeriod("level"), 1000);
      assert.deepEqual(await device(admin).commandInout("PolledDevice"), [first]);
      assert.deepEqual(await database.getDeviceProperty(admin, ["polling_threads_pool_conf"]), {
        polling_threads_pool_conf: [first],
      });
      await device(first).stopPollAttribute("level");
      await database.deleteDeviceProperty(first, ["gains", "polled_cmd", "polled_attr"]);
      await device(admin).commandInout("Kill");
      assert.equal(await server.exit, 0);
      assert.equal((await database.getDeviceInfo(first)).exported, false);
    });

    it("refuses to run twice, and the first one is not disturbed", async (t) => {
      const server = await start(t);
      const another = serverProgram(t, [instance, "-ORBendPoint", "giop:tcp:127.0.0.1:0"], {
        TANGO_HOST: tangoHost,
      });
      assert.equal(await another.exit, 255);
      assert.equal(another.output.stderr, "This server is already running, exiting!\n");
      for (const one of [first, second, admin]) {
        const { exported, pid } = await database.getDeviceInfo(one);
        assert.deepEqual({ exported, pid }, { exported: true, pid: server.process.pid });
      }
      assert.equal(await device(first).state(), "ON");
      server.process.kill("SIGINT");
      assert.equal(await server.exit, 0);
    });

    it("goes on while the database is away, and says so when it ends", async (t) => {
      const [host, portOfDatabase] = tangoHost.split(":") as [string, string];
      const sockets = new Set<Socket>();
      const relay = createServer((socket) => {
        const there = connect(Number(portOfDatabase), host);
        for (const [one, other] of [
          [socket, there],
          [there, socket],
        ] as const) {
          sockets.add(one);
          one.pipe(other).on("error", () => {});
          one.on("close", () => other.destroy());
        }
      });
      t.after(() => relay.close());
      await once(relay.listen(0, "127.0.0.1"), "listening");
      const { port: relayPort } = relay.address() as AddressInfo;
      const server = serverProgram(t, [instance, "-ORBendPoint", "giop:tcp:127.0.0.1:0"], {
        TANGO_HOST: `127.0.0.1:${relayPort}`,
      });
      await server.port();
      const proxy = device(first);
      await proxy.state();
      relay.close();
      for (const socket of sockets) socket.destroy();
      assert.equal(await proxy.commandInout("echo", "still here"), "still here");
      // What must be kept cannot be, and its user is told.
      await assert.rejects(proxy.writeAttribute("setPoint", 1));
      server.process.kill("SIGTERM");
      assert.equal(await server.exit, 255);
      assert.match(server.output.stderr, /Failed to connect to database/);
      assert.match(server.output.stdout, /ends\nthe program ends\n$/);
      await database.unexportServer(name);
    });

    it("does not start where the database does not know it", async (t) => {
      const server = serverProgram(t, ["nobody"], { TANGO_HOST: tangoHost });
      assert.equal(await server.exit, 255);
      assert.equal(
        server.output.stderr,
        "The device server device-server/nobody is not defined in database. Exiting!\n",
      );
    });

    it("tells which instances there are", async (t) => {
      const server = serverProgram(t, ["-?"], { TANGO_HOST: tangoHost });
      assert.equal(await server.exit, 255);
      assert.match(server.output.stderr, new RegExp(`server device-server :(\n\t.*)*\n\t${instance}\n`));
    });

    it("restarts devices, and as a whole with those that the database has then", async (t) => {
      const server = await start(t);
      const third = `life/${instance}/3`;
      const answers = await python(`
d = tango.DeviceProxy("${first}")
a = tango.DeviceProxy("${admin}")
d.lock(10)
a.DevRestart("${first}")
r = [d.is_locked_by_me(), str(d.state())]
d.unlock()
try:
  a.DevRestart("nope/nope/nope")
except tango.DevFailed as e:
  r.append([e.args[0].reason, e.args[0].desc])
d.Init()
print(json.dumps(r))`);
      assert.deepEqual(answers, [true, "ON", ["API_DeviceNotFound", "Device nope/nope/nope not found"]]);
      await database.addDevice({ name: third, className, server: name });
      const known = device(first);
      await known.state();
      await device(admin).commandInout("RestartServer");
      // It begins when its answer is on its way; what is asked then waits for its end.
      for (const end = performance.now() + 20_000; performance.now() < end; ) {
        const { exported } = await database.getDeviceInfo(third);
        if (exported) break;
      }
      assert.equal(await device(third).state(), "ON");
      assert.deepEqual(
        await device(admin).commandInout("QueryDevice"),
        [first, second, third].map((one) => `${className}::${one}`),
      );
      assert.equal(await known.state(), "ON", "who knew its old reference finds the new one");
      await database.deleteDevice(third);
      await device(admin).commandInout("Init");
      assert.deepEqual(
        await device(admin).commandInout("QueryDevice"),
        [first, second].map((one) => `${className}::${one}`),
      );
      server.process.kill("SIGTERM");
      assert.equal(await server.exit, 0);
    });
  });
}
