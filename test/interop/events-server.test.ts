import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OrbContext } from "../../src/index.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { type BothViews, bothViews } from "./events/both-views.ts";
import { EventViewer } from "./events/event-viewer.ts";
import { KNOWN_SERVER_EVENT_DIFFERENCES } from "./events/known-event-differences.ts";
import { type PushProgram, PushServer } from "./events/push-server.ts";
import { undated } from "./events/undated.ts";
import { compareViews } from "./tango/compare-views.ts";

// The events of a server of ours beside those of a PyTango server that does the same, as PyTango clients of both releases see them.

for (const release of TANGO_RELEASES) {
  describe(`events of our server, seen by PyTango of Tango ${release.version}`, { timeout: 300_000 }, () => {
    it("are those of a PyTango server", async (t) => {
      const theirs = await seen(release, "push_server.py");
      const ours = await seen(release, "pushing-server.ts");
      const known = KNOWN_SERVER_EVENT_DIFFERENCES.filter(({ releases }) =>
        releases.includes(release.version),
      );
      const {
        differences,
        counts,
        known: uses,
      } = compareViews(undated(ours.theirs), undated(theirs.theirs), known);
      t.diagnostic(`Tango ${release.version}: ${counts.exact} events compared, known differences: ${uses}`);
      const listed = differences.map(
        ({ id, ours, theirs }) => `${id}\n   ours   ${ours}\n   theirs ${theirs}`,
      );
      assert.equal(listed.length, 0, `${listed.length} events are seen differently:\n${listed.join("\n")}`);
      assert.ok(counts.exact > 700, `only ${counts.exact} events were compared`);
      for (const [i, { why }] of known.entries()) assert.ok(uses[i]! > 0, `no difference any more: ${why}`);
    });
  });
}

/** What our client and PyTango see of one server. */
async function seen(release: TangoRelease, program: PushProgram): Promise<BothViews> {
  const server = await PushServer.start(release, "served", program);
  const context = new OrbContext();
  const viewer = new EventViewer(release, server.device);
  try {
    return await bothViews(server, viewer, context);
  } finally {
    await viewer.stop();
    await context.close();
    await server.stop();
  }
}
