import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventAddresses, eventEndPoint } from "../../../../../src/tango/server/event/event-addresses.ts";

const INTERFACES = () => ["10.0.0.1", "10.0.0.2"];

describe("where events come from", () => {
  it("is every interface of a server that others are to find, each told to clients", () => {
    for (const endPoint of [null, { host: "", port: 4000 }, { host: "0.0.0.0", port: 0 }]) {
      assert.deepEqual(eventAddresses(endPoint, null, true, INTERFACES), {
        bindHost: "0.0.0.0",
        hosts: ["10.0.0.1", "10.0.0.2"],
      });
    }
  });

  it("is the loopback interface of one that only this machine is to find", () => {
    assert.deepEqual(eventAddresses(null, null, false, INTERFACES), {
      bindHost: "127.0.0.1",
      hosts: ["127.0.0.1"],
    });
  });

  it("is the address of its end point, as it is written there, and what references name beside it", () => {
    const published = { host: "public", port: 0 };
    assert.deepEqual(eventAddresses({ host: "inside", port: 4000 }, published, true, INTERFACES), {
      bindHost: "inside",
      hosts: ["inside", "public"],
    });
    assert.deepEqual(eventAddresses(null, { host: "", port: 4000 }, true, INTERFACES).hosts, INTERFACES());
  });

  it("is written with brackets where it is of IPv6", () => {
    assert.equal(eventEndPoint("10.0.0.1", 5), "tcp://10.0.0.1:5");
    assert.equal(eventEndPoint("::1", 5), "tcp://[::1]:5");
  });
});
