import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { ApiUtil } from "../../src/tango/api-util.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { forkFixture } from "../support/child.ts";
import { openHandles } from "../support/open-handles.ts";
import { serverProgram } from "../support/server-program.ts";
import { until } from "../support/until.ts";

// That it takes less than 50 ms is measured by bench/cleanup.ts: here only what does not depend on the machine.

const LIMITED = { timeout: 120_000 };
const SUBSCRIPTIONS = 200;
const DEVICE = "event/many/1";

async function startServer(t: TestContext): Promise<string> {
  const args = ["test", "-nodb", "-dlist", DEVICE, "-ORBendPoint", "giop:tcp:127.0.0.1:0"];
  const port = await serverProgram(t, args, {}, "configured-device.ts").port();
  return `tango://127.0.0.1:${port}/${DEVICE}#dbase=no`;
}

test("cleanup ends 200 subscriptions and leaves nothing; subscribing again works", LIMITED, async (t) => {
  const name = await startServer(t);
  const handlesBefore = openHandles();
  for (let round = 0; round < 3; round++) {
    const device = new DeviceProxy(name);
    let events = 0;
    const note = () => void events++;
    const values: unknown[] = [];
    for (let i = 0; i < SUBSCRIPTIONS; i++) {
      await device.subscribeEvent(`value${i}`, "change", ({ attrValue }) => values.push(attrValue?.value));
      await device.subscribeEvent(`value${i}`, "attr_conf", note);
    }
    assert.deepEqual(
      values,
      Array.from({ length: SUBSCRIPTIONS }, (_, i) => i),
    );
    assert.equal(events, SUBSCRIPTIONS);
    const config = await device.getAttributeConfig("value7");
    await device.setAttributeConfig({ ...config, unit: `V${round}` });
    await until(() => events > SUBSCRIPTIONS);
    await ApiUtil.cleanup();
    assert.deepEqual(openHandles(), handlesBefore, "no socket and no timer is left");
    await assert.rejects(device.subscribeEvent("value0", "change", note), { reason: "API_OrbContextClosed" });
  }
});

test("a process lives as long as its subscription", LIMITED, async (t) => {
  const name = await startServer(t);
  const short = forkFixture(t, "event-lifetime.ts", [name, "drop"]);
  assert.equal((await short.exit).code, 0);
  const child = forkFixture(t, "event-lifetime.ts", [name, "keep"]);
  assert.equal(await child.message(), "subscribed");
  const early = await Promise.race([
    child.exit,
    new Promise((resolve) => setTimeout(resolve, 1000, "lives")),
  ]);
  assert.equal(early, "lives");
  child.process.send("unsubscribe");
  assert.equal((await child.exit).code, 0);
});
