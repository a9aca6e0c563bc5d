import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OrbContext } from "../../src/index.ts";
import { TANGO_RELEASES } from "../support/tango-release.ts";
import { KNOWN_SUBSCRIPTION_DIFFERENCES } from "./events/known-event-differences.ts";
import { PushServer } from "./events/push-server.ts";
import { ourEntry, theirEntry, triedSubscriptions } from "./events/subscription-errors.ts";
import { compareViews } from "./tango/compare-views.ts";
import { patientDatabase, patientProxy } from "./tango/patient-client.ts";
import type { ViewEntry } from "./tango/scenario.ts";

// Subscriptions that fail, and those that begin with an error, beside what subscription_errors.py saw of them with PyTango.

for (const release of TANGO_RELEASES) {
  describe(`subscriptions that fail, with Tango ${release.version}`, { timeout: 120_000 }, () => {
    it("fail as with PyTango", async (t) => {
      const server = await PushServer.start(release, "errors");
      t.after(() => server.stop());
      const tangoHost = `127.0.0.1:${release.databasePort}`;
      const absent = { server: "PushServer/absent", name: "test/errors/3", className: "EventPusher" };
      const database = patientDatabase(tangoHost);
      await database.addServer(absent.server, [absent]);
      t.after(() => database.deleteServer(absent.server));
      const context = new OrbContext();
      t.after(() => context.close());
      const device = patientProxy(server.device, { context });

      const ours: ViewEntry[] = [];
      const theirs: ViewEntry[] = [];
      for (const tried of triedSubscriptions(release.version)) {
        const isPolled = tried.case === "no criteria";
        if (isPolled) await device.pollAttribute("plain_double", 1000);
        if (tried.case === "reading fails") await device.commandInout("Set", FAILING);
        ours.push(await ourEntry(tried, context, tangoHost));
        theirs.push(theirEntry(tried));
        if (isPolled) await device.stopPollAttribute("plain_double");
      }
      const known = KNOWN_SUBSCRIPTION_DIFFERENCES.filter(({ releases }) =>
        releases.includes(release.version),
      );
      const {
        differences,
        counts,
        known: uses,
      } = compareViews({ results: ours }, { results: theirs }, known);
      t.diagnostic(`Tango ${release.version}: ${counts.exact} subscriptions, known differences: ${uses}`);
      const listed = differences.map(
        ({ id, ours, theirs }) => `${id}\n   ours   ${ours}\n   theirs ${theirs}`,
      );
      assert.equal(listed.length, 0, `${listed.length} fail in another way:\n${listed.join("\n")}`);
      assert.ok(counts.exact > 20, `only ${counts.exact} were compared`);
      for (const [i, { why }] of known.entries()) assert.ok(uses[i]! > 0, `no difference any more: ${why}`);
    });
  });
}

const FAILING = JSON.stringify({
  attr: "float_scalar",
  errors: [{ reason: "R", desc: "D", origin: "O" }],
});
