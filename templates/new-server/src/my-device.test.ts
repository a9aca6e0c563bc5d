import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceTestContext } from "bandoneon";
import { MyDevice } from "./my-device.js";

test("counts by steps, as far as its limit", async () => {
  // The device is served as it will be, with a client of it.
  await using context = await DeviceTestContext.start(MyDevice, { properties: { limit: 5 } });
  const { device } = context;
  await device.writeAttribute("step", 3);
  assert.equal(await device.commandInout("Add"), 3);
  assert.equal((await device.readAttribute("count")).value, 3);
  await assert.rejects(device.commandInout("Add"), /counts to 5 and no further/);
  assert.equal(await device.state(), "ON");
});
