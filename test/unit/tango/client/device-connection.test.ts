import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { MINOR_CODE } from "../../../../src/giop/exception/minor-code.ts";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import { formatIor } from "../../../../src/giop/ior/stringified-ior.ts";
import type { CallOptions } from "../../../../src/iiop/call-options.ts";
import { FULL_ACCESS } from "../../../../src/tango/client/access-grant.ts";
import { withDeadline } from "../../../../src/tango/client/call-deadline.ts";
import { plainCall } from "../../../../src/tango/client/call-text.ts";
import type { ConnectionTarget } from "../../../../src/tango/client/connection-target.ts";
import { DeviceConnection } from "../../../../src/tango/client/device-connection.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { deferred, deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";

/** What an error says: class, reasons and descriptions. */
async function failureOf(call: Promise<unknown>): Promise<[string, ...string[]]> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof DevFailed, `${error} is no DevFailed`);
    return [error.name, ...error.errors.map(({ reason, desc }) => `${reason}: ${desc}`)];
  }
  return assert.fail("the call succeeded");
}

describe("a connection", () => {
  let context: OrbContext;
  let server: FakeServer;
  let device: DeviceProxy;

  beforeEach(async () => {
    context = testContext();
    server = await FakeServer.start();
    server.serve("a/b/c", 5, levelDevice(5));
    device = new DeviceProxy(server.nameOf("a/b/c"), { context });
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
  });

  it("is made once, however many calls wait for it", async () => {
    await Promise.all([device.ping(), device.state(), device.readAttribute("level"), device.status()]);
    const connecting = server.calls.filter(({ operation }) => operation === "info");
    assert.equal(connecting.length, 0, "a device is not asked for its version");
    assert.equal(context.orb.connectionCount, 1);
  });

  it("passes the errors of a device on, with the level of the call", async () => {
    server.serve("d/e/f", 5, {
      ping: () => {
        throw deviceError("API_Broken", "the ping is broken");
      },
      command_inout_4: () => {
        throw deviceError("API_Broken", "the command is broken");
      },
    });
    const broken = new DeviceProxy(server.nameOf("d/e/f"), { context });
    assert.deepEqual(await failureOf(broken.ping()), ["DevFailed", "API_Broken: the ping is broken"]);
    assert.deepEqual(await failureOf(broken.commandInout("Go")), [
      "DevFailed",
      "API_Broken: the command is broken",
      "API_CommandFailed: Failed to execute command_inout on device d/e/f, command Go",
    ]);
  });

  it("tells the loss of a lock by its own class", async () => {
    server.serve("d/e/f", 5, {
      command_inout_4: () => {
        throw deviceError("API_DeviceUnlocked", "unlocked by an administrator");
      },
    });
    const unlocked = new DeviceProxy(server.nameOf("d/e/f"), { context });
    assert.deepEqual(await failureOf(unlocked.commandInout("Go")), [
      "DeviceUnlocked",
      "API_DeviceUnlocked: unlocked by an administrator",
      "API_DeviceUnlocked: Failed to execute command_inout on device d/e/f, command Go",
    ]);
  });

  it("tells a caller at once that time is over, and goes on with a device that is alive", async () => {
    const { promise, resolve } = deferred<string>();
    server.serve("s/l/o", 5, { _get_status: () => promise });
    const slow = new DeviceProxy(server.nameOf("s/l/o"), { context });
    await slow.ping();
    assert.deepEqual(await failureOf(slow.status({ timeoutMs: 20 })), [
      "CommunicationFailed",
      "API_CorbaException: TRANSIENT CORBA system exception: TRANSIENT_CallTimedout",
      "API_DeviceTimedOut: Timeout (20 mS) exceeded on device s/l/o",
    ]);
    resolve("late");
    assert.equal(await slow.status(), "late");
    assert.equal(slow.isConnected, true);
  });

  it("pings a device once for all the calls of it that timed out", async () => {
    const { promise: never, resolve } = deferred<never>();
    const { promise: pinged, resolve: pong } = deferred<void>();
    let pings = 0;
    server.serve("s/l/o", 5, {
      _get_status: () => never,
      ping: () => {
        pings++;
        return pings === 1 ? undefined : pinged;
      },
    });
    const slow = new DeviceProxy(server.nameOf("s/l/o"), { context });
    await slow.ping();
    const calls = Array.from({ length: 5 }, () => failureOf(slow.status({ timeoutMs: 20 })));
    for (const failure of await Promise.all(calls)) assert.match(failure[2] ?? "", /^API_DeviceTimedOut/);
    assert.equal(await slow.description(), "a fake");
    assert.equal(pings, 2);
    pong(undefined);
    resolve(undefined as never);
  });

  it("names the command that took too long", async () => {
    const { promise, resolve } = deferred<never>();
    server.serve("s/l/o", 5, { command_inout_4: () => promise });
    const slow = new DeviceProxy(server.nameOf("s/l/o"), { context });
    await slow.ping();
    slow.setTimeoutMillis(20);
    const failure = await failureOf(slow.commandInout("Crawl"));
    assert.equal(failure[2], "API_DeviceTimedOut: Timeout (20 mS) exceeded on device s/l/o, command Crawl");
    resolve(undefined as never);
  });

  it("names the call of the user where the query for its types is what takes too long", async () => {
    const { promise, resolve } = deferred<never>();
    server.serve("s/l/o", 5, { command_query_2: () => promise, get_attribute_config_5: () => promise });
    const slow = new DeviceProxy(server.nameOf("s/l/o"), { context });
    await slow.ping();
    slow.setTimeoutMillis(20);
    const calls: [string, Promise<unknown>][] = [
      ["Connection.commandInout()", slow.commandInout("Crawl", 1)],
      ["DeviceProxy.writeAttributes()", slow.writeAttributes({ a: 1, b: 2 })],
    ];
    for (const [origin, call] of calls) {
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof DevFailed);
        assert.deepEqual(new Set(error.errors.map((level) => level.origin)), new Set([origin]));
        return true;
      });
    }
    resolve(undefined as never);
  });

  it("makes a lost call once more over a new connection", async () => {
    await device.ping();
    const { port } = server;
    await server.stop();
    server = await FakeServer.start(port);
    server.serve("a/b/c", 5, levelDevice(5));
    const { value } = await device.readAttribute("level");
    assert.equal(value, 1.5);
  });

  it("is checked by reconnect, and made again where it is lost", async () => {
    await device.reconnect();
    server.takeOperations();
    await device.reconnect();
    assert.deepEqual(server.takeOperations(), ["ping"]);
    device.setTransparencyReconnection(false);
    const { port } = server;
    await server.stop();
    server = await FakeServer.start(port);
    server.serve("a/b/c", 5, levelDevice(5));
    await device.reconnect();
    assert.equal(device.isConnected, true);
    await server.stop();
    await assert.rejects(device.reconnect(), { reason: "API_CorbaException" });
    assert.equal(device.isConnected, false);
  });

  it("gives up a lost call at once where transparency reconnection is off", async () => {
    let calls = 0;
    server.serve("l/o/s", 5, {
      ping: () => {
        calls++;
        throw new SystemException("OBJECT_NOT_EXIST", MINOR_CODE.OBJECT_NOT_EXIST_NoMatch);
      },
    });
    const lost = new DeviceProxy(server.nameOf("l/o/s"), { context });
    lost.setTransparencyReconnection(false);
    const expected = [
      "CommunicationFailed",
      "API_CorbaException: OBJECT_NOT_EXIST CORBA system exception: OBJECT_NOT_EXIST_NoMatch",
      "API_CommunicationFailed: Failed to execute ping on device l/o/s",
    ];
    assert.deepEqual(await failureOf(lost.ping()), expected);
    assert.equal(calls, 1);
    assert.equal(lost.isConnected, false);
    lost.setTransparencyReconnection(true);
    assert.deepEqual(await failureOf(lost.ping()), expected);
    assert.equal(calls, 3);
  });

  it("reports other system exceptions without a second attempt", async () => {
    let calls = 0;
    server.serve("o/d/d", 5, {
      command_inout_4: () => {
        calls++;
        throw new SystemException("NO_MEMORY", 0, { completed: "NO" });
      },
    });
    const odd = new DeviceProxy(server.nameOf("o/d/d"), { context });
    const failure = await failureOf(odd.commandInout("Go"));
    assert.equal(failure[0], "CommunicationFailed");
    assert.equal(
      failure[2],
      "API_CommunicationFailed: Failed to execute command_inout on device o/d/d, command Go",
    );
    assert.equal(calls, 1);
  });

  it("fails for a server that does not run, for an object that it does not know, and for no device", async () => {
    const unknown = new DeviceProxy(server.nameOf("x/y/z"), { context });
    assert.deepEqual(await failureOf(unknown.ping()), [
      "ConnectionFailed",
      "API_CorbaException: OBJECT_NOT_EXIST CORBA system exception: OBJECT_NOT_EXIST_NoMatch",
      "API_DeviceNotDefined: Failed to connect to device x/y/z",
    ]);
    await assert.rejects(DeviceProxy.connect(server.nameOf("x/y/z"), { context }), {
      name: "ConnectionFailed",
    });
    await server.stop();
    const stopped = await DeviceProxy.connect(server.nameOf("a/b/c"), { context });
    assert.equal(stopped.isConnected, false);
    const another = new DeviceProxy(server.nameOf("a/b/c"), { context });
    assert.deepEqual(await failureOf(another.readAttribute("level")), [
      "ConnectionFailed",
      "API_CorbaException: TRANSIENT CORBA system exception: TRANSIENT_ConnectFailed",
      "API_ServerNotRunning: Failed to connect to device a/b/c",
      "API_AttributeFailed: Failed to read_attribute on device a/b/c, attribute level",
    ]);
  });

  it("rejects an aborted call, before, during and while connecting, and takes the next one", async () => {
    const reason = new Error("changed my mind");
    const before = await failureOf(device.ping({ signal: AbortSignal.abort(reason) }));
    assert.match(before[1] ?? "", /^API_CallAborted: /);
    const { promise, resolve } = deferred<string>();
    server.serve("s/l/o", 5, { _get_status: () => promise });
    const slow = new DeviceProxy(server.nameOf("s/l/o"), { context });
    await slow.ping();
    const controller = new AbortController();
    const during = slow.status({ signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(during, (error: DevFailed) => {
      assert.equal(error.reason, "API_CallAborted");
      assert.equal(error.errors.length, 1);
      assert.equal((error.cause as Error).cause, reason);
      return true;
    });
    resolve("well");
    assert.equal(await slow.status(), "well");
    const other = new AbortController();
    const fresh = new DeviceProxy(server.nameOf("a/b/c"), { context });
    const connecting = failureOf(fresh.ping({ signal: other.signal }));
    const patient = fresh.ping();
    other.abort(reason);
    assert.match((await connecting)[1] ?? "", /^API_CallAborted: /);
    assert.equal(typeof (await patient), "number");
  });

  it("leaves no failure unheard when its only caller has given up", async () => {
    const { promise: unheard, resolve } = deferred<unknown>();
    process.once("unhandledRejection", resolve);
    const target = {
      name: "n/o/n",
      resolve: () => Promise.reject(new SystemException("TRANSIENT")),
      failure: () =>
        ({ reason: "API_CantConnectToDevice", desc: "Failed to connect to device n/o/n" }) as const,
    };
    const connection = new DeviceConnection(context, target);
    await assert.rejects(connection.connect({ signal: AbortSignal.abort() }), { name: "AbortError" });
    // Rejections that nobody heard of are told when the microtasks are done.
    const turn = new Promise((done) => setImmediate(done, "none"));
    assert.equal(await Promise.race([unheard, turn]), "none");
    process.off("unhandledRejection", resolve);
  });

  it("is stale when its context is closed, and says so", async () => {
    const { promise, resolve } = deferred<string>();
    server.serve("s/l/o", 5, { _get_status: () => promise });
    const slow = new DeviceProxy(server.nameOf("s/l/o"), { context });
    await slow.ping();
    const inFlight = failureOf(slow.status());
    await context.close();
    for (const failure of [await inFlight, await failureOf(slow.ping())]) {
      assert.equal(failure[0], "ConnectionFailed");
      assert.match(failure[1] ?? "", /^API_OrbContextClosed: .*s\/l\/o.*make the object again/);
      assert.equal(failure.length, 2);
    }
    resolve("late");
  });

  it("takes no calls when it was closed by its user", async () => {
    await device.ping();
    device.close();
    assert.match((await failureOf(device.ping()))[1] ?? "", /a\/b\/c has been closed/);
  });
});

