import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it, type TestContext } from "node:test";
import { type Database, OrbContext } from "../../src/index.ts";
import { DatabaseServer } from "../../src/tango/database-server/database-server.ts";
import { PeerProgram, RELEASES } from "./database/peer-program.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// Real servers, clients and tools, with our database in the place of the C++ one.

const TANGO_TEST = ["/usr/lib/tango/TangoTest", "test", "-ORBendPoint", "giop:tcp:127.0.0.1:0"];

/** A device class that keeps what is written to it, and pushes events of it. */
const PYTHON_SERVER = `
from tango import AttrWriteType
from tango.server import Device, attribute, device_property, run
class Kept(Device):
    unit_of_level = device_property(dtype=str)
    def init_device(self):
        super().init_device()
        self._level = 0.0
        self.set_change_event("level", True, False)
    @attribute(dtype=float, access=AttrWriteType.READ_WRITE, memorized=True, hw_memorized=True)
    def level(self):
        return self._level
    @level.write
    def level(self, value):
        self._level = value
        self.push_change_event("level", value)
    @attribute(dtype=str)
    def unit(self):
        return self.unit_of_level
run([Kept], args=["Kept", "dbd", "-ORBendPoint", "giop:tcp:127.0.0.1:0"])
`;

for (const peer of RELEASES) {
  describe(`our database with programs of Tango ${peer.release}`, { timeout: 180_000 }, () => {
    let server: DatabaseServer;
    let context: OrbContext;
    let database: Database;

    const program = (t: TestContext, ...command: readonly string[]) => {
      const started = new PeerProgram(peer, server.port, command);
      t.after(() => started.kill());
      return started;
    };
    /** Runs a program to its end, and gives what it wrote. */
    const run = async (t: TestContext, ...command: readonly string[]) => {
      const started = program(t, ...command);
      const code = await started.ended;
      assert.equal(code, 0, `${command.join(" ")}: ${started.output}`);
      return started.output.trim();
    };
    const python = async (t: TestContext, text: string): Promise<unknown> => {
      const output = await run(t, "/usr/bin/python3", "-c", `import json, tango\n${text}`);
      return JSON.parse(output.split("\n").at(-1)!);
    };
    const device = (name: string) => patientProxy(`tango://${server.tangoHost}/${name}`, { context });
    const start = async (t: TestContext, ...command: readonly string[]) => {
      const started = program(t, ...command);
      await started.says("Ready to accept request");
      return started;
    };

    before(async () => {
      context = new OrbContext();
      server = await DatabaseServer.start({ port: 0, data: ":memory:" });
      database = patientDatabase(server.tangoHost, { context });
    });
    after(async () => {
      await context?.close();
      await server?.stop();
    });

    it("runs the C++ TangoTest, and refuses its second start", async (t) => {
      const first = await start(t, ...TANGO_TEST);
      assert.equal(await device("sys/tg_test/1").commandInout("DevString", "hola"), "hola");
      const { exported, className } = await database.getDeviceInfo("sys/tg_test/1");
      assert.deepEqual({ exported, className }, { exported: true, className: "TangoTest" });
      assert.deepEqual(await database.getClassProperty("TangoTest", ["InheritedFrom"]), {
        InheritedFrom: ["TANGO_BASE_CLASS"],
      });

      const second = program(t, ...TANGO_TEST);
      await second.ended;
      assert.match(second.output, /already running/);

      await device("dserver/TangoTest/test").commandInout("Kill");
      await first.ended;
      assert.equal((await database.getDeviceInfo("sys/tg_test/1")).exported, false);
    });

    it("answers PyTango's clients: properties, lists, aliases, attributes, configuration, events", async (t) => {
      const running = await start(t, ...TANGO_TEST);
      const seen = await python(
        t,
        `
db = tango.Database()
db.put_device_property("sys/tg_test/1", {"Words": ["one", "two three", "it's"], "Number": [5]})
db.put_device_alias("sys/tg_test/1", "dbdtest")
db.put_attribute_alias("sys/tg_test/1/ampli", "dbdampli")
device = tango.DeviceProxy("dbdtest")
device.ampli = 2.5
config = device.get_attribute_config("ampli")
config.unit = "mm"
device.set_attribute_config(config)
device.poll_attribute("State", 100)
values = []
got = __import__("threading").Event()
def heard(event):
    values.append(event.err or str(event.attr_value.value))
    got.set()
subscription = device.subscribe_event("State", tango.EventType.CHANGE_EVENT, heard)
got.wait(20)
device.unsubscribe_event(subscription)
device.stop_poll_attribute("State")
print(json.dumps({
    "words": list(db.get_device_property("sys/tg_test/1", "Words")["Words"]),
    "history": len(db.get_device_property_history("sys/tg_test/1", "Number")),
    "domains": list(db.get_device_domain("*")),
    "exported": list(db.get_device_exported("*tg_test*")),
    "alias": db.get_alias("sys/tg_test/1"),
    "attribute": tango.AttributeProxy("dbdampli").read().value,
    "unit": db.get_device_attribute_property("sys/tg_test/1", "ampli")["ampli"]["unit"][0],
    "class": db.get_class_for_device("sys/tg_test/1"),
    "servers": list(db.get_server_list("TangoTest*")),
    "event": values[:1],
}))`,
      );
      assert.deepEqual(seen, {
        words: ["one", "two three", "it's"],
        history: 1,
        domains: ["dserver", "sys"],
        exported: ["sys/tg_test/1"],
        alias: "dbdtest",
        attribute: 2.5,
        unit: "mm",
        class: "TangoTest",
        servers: ["TangoTest/test"],
        event: ["RUNNING"],
      });
      await device("dserver/TangoTest/test").commandInout("Kill");
      await running.ended;
    });

    it("runs a server of PyTango that tango_admin defines, with properties and memorized values", async (t) => {
      await run(t, "tango_admin", "--ping-database", "10");
      await run(t, "tango_admin", "--add-server", "Kept/dbd", "Kept", "dbd/kept/1");
      await run(t, "tango_admin", "--add-property", "dbd/kept/1", "unit_of_level", "bar");
      await run(t, "tango_admin", "--check-device", "dbd/kept/1");
      assert.match(await run(t, "tango_admin", "--server-list"), /\bKept\b/);

      const first = await start(t, "/usr/bin/python3", "-u", "-c", PYTHON_SERVER);
      const kept = device("dbd/kept/1");
      assert.equal((await kept.readAttribute("unit")).value, "bar");
      const events: unknown[] = [];
      const heard = new EventTarget();
      const subscription = await kept.subscribeEvent("level", "change", (event) => {
        events.push(event.errors.length > 0 ? event.errors : event.attrValue?.value);
        if (events.length === 2) heard.dispatchEvent(new Event("twice"));
      });
      const twice = once(heard, "twice");
      await kept.writeAttribute("level", 12.5);
      await twice;
      assert.deepEqual(events, [0, 12.5]);
      await kept.unsubscribeEvent(subscription);
      await device("dserver/Kept/dbd").commandInout("Kill");
      await first.ended;

      const second = await start(t, "/usr/bin/python3", "-u", "-c", PYTHON_SERVER);
      assert.equal((await kept.readAttribute("level")).value, 12.5);
      await device("dserver/Kept/dbd").commandInout("Kill");
      await second.ended;
      await run(t, "tango_admin", "--delete-server", "Kept/dbd");
      await assert.rejects(database.getDeviceInfo("dbd/kept/1"), { reason: "DB_DeviceNotDefined" });
    });
  });
}
