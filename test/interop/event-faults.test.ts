import assert from "node:assert/strict";
import { after, describe, it, type TestContext } from "node:test";
import { ApiUtil, type Database } from "../../src/index.ts";
import { EventServer } from "../support/event-server.ts";
import { patientContext } from "../support/patient-context.ts";
import { SerialLog } from "../support/serial-log.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { EventViewer, type ViewedEvent } from "./events/event-viewer.ts";
import { OwnDatabase } from "./tango/own-database.ts";
import { OwnServer } from "./tango/own-server.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// Servers that come back at another port, and a database that is killed meanwhile, as clients of events live through it.

// One after the other with each release: where two define servers at the same time, MariaDB may let one of them fail (a deadlock).
const LIMITED = { timeout: 150_000, concurrency: 1 };
const SCRIPTS = { "9.3": "tango93.sh", "10.0": "tango10.sh" } as const;

describe("faults of events", { concurrency: true }, () => {
  after(() => ApiUtil.cleanup());

  for (const release of TANGO_RELEASES) {
    describe(`with Tango ${release.version}`, LIMITED, () => {
      it("a server of ours that is killed is found at its new port by our clients and PyTango's", async (t) => {
        const server = await ownEventServer(t, release, `127.0.0.1:${release.databasePort}`, "moves");
        const logs = await subscribed(t, server);
        const pytango = new PyTangoLog(t, release, server.devices[0]!);
        await Promise.all([...logs, pytango.log].map((log) => log.more(5)));
        const { port } = server;
        const told = logs.map((log) => log.untilFailed("API_EventTimeout"));
        await server.kill();
        await Promise.all(told);
        await server.start();
        assert.notEqual(server.port, port);
        await goOn(t, logs, "our client");
        await goOn(t, [pytango.log], "PyTango");
        assertSound(logs, 1);
        assert.equal(pytango.log.gaps, 1, pytango.log.problems.join());
      });

      // A second DataBaseds needs the tables of a real one: see run-with-own-database.sh.
      const skip = process.env.OWN_DATABASE === "1" && "DataBaseds is replaced by our database";
      it("a database that is killed disturbs no events, and lost servers are found when it is back", {
        skip,
      }, async (t) => {
        const database = await OwnDatabase.start(release, `faults-${process.pid}`);
        t.after(() => database.remove());
        const { tangoHost } = database;
        const server = await ownEventServer(t, release, tangoHost, "stays");
        const peer = { script: SCRIPTS[release.version], tangoHost };
        const instance = `stays-too-${process.pid}`;
        const tangoTest = await OwnServer.start(peer, instance);
        t.after(async () => {
          await tangoTest.kill();
          await sharedDatabase(release).deleteServer(`TangoTest/${instance}`);
        });
        const logs = await subscribed(t, server);
        const context = patientContext(t);
        const ofCpp = patientProxy(`tango://${tangoHost}/${tangoTest.device}`, { context });
        await ofCpp.pollAttribute("long_scalar", 100);
        const values = new SerialLog("TangoTest");
        // What TangoTest counts is no serial number: only that something comes is looked at.
        let counted = 0;
        await ofCpp.subscribeEvent("long_scalar", "periodic", ({ err, errors }) => {
          if (err) values.fail(errors.map(({ reason }) => reason));
          else values.take(++counted);
        });

        await Promise.all([...logs, values].map((log) => log.more(5)));
        await database.kill();
        await Promise.all([...logs, values].map((log) => log.more(20)));
        for (const { errors } of [...logs, values]) assert.deepEqual([...errors], []);
        assertSound(logs, 0);

        const told = [...logs, values].map((log) => log.untilFailed("API_EventTimeout"));
        await Promise.all([server.kill(), tangoTest.kill()]);
        await Promise.all(told);
        await database.start();
        await Promise.all([server.start(), tangoTest.start()]);
        await goOn(t, [...logs, values], "after the database");
        assertSound(logs, 1);
      });
    });
  }
});

/** That of the release, which is never disturbed. */
function sharedDatabase({ databasePort }: TangoRelease): Database {
  return patientDatabase(`127.0.0.1:${databasePort}`);
}

/** Our server of serial numbers, which takes this for its database. */
async function ownEventServer(
  t: TestContext,
  release: TangoRelease,
  tangoHost: string,
  what: string,
): Promise<EventServer> {
  const instance = `${what}-${process.pid}`;
  const server = `event-server/${instance}`;
  const name = `test/${instance}/1`;
  await sharedDatabase(release).addServer(server, [{ server, name, className: "Serials" }]);
  t.after(() => sharedDatabase(release).deleteServer(server));
  return EventServer.start(t, { tangoHost, instance, devices: [name], periodMs: 50 });
}

async function subscribed(t: TestContext, server: EventServer): Promise<readonly SerialLog[]> {
  const device = server.proxy(patientContext(t));
  const types = ["change", "archive", "user_event"] as const;
  return Promise.all(
    types.map(async (type) => {
      const log = new SerialLog(type);
      await device.subscribeEvent("serial", type, log.note);
      return log;
    }),
  );
}

/** Resolves when numbers come to all of them, and tells how long that took. */
async function goOn(t: TestContext, logs: readonly SerialLog[], who: string): Promise<void> {
  const begun = performance.now();
  await Promise.all(logs.map((log) => log.more()));
  t.diagnostic(`${who}: delivered again after ${Math.round(performance.now() - begun)} ms`);
}

function assertSound(logs: readonly SerialLog[], gaps: number): void {
  for (const log of logs) {
    assert.deepEqual(log.problems, []);
    assert.equal(log.gaps, gaps, log.name);
  }
}

/** What PyTango's client is given of change events. */
class PyTangoLog {
  readonly log = new SerialLog("PyTango");

  constructor(t: TestContext, release: TangoRelease, device: string) {
    const viewer = new EventViewer(release, device, ({ event }) => {
      if (event !== undefined) this.#note(event);
    });
    t.after(() => viewer.stop());
    viewer.tell({ do: "subscribe", as: "serial", attr: "serial", event: "change" });
  }

  #note({ err, errors, attr_value }: ViewedEvent): void {
    if (err) this.log.fail((errors as { reason: string }[]).map(({ reason }) => reason));
    else this.log.take(Number((attr_value as { value: unknown }).value));
  }
}
