import assert from "node:assert/strict";
import { hostname } from "node:os";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Database, OrbContext } from "../../src/index.ts";
import { DatabaseServer } from "../../src/tango/database-server/database-server.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { PeerProgram, RELEASES } from "./database/peer-program.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// The real Starter, which starts and stops the servers of a host as our database says.

/** A variable, so that what the Starter starts listens there too. */
const LOOPBACK = ["env", "ORBendPoint=giop:tcp:127.0.0.1:0"];

for (const peer of RELEASES) {
  describe(`our database with the Starter of Tango ${peer.release}`, { timeout: 180_000 }, () => {
    const host = hostname().split(".")[0]!;
    const admin = `tango/admin/${host}`;
    let server: DatabaseServer;
    let context: OrbContext;
    let database: Database;
    let starter: PeerProgram;

    const device = (name: string) => patientProxy(`tango://${server.tangoHost}/${name}`, { context });
    const running = () => device(admin).commandInout("DevGetRunningServers", false) as Promise<string[]>;
    const stopped = () => device(admin).commandInout("DevGetStopServers", false) as Promise<string[]>;
    /** What it does not answer yet, it may answer next time. */
    const until = async (what: string, check: () => Promise<boolean>) => {
      let failure = "";
      const isSo = () =>
        check().catch((error: unknown) => {
          failure = String(error);
          return false;
        });
      const end = Date.now() + PATIENCE_MS;
      while (!(await isSo())) {
        assert.ok(Date.now() < end, `${what}: not within ${PATIENCE_MS} ms. ${failure} ${starter.output}`);
        await delay(200);
      }
    };

    before(async () => {
      context = new OrbContext();
      server = await DatabaseServer.start({ port: 0, data: ":memory:" });
      database = patientDatabase(server.tangoHost, { context });
      // To a database a server is of a host when it has run there. Its name is its own: the Starter looks at all processes of the host.
      const started = { name: "test/started/1", className: "TangoTest", server: "TangoTest/started" };
      await database.addServer(started.server, [started]);
      const byHand = new PeerProgram(peer, server.port, [...LOOPBACK, "/usr/lib/tango/TangoTest", "started"]);
      try {
        await byHand.says("Ready to accept request");
        await device("dserver/TangoTest/started").commandInout("Kill");
        await byHand.ended;
      } finally {
        await byHand.kill();
      }
      const identity = `Starter/${host}`;
      await database.addServer(identity, [{ name: admin, className: "Starter", server: identity }]);
      await database.putDeviceProperty(admin, { StartDsPath: ["/usr/lib/tango"] });
      starter = new PeerProgram(peer, server.port, [...LOOPBACK, "/usr/lib/tango/Starter", host]);
      // That of 10.0 does not say when it is ready.
      await until("the Starter answers", async () => {
        await device(admin).ping();
        return true;
      });
    });
    after(async () => {
      await starter?.kill();
      await context?.close();
      await server?.stop();
    });

    it("is told by the database which servers it controls", async () => {
      assert.deepEqual(await stopped(), []);
      await database.putServerInfo({ name: "TangoTest/started", host, mode: 1, level: 1 });
      await until("TangoTest/started is controlled", async () =>
        (await stopped()).includes("TangoTest/started"),
      );
    });

    it("starts a server, which exports its devices, and stops it, which takes them back", async () => {
      await device(admin).commandInout("DevStart", "TangoTest/started");
      await until("TangoTest/started runs", async () => (await running()).includes("TangoTest/started"));
      assert.equal(await device("test/started/1").commandInout("DevString", "hola"), "hola");
      const { exported } = await database.getDeviceInfo("test/started/1");
      assert.equal(exported, true);

      await device(admin).commandInout("DevStop", "TangoTest/started");
      await until("TangoTest/started is stopped", async () =>
        (await stopped()).includes("TangoTest/started"),
      );
      await until("its devices are taken back", async () => {
        const info = await database.getDeviceInfo("test/started/1");
        return !info.exported;
      });
    });

    it("ends, and its device is taken back", async () => {
      await device(`dserver/Starter/${host}`).commandInout("Kill");
      await starter.ended;
      assert.equal((await database.getDeviceInfo(admin)).exported, false);
    });
  });
}
