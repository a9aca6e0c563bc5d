import assert from "node:assert/strict";
import { test } from "node:test";
import { Device } from "../../../../src/tango/server/device.ts";
import { endDevice } from "../../../../src/tango/server/device-life.ts";
import { deferred } from "../../../support/fake-device.ts";
import { serveDevice } from "../../../support/served-device.ts";
import { until } from "../../../support/until.ts";

class Burning extends Device {
  override async deleteDevice(): Promise<void> {
    throw new Error("the hardware is on fire");
  }
}

test("logs what the end of a device fails with also where nobody waited for it any more", async (t) => {
  const { served } = await serveDevice(Burning);
  const { mock } = t.mock.method(served.logger, "error");
  const told = () => mock.calls.map((call) => call.arguments[0]);
  const held = deferred<void>();
  const busy = served.monitor.run("a call that takes long", () => held.promise);
  await endDevice(served, 20);
  assert.deepEqual(told(), ["deleteDevice() failed: it has not ended within 20 ms"]);
  held.resolve();
  await busy;
  await until(() => told().length > 1);
  assert.equal(told()[1], "deleteDevice() failed: the hardware is on fire");
});