describe("attempts to connect", () => {
  const text = () => plainCall("ping", "ping");

  /** A target that cannot be resolved until `works` is set. */
  class UnreliableTarget implements ConnectionTarget {
    readonly name = "a/b/c";
    works = false;
    attempts = 0;
    readonly #reference: string;

    constructor(reference: string) {
      this.#reference = reference;
    }

    async resolve() {
      this.attempts++;
      if (this.works) return { reference: this.#reference, access: FULL_ACCESS };
      throw new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_ConnectFailed);
    }

    failure() {
      return { reason: "API_CantConnectToDevice", desc: "Failed to connect to device a/b/c" } as const;
    }
  }

  it("come a second apart at least", async () => {
    const context = testContext();
    const server = await FakeServer.start();
    const target = new UnreliableTarget(formatIor(server.serve("a/b/c", 5)));
    let now = 5000;
    const connection = new DeviceConnection(context, target, { now: () => now });
    const call = () =>
      connection.call(
        {
          text,
          send: (device, options) => device.invoke("ping", [], options),
          receive: () => "pong",
        },
        undefined,
      );
    assert.deepEqual(await failureOf(call()), [
      "ConnectionFailed",
      "API_CorbaException: TRANSIENT CORBA system exception: TRANSIENT_ConnectFailed",
      "API_CantConnectToDevice: Failed to connect to device a/b/c",
    ]);
    target.works = true;
    now += 999;
    const delayed = await call().catch((error: DevFailed) => error);
    assert.ok(delayed instanceof DevFailed);
    assert.equal(delayed.name, "DevFailed");
    assert.equal(
      delayed.errors[0]?.desc,
      "Failed to connect to device a/b/c\nThe connection request was delayed.\n" +
        "The last connection request was done less than 1000 ms ago",
    );
    assert.equal((delayed.cause as DevFailed).errors[1]?.reason, "API_CantConnectToDevice");
    assert.equal(target.attempts, 1);
    now += 1;
    assert.equal(await call(), "pong");
    await context.close();
    await server.stop();
  });

  it("share one time limit with all the requests of a call", async (t) => {
    const context = testContext();
    const server = await FakeServer.start();
    const target = new UnreliableTarget(formatIor(server.serve("a/b/c", 5)));
    target.works = true;
    const connection = new DeviceConnection(context, target);
    await connection.connect();
    let now = 5000;
    t.mock.method(performance, "now", () => now);
    const limits: (number | undefined)[] = [];
    /** A call whose first request is lost after 400 ms. */
    const call = (options: CallOptions) => {
      let requests = 0;
      return connection.call(
        {
          text,
          send: async (_device, { timeoutMs }) => {
            limits.push(timeoutMs);
            now += 400;
            if (requests++ === 0) throw new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_ConnectFailed);
          },
          receive: () => "done",
        },
        options,
      );
    };
    assert.equal(await call({ timeoutMs: 1000 }), "done");
    assert.deepEqual(limits.splice(0), [1000, 600]);
    const limited = withDeadline({ timeoutMs: 1000 });
    now += 100;
    assert.equal(await call(limited), "done");
    assert.deepEqual(limits.splice(0), [900, 500]);
    assert.equal(await call({ timeoutMs: 0 }), "done");
    assert.deepEqual(limits.splice(0), [0, 0]);
    assert.equal(await call({}), "done");
    assert.deepEqual(limits.splice(0), [3000, 3000]);
    await context.close();
    await server.stop();
  });

  it("name the limit that the caller set, not what was left of it", async () => {
    const context = testContext();
    const target = new UnreliableTarget("");
    const { promise, resolve } = deferred<never>();
    target.resolve = () => promise;
    const connection = new DeviceConnection(context, target);
    const slow = connection.connect(withDeadline({ timeoutMs: 20 }));
    assert.match((await failureOf(slow))[1] ?? "", /^API_DeviceTimedOut: Timeout \(20 mS\) exceeded/);
    resolve(undefined as never);
    await context.close();
  });
});
