import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { OrbContext } from "../../src/index.ts";
import { ROOT } from "../support/source-files.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { bothViews, EventLeftOutError } from "./events/both-views.ts";
import { EventViewer } from "./events/event-viewer.ts";
import { KNOWN_EVENT_DIFFERENCES, KNOWN_SUBSCRIPTION_DIFFERENCES } from "./events/known-event-differences.ts";
import { PushServer } from "./events/push-server.ts";
import { compareViews } from "./tango/compare-views.ts";

// Every type of event with every type of data, from a PyTango server of both releases, seen by our client and by PyTango at the same
// time: all fields are the same, but for what known-event-differences.ts says.

it("events differ from PyTango's only in what docs/interop.md says", () => {
  const document = readFileSync(join(ROOT, "docs/interop.md"), "utf8");
  for (const { why } of [...KNOWN_EVENT_DIFFERENCES, ...KNOWN_SUBSCRIPTION_DIFFERENCES])
    assert.ok(document.includes(`| ${why} |`), why);
});

for (const release of TANGO_RELEASES) {
  describe(`events seen beside PyTango, with Tango ${release.version}`, { timeout: 300_000 }, () => {
    it("have the same fields", async (t) => {
      let views: Awaited<ReturnType<typeof seen>> | undefined;
      for (let left = 2; views === undefined; left--) {
        try {
          views = await seen(release);
        } catch (error) {
          if (!(error instanceof EventLeftOutError) || left === 0) throw error;
          t.diagnostic(`${error.message}: once more`);
        }
      }
      const { ours, theirs, complaints } = views;
      const known = KNOWN_EVENT_DIFFERENCES.filter(({ releases }) => releases.includes(release.version));
      const { differences, counts, known: uses } = compareViews(ours, theirs, known);
      const accepted = uses.reduce((sum, count) => sum + count, 0);
      t.diagnostic(
        `Tango ${release.version}: ${counts.exact} events compared, ${accepted} known differences: ${uses}`,
      );
      const listed = differences.map(
        ({ id, ours, theirs }) => `${id}\n   ours   ${ours}\n   theirs ${theirs}`,
      );
      assert.equal(listed.length, 0, `${listed.length} events are seen differently:\n${listed.join("\n")}`);
      assert.ok(counts.exact > 700, `only ${counts.exact} events were compared`);
      for (const [i, { why }] of known.entries()) assert.ok(uses[i]! > 0, `no difference any more: ${why}`);
      assert.equal(complaints, "");
    });
  });
}

/** What our client and PyTango see of one server, and what PyTango complained about. */
async function seen(release: TangoRelease) {
  const server = await PushServer.start(release, "compared");
  const context = new OrbContext();
  const viewer = new EventViewer(release, server.device);
  try {
    const views = await bothViews(server, viewer, context);
    return { ...views, complaints: viewer.complaints };
  } finally {
    await viewer.stop();
    await context.close();
    await server.stop();
  }
}
