import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { HostNames } from "../../../../../src/tango/naming/host-names.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { cpp, cpp6, java, java6 } from "./identities.ts";

const hosts = new HostNames({ lookup: async (address) => `host-of-${address}` });

describe("a caller", () => {
  it("knows its host, without the port", () => {
    const hostOf = (peer: string) => new Caller(peer, null).host;
    assert.equal(hostOf("192.168.1.7:40000"), "192.168.1.7");
    assert.equal(hostOf("[::1]:40000"), "::1");
    assert.equal(hostOf("[::ffff:192.168.1.7]:40000"), "192.168.1.7");
    assert.equal(Caller.polling.host, "");
  });

  it("is the same client by process id and host, over whichever connection and in whichever form", () => {
    const caller = new Caller("10.0.0.1:1", cpp(42));
    assert.ok(caller.isSameClient(new Caller("10.0.0.1:2", cpp(42))));
    assert.ok(caller.isSameClient(new Caller("[::ffff:10.0.0.1]:2", cpp6(42))));
    assert.ok(!caller.isSameClient(new Caller("10.0.0.1:1", cpp(43))));
    assert.ok(!caller.isSameClient(new Caller("10.0.0.2:1", cpp(42))));
  });

  it("is the same Java client by UUID alone", () => {
    const caller = new Caller("10.0.0.1:1", java("Main", 1n, 2n));
    assert.ok(caller.isSameClient(new Caller("10.0.0.2:1", java("Other", 1n, 2n))));
    assert.ok(caller.isSameClient(new Caller("10.0.0.1:1", java6("Main", 1n, 2n))));
    assert.ok(!caller.isSameClient(new Caller("10.0.0.1:1", java("Main", 1n, 3n))));
    assert.ok(!caller.isSameClient(new Caller("10.0.0.1:1", java("Main", 3n, 2n))));
  });

  it("is no Java client where it is a C++ client, even with process id 0", () => {
    const caller = new Caller("10.0.0.1:1", java("Main", 0n, 0n));
    assert.ok(!caller.isSameClient(new Caller("10.0.0.1:1", cpp(0))));
    assert.ok(!new Caller("10.0.0.1:1", cpp(0)).isSameClient(caller));
  });

  it("is kept as it is, but for texts of absurd length", () => {
    for (const identity of [null, cpp(42), cpp6(42), java("Main", 1n, 2n), java6("Main", 1n, 2n)]) {
      const caller = new Caller("10.0.0.1:1", identity);
      assert.equal(caller.toKeep, caller);
    }
    const long = "x".repeat(3000);
    for (const identity of [java(long, 1n, 2n), java6(long, 1n, 2n), cpp6(42, long)]) {
      const caller = new Caller("10.0.0.1:1", identity);
      const { toKeep } = caller;
      assert.ok(toKeep.isSameClient(caller));
      assert.equal(toKeep.pid, caller.pid);
      assert.ok(!inspect(toKeep.identity, { maxStringLength: null }).includes(long));
    }
  });

  it("is nobody's same without an identity", () => {
    const caller = new Caller("10.0.0.1:1", null);
    assert.ok(!caller.isSameClient(caller));
    assert.ok(!caller.isSameClient(new Caller("10.0.0.1:1", cpp(42))));
    assert.ok(!Caller.polling.isSameClient(Caller.polling));
  });

  it("is the server itself where no client is behind it", () => {
    assert.ok(Caller.polling.isServerItself);
    assert.ok(!new Caller("10.0.0.1:1", null).isServerItself);
  });

  it("says where the call came from, as cppTango does", async () => {
    const textOf = (identity: Caller["identity"]) => new Caller("127.0.0.1:1", identity).originText(hosts);
    assert.equal(await textOf(null), "requested from host-of-127.0.0.1");
    assert.equal(await textOf(cpp(42)), "requested from host-of-127.0.0.1 (CPP/Python client with PID 42)");
    assert.equal(await textOf(cpp6(42)), "requested from host-of-127.0.0.1 (CPP/Python client with PID 42)");
    assert.equal(
      await textOf(java("MyMain", 1n, 2n)),
      "requested from host-of-127.0.0.1 (Java client with main class MyMain)",
    );
    assert.equal(
      await textOf(java6("MyMain", 1n, 2n)),
      "requested from host-of-127.0.0.1 (Java client with main class MyMain)",
    );
  });

  it("says that the server itself called, as cppTango does", async () => {
    assert.equal(await Caller.polling.originText(hosts), "requested from polling");
  });

  it("says who holds a lock, as cppTango does", async () => {
    const textOf = (identity: Caller["identity"]) => new Caller("127.0.0.1:1", identity).lockerText(hosts);
    assert.equal(await textOf(cpp(42)), "CPP or Python client with PID 42 from host host-of-127.0.0.1");
    assert.equal(
      await textOf(java("MyMain", 1n, 2n)),
      "JAVA client class MyMain from host host-of-127.0.0.1",
    );
    assert.equal(await textOf(null), "Client identification not available");
  });

  it("has an endpoint in omniORB's form, which C++ clients parse", () => {
    assert.equal(new Caller("127.0.0.1:40758", null).endpoint, "giop:tcp:127.0.0.1:40758");
    assert.equal(new Caller("[::1]:40758", null).endpoint, "giop:tcp:[::1]:40758");
  });
});
