import assert from "node:assert/strict";
import { test } from "node:test";
import { AttributeProxy } from "../../../../src/tango/client/attribute-proxy.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { formatDeviceName, parseDeviceName } from "../../../../src/tango/naming/device-name.ts";
import { TESTED_DEVICES, TestedDevices } from "../../../../src/tango/naming/tested-devices.ts";
import { OrbContext } from "../../../../src/threading/orb-context.ts";

test("completes the names of its devices, and no others", () => {
  const devices = new TestedDevices();
  const resolved = (name: string) => formatDeviceName(devices.resolve(parseDeviceName(name)));
  assert.equal(resolved("test/a/1"), "test/a/1");
  devices.lead(["Test/A/1"], { host: "127.0.0.1", port: 7 });
  assert.equal(resolved("TEST/a/1"), "tango://127.0.0.1:7/test/a/1#dbase=no");
  for (const other of ["test/a/2", "tango://host:1/test/a/1", "tango://host:1/test/a/1#dbase=no", "alias"])
    assert.equal(resolved(other), other);
});

test("is asked by proxies without a Tango host of their own", async () => {
  const context = new OrbContext();
  context.shared(TESTED_DEVICES).lead(["test/a/1"], { host: "127.0.0.1", port: 1 });
  const place = (device: DeviceProxy) => device.ping().catch((error) => error.errors[1].reason);
  assert.equal(await place(new DeviceProxy("test/a/1", { context })), "API_ServerNotRunning");
  const elsewhere = { context, tangoHost: "127.0.0.1:1" };
  assert.equal(await place(new DeviceProxy("test/a/1", elsewhere)), "API_CantConnectToDatabase");
  const attribute = new AttributeProxy("test/a/1/level", { context });
  assert.equal(await attribute.read().catch((error) => error.errors[1].reason), "API_ServerNotRunning");
  await context.close();
});
