import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OrbContext } from "../../src/index.ts";
import type { TangoEvent } from "../../src/tango/event/data/tango-event.ts";
import { PATIENCE_MS } from "../support/patience.ts";
import { TANGO_RELEASES } from "../support/tango-release.ts";
import { until } from "../support/until.ts";
import { PushServer } from "./events/push-server.ts";
import { patientProxy } from "./tango/patient-client.ts";

// A server of PyTango that is killed and started again, which gives it other ports: the database knows where it is then.

for (const release of TANGO_RELEASES) {
  describe(`events of a server that is killed, with Tango ${release.version}`, { timeout: 180_000 }, () => {
    it("come again when it is back at another port", async (t) => {
      const server = await PushServer.start(release, "killed");
      t.after(() => server.stop());
      const context = new OrbContext();
      t.after(() => context.close());
      const device = patientProxy(server.device, { context });
      const attributes = NAMES;
      const events = new Map(attributes.map((name): [string, TangoEvent[]] => [name, []]));
      for (const name of attributes)
        await device.subscribeEvent(name, "change", (event) => void events.get(name)!.push(event));
      const push = async (value: number) => {
        for (const name of attributes)
          await device.commandInout("Push", JSON.stringify({ attr: name, event: "change", value }));
      };
      const all = (is: (event: TangoEvent) => boolean) => [...events.values()].every((some) => some.some(is));
      const hasValue = (value: number) => (event: TangoEvent) =>
        event.event === "change" && Number(event.attrValue?.value) === value;
      const pushUntilThere = async (value: number) => {
        // Before ZMTP 3.1 nothing says that a subscription has arrived.
        for (let tries = 0; tries < 50 && !all(hasValue(value)); tries++) {
          await push(value).catch(() => undefined);
          const end = performance.now() + 500;
          await until(() => all(hasValue(value)) || performance.now() > end);
        }
        assert.ok(all(hasValue(value)));
      };
      await pushUntilThere(1);
      await server.kill();
      await until(() => all(({ errors }) => errors[0]?.reason === "API_EventTimeout"), PATIENCE_MS);
      for (const some of events.values()) some.length = 0;
      await server.startAgain();
      await until(() => all((event) => !event.err && event.eventReason === "Update"), PATIENCE_MS);
      await pushUntilThere(2);
      for (const [name, some] of events) {
        const values = some.filter(hasValue(2));
        assert.ok(values.length >= 1, name);
        assert.ok(!some.some(hasValue(1)), `${name}: nothing comes from before`);
      }
    });
  });
}

const NAMES = [
  "double",
  "float",
  "long",
  "short",
  "ulong",
  "ushort",
  "uchar",
  "long64",
  "ulong64",
  "enum",
].map((type) => `${type}_scalar`);
