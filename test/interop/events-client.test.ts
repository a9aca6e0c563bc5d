import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import type { TangoEvent } from "../../src/tango/event/data/tango-event.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { until } from "../support/until.ts";
import { patientProxy } from "./tango/patient-client.ts";

// Our client with the C++ TangoTest of both releases: every type of event that TangoTest sends.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST" },
  { release: "10.0", variable: "TANGO10_HOST" },
] as const;

for (const { release, variable } of RELEASES) {
  describe(`events of TangoTest ${release}`, () => {
    let context: OrbContext;
    let device: DeviceProxy;
    let events: TangoEvent[];

    beforeEach(() => {
      const tangoHost = process.env[variable];
      assert.ok(
        tangoHost,
        `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`,
      );
      context = new OrbContext();
      device = patientProxy("sys/tg_test/1", { context, tangoHost });
      events = [];
    });
    afterEach(() => context.close());

    const note = (event: TangoEvent) => void events.push(event);

    it("come of a polled attribute, every period", async () => {
      await device.pollAttribute("long_scalar", 200);
      try {
        // On a busy machine the server polls late now and then, and says so by an event.
        await device.subscribeEvent("long_scalar", "periodic", (event) => {
          if (event.errors[0]?.reason !== "API_PollThreadOutOfSync") note(event);
        });
        await until(() => events.length > 3);
        for (const event of events) {
          assert.ok(!event.err && event.event === "periodic");
          assert.match(event.attrName, /^tango:\/\/127\.0\.0\.1:\d+\/sys\/tg_test\/1\/long_scalar$/);
          assert.equal(typeof event.attrValue!.value, "number");
        }
      } finally {
        await device.stopPollAttribute("long_scalar");
      }
    });

    it("come of a configuration that is changed", async () => {
      const config = await device.attributeQuery("float_scalar");
      await device.subscribeEvent("float_scalar", "attr_conf", note);
      await device.setAttributeConfig({ ...config, description: `of ${process.pid}` });
      await until(() => events.length === 2);
      await device.setAttributeConfig(config);
      const [, changed] = events;
      assert.ok(changed?.event === "attr_conf");
      assert.equal(changed.attrConf!.description, `of ${process.pid}`);
    });

    it("begin with the interface and with the pipe", async () => {
      await device.subscribeEvent("intr_change", note);
      await device.subscribeEvent("string_long_short_ro", "pipe", note);
      const [first, second] = events;
      assert.ok(first?.event === "intr_change" && second?.event === "pipe");
      assert.ok(first.cmdList.some(({ cmdName }) => cmdName === "DevDouble"));
      assert.deepEqual(
        second.pipeValue!.blob.elements.map(({ name }) => name),
        ["FirstDE", "SecondDE", "ThirdDE"],
      );
    });

    it("are refused where the server has none", async () => {
      await assert.rejects(device.subscribeEvent("ushort_image_ro", "change", note), {
        name: "EventSystemFailed",
        reason: "API_AttributePollingNotStarted",
      });
      await assert.rejects(device.subscribeEvent("nope", "change", note), { reason: "API_AttrNotFound" });
    });
  });
}
