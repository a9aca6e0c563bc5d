import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { HostNames } from "../../../../src/tango/naming/host-names.ts";

describe("the names of hosts", () => {
  it("are looked up once", async () => {
    const asked: string[] = [];
    const hosts = new HostNames({
      lookup: async (address) => {
        asked.push(address);
        return "some-host";
      },
    });
    const names = await Promise.all([hosts.nameOf("10.0.0.1"), hosts.nameOf("10.0.0.1")]);
    assert.deepEqual(names, ["some-host", "some-host"]);
    assert.equal(await hosts.nameOf("10.0.0.1"), "some-host");
    assert.deepEqual(asked, ["10.0.0.1"]);
  });

  it("are looked up again after ten minutes", async () => {
    let time = 0;
    let answer = "before";
    const hosts = new HostNames({ lookup: async () => answer, now: () => time });
    assert.equal(await hosts.nameOf("10.0.0.1"), "before");
    answer = "after";
    time = 599_999;
    assert.equal(await hosts.nameOf("10.0.0.1"), "before");
    time = 600_000;
    assert.equal(await hosts.nameOf("10.0.0.1"), "after");
  });

  it("are the addresses of hosts without a name", async () => {
    const hosts = new HostNames({ lookup: () => Promise.reject(new Error("ENOTFOUND")) });
    assert.equal(await hosts.nameOf("10.0.0.1"), "10.0.0.1");
  });

  it("are the addresses where the lookup fails at once", async () => {
    const hosts = new HostNames({
      lookup: () => {
        throw new TypeError("no such address");
      },
    });
    assert.equal(await hosts.nameOf("?"), "?");
  });

  it("are the addresses while the name service does not answer, and the names once it did", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    let answer: (name: string) => void = () => {};
    const hosts = new HostNames({
      lookup: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
      timeoutMs: 1000,
      now: () => 0,
    });
    let name: string | undefined;
    const asked = hosts.nameOf("10.0.0.1").then((given) => {
      name = given;
    });
    t.mock.timers.tick(999);
    await nextTurn();
    assert.equal(name, undefined);
    t.mock.timers.tick(1);
    await asked;
    assert.equal(name, "10.0.0.1");
    answer("slow-host");
    assert.equal(await hosts.nameOf("10.0.0.1"), "slow-host");
  });

  it("are kept for the thousand hosts that were asked for last", async () => {
    const asked: string[] = [];
    const hosts = new HostNames({
      lookup: async (address) => {
        asked.push(address);
        return address;
      },
      now: () => 0,
    });
    for (let i = 0; i < 1001; i++) await hosts.nameOf(`host-${i}`);
    await hosts.nameOf("host-1");
    assert.equal(asked.length, 1001);
    await hosts.nameOf("host-0");
    assert.equal(asked.length, 1002);
  });

  it("come from the system unless a lookup is given", async () => {
    assert.equal(typeof (await new HostNames().nameOf("127.0.0.1")), "string");
  });
});
