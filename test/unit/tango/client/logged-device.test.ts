import assert from "node:assert/strict";
import { test } from "node:test";
import { Device } from "../../../../src/tango/server/device.ts";
import { LogLevel } from "../../../../src/tango/value/log-level.ts";
import { memoryServer } from "../../../support/memory-server.ts";

class Talker extends Device {}

const DEVICE = "test/talker/1";

test("the logging of a device is set, and shown, level and targets", async (t) => {
  const { server, proxy } = memoryServer(t, [[Talker, DEVICE]]);
  await server.start();
  const device = proxy(DEVICE);
  const before = await device.getLoggingLevel();
  for (const level of Object.values(LogLevel)) {
    await device.setLoggingLevel(level);
    assert.equal(await device.getLoggingLevel(), level);
  }
  await device.setLoggingLevel(before);

  await device.addLoggingTarget("console");
  assert.deepEqual(await device.getLoggingTarget(), ["console::cout"]);
  await device.removeLoggingTarget("console::*");
  await device.removeLoggingTarget("console::cout");
  assert.deepEqual(await device.getLoggingTarget(), []);
});

test("what is no level and no target is refused by the server, what is no argument before", async (t) => {
  const { server, proxy } = memoryServer(t, [[Talker, DEVICE]]);
  await server.start();
  const device = proxy(DEVICE);
  await assert.rejects(device.setLoggingLevel(6 as LogLevel), { reason: "API_MethodArgument" });
  await assert.rejects(device.addLoggingTarget("nonsense::x"), { reason: "API_MethodArgument" });
  await assert.rejects(device.removeLoggingTarget("nonsense::x"), { reason: "API_MethodArgument" });
  await assert.rejects(device.setLoggingLevel("DEBUG" as never), { name: "WrongData" });
  await assert.rejects(device.addLoggingTarget(undefined as never), { name: "WrongData" });
});
