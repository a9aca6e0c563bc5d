import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { listenOptions } from "../../../../src/tango/server/server-address.ts";

test("listens where its user says, and names that in references", () => {
  assert.deepEqual(listenOptions({ host: "127.0.0.1", port: 1234 }, null, true), {
    host: "127.0.0.1",
    port: 1234,
    publishedHost: "127.0.0.1",
  });
  assert.deepEqual(listenOptions({ host: "::1", port: 1234 }, { host: "outside", port: 9 }, false), {
    host: "::1",
    port: 1234,
    publishedHost: "outside",
  });
});

test("listens at any port of the loopback interface where nobody else needs to find it", () => {
  assert.deepEqual(listenOptions(null, null, false), {
    host: "127.0.0.1",
    port: 0,
    publishedHost: "127.0.0.1",
  });
});

test("listens at all interfaces where others must find it, and names one by which they can", () => {
  for (const endPoint of [null, { host: "", port: 0 }]) {
    const { host, port, publishedHost } = listenOptions(endPoint, null, true);
    assert.deepEqual([host, port], ["0.0.0.0", 0]);
    const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
    assert.ok(addresses.some(({ address }) => address === publishedHost));
    const hasNetwork = addresses.some(({ family, internal }) => family === "IPv4" && !internal);
    assert.equal(publishedHost === "127.0.0.1", !hasNetwork);
  }
});
