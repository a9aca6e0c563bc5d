import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ApiUtil, DevFailed, DeviceProxy, OrbContext } from "../../src/index.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { Forwarder } from "./tango/forwarder.ts";
import { OwnServer, type Peer } from "./tango/own-server.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";

// Real servers that die, freeze and move, and a database that goes away: every call ends in time, in the DevFailed that PyTango gives in
// the same case (but where the text says otherwise), and the next one works when the peer is back.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", script: "tango93.sh" },
  { release: "10.0", variable: "TANGO10_HOST", script: "tango10.sh" },
] as const;
const LIMIT_MS = 300;
/** Much more than any of these calls takes, and less than a time limit that was not heeded. */
const SOON_MS = 2000;
const TICK_MS = 10;

for (const { release, variable, script } of RELEASES) {
  describe(`faults of Tango ${release}`, { timeout: 120_000 }, () => {
    let peer: Peer;
    let server: OwnServer;
    /** The clock that proxies are given, which stands: no attempt to connect follows one that failed until it goes on by a second. */
    let time = 0;
    const now = () => time;

    const proxy = (options: object = {}) =>
      patientProxy(server.device, { tangoHost: peer.tangoHost, now, ...options });

    before(async () => {
      const tangoHost = process.env[variable];
      assert.ok(
        tangoHost,
        `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`,
      );
      peer = { script, tangoHost };
      server = await OwnServer.start(peer, `faults-${process.pid}`);
    });
    after(async () => {
      await server?.remove();
      await ApiUtil.cleanup();
    });

    it("a server killed in mid-call fails the call, and is found again at its new port", async () => {
      const device = proxy();
      const stubborn = proxy({ transparencyReconnection: false });
      const port = await device.getDevPort();
      await stubborn.ping();
      await server.freeze();
      const calls = [
        outcome(() => device.readAttribute("string_scalar", { timeoutMs: 60_000 })),
        outcome(() => stubborn.commandInout("DevVoid", undefined, { timeoutMs: 60_000 })),
      ];
      await nextTurn();
      await server.kill();
      const [read, command] = await Promise.all(calls);
      assert.deepEqual(read, {
        name: "ConnectionFailed",
        reasons: ["API_CorbaException", "API_CantConnectToDevice", "API_AttributeFailed"],
        desc: `Failed to read_attribute on device ${server.device}, attribute string_scalar`,
      });
      assert.deepEqual(command, {
        name: "CommunicationFailed",
        reasons: ["API_CorbaException", "API_CommunicationFailed"],
        desc: `Failed to execute command_inout on device ${server.device}, command DevVoid`,
      });

      assert.deepEqual(await outcome(() => device.commandInout("DevVoid")), {
        name: "DevFailed",
        reasons: ["API_CantConnectToDevice", "API_CommandFailed"],
        desc: `Failed to execute command_inout on device ${server.device}, command DevVoid`,
      });
      time += 1000;
      assert.deepEqual(await outcome(() => device.state()), {
        name: "ConnectionFailed",
        reasons: ["API_CorbaException", "API_CantConnectToDevice"],
        desc: `Failed to connect to device ${server.device}`,
      });

      await server.start();
      time += 1000;
      assert.equal(await device.state(), "RUNNING");
      assert.notEqual(await device.getDevPort(), port);
      assert.equal((await device.readAttribute("string_scalar")).quality, "ATTR_VALID");
      await stubborn.commandInout("DevVoid");
    });

    it("a server restarted between two calls is not noticed", async () => {
      const device = proxy();
      await device.ping();
      await server.kill();
      await server.start();
      assert.equal((await device.readAttribute("string_scalar")).quality, "ATTR_VALID");
      assert.equal(device.isConnected, true);
    });

    it("a frozen server lets a call time out within its limit, and answers again when it wakes", async () => {
      const device = proxy();
      // It must reach the database, which is not frozen, within its limit.
      const unused = proxy({ timeoutMs: 3 * LIMIT_MS });
      await device.ping();
      device.setTimeoutMillis(LIMIT_MS);
      await server.freeze();
      try {
        // PyTango waits three seconds more for a ping, and then calls the device lost.
        const [read, command] = await Promise.all([
          timed(() => device.readAttribute("string_scalar")),
          timed(() => device.commandInout("DevVoid")),
        ]);
        const timeout = `Timeout (${LIMIT_MS} mS) exceeded on device ${server.device}`;
        assert.deepEqual(read, {
          name: "CommunicationFailed",
          reasons: ["API_CorbaException", "API_DeviceTimedOut"],
          desc: timeout,
        });
        assert.deepEqual(command, { ...read, desc: `${timeout}, command DevVoid` });
        assert.deepEqual(await timed(() => unused.readAttribute("string_scalar")), {
          name: "ConnectionFailed",
          reasons: ["API_CorbaException", "API_CantConnectToDevice", "API_AttributeFailed"],
          desc: `Failed to read_attribute on device ${server.device}, attribute string_scalar`,
        });
        const { reasons } = await timed(() => device.readAttribute("string_scalar"));
        assert.ok(["API_CorbaException", "API_CantConnectToDevice"].includes(reasons[0]!), reasons.join());
      } finally {
        server.thaw();
      }
      time += 1000;
      for (const each of [device, unused]) {
        each.setTimeoutMillis(PATIENCE_MS);
        assert.equal((await each.readAttribute("string_scalar")).quality, "ATTR_VALID");
      }
    });

    it("a database that is gone fails what needs it, and works when it is back", async (t) => {
      const context = new OrbContext();
      const forwarder = await Forwarder.open(peer.tangoHost);
      t.after(async () => {
        await context.close();
        await forwarder.shut();
      });
      const options = { context, tangoHost: forwarder.address };
      const connected = patientProxy(server.device, options);
      await connected.ping();
      const database = patientDatabase(forwarder.address, { context, now });
      await database.getInfo();

      forwarder.hold();
      const inFlight = outcome(() => database.getInfo({ timeoutMs: 60_000 }));
      await nextTurn();
      await forwarder.shut();
      const [host, port] = forwarder.address.split(":");
      const noDatabase = {
        name: "ConnectionFailed",
        reasons: ["API_CorbaException", "API_CantConnectToDatabase"],
        desc: `Failed to connect to database on host ${host} with port ${port}`,
      };
      // A call that was lost says which; one for which there is no connection only that.
      assert.deepEqual(await inFlight, {
        name: "ConnectionFailed",
        reasons: [...noDatabase.reasons, "API_CommandFailed"],
        desc: "Failed to execute command_inout on device sys/database/2, command DbInfo",
      });
      await timed(() => DeviceProxy.connect(server.device, options));
      assert.deepEqual(await timed(() => DeviceProxy.connect(server.device, options)), noDatabase);
      const fresh = patientProxy(server.device, options);
      assert.deepEqual(await timed(() => fresh.readAttribute("string_scalar")), {
        name: "ConnectionFailed",
        reasons: [...noDatabase.reasons, "API_AttributeFailed"],
        desc: `Failed to read_attribute on device ${server.device}, attribute string_scalar`,
      });
      assert.equal((await connected.readAttribute("string_scalar")).quality, "ATTR_VALID");

      await forwarder.open();
      time += 1000;
      assert.match(await database.getInfo(), /TANGO Database/);
      // The database that proxies share has a clock of its own.
      const reading = await eventually(() => fresh.readAttribute("string_scalar"));
      assert.equal(reading.quality, "ATTR_VALID");
    });
  });
}

/** How a call failed. */
interface Outcome {
  readonly name: string;
  readonly reasons: readonly string[];
  /** That of the last level. */
  readonly desc: string;
}

async function outcome(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof DevFailed, String(error));
    const { name, errors } = error;
    return { name, reasons: errors.map(({ reason }) => reason), desc: errors.at(-1)!.desc };
  }
  return assert.fail("the call succeeded");
}

/** As `outcome`, of a call that must not take long. It is counted by a timer, which stands still with a machine that does. */
async function timed(call: () => Promise<unknown>): Promise<Outcome> {
  let elapsed = 0;
  const timer = setInterval(() => {
    elapsed += TICK_MS;
  }, TICK_MS);
  const result = await outcome(call).finally(() => clearInterval(timer));
  assert.ok(elapsed < SOON_MS, `it took ${elapsed} ms`);
  return result;
}

/** What a call gives that is delayed after an attempt that failed. */
async function eventually<T>(call: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + PATIENCE_MS; ; ) {
    try {
      return await call();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(50);
    }
  }
}
