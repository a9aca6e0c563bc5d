import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";
import { ROOT } from "../support/source-files.ts";
import { TANGO_RELEASES, type TangoRelease } from "../support/tango-release.ts";
import { KNOWN_REFUSAL_DIFFERENCES } from "./events/known-event-differences.ts";
import { eventProgram, PushServer } from "./events/push-server.ts";
import { compareViews } from "./tango/compare-views.ts";
import { patientDatabase } from "./tango/patient-client.ts";
import type { Json, ViewEntry } from "./tango/scenario.ts";

// How our server answers to subscriptions, and how these fail, beside what subscription_errors.py saw with a PyTango server.

for (const release of TANGO_RELEASES) {
  describe(`subscriptions to our server by PyTango of Tango ${release.version}`, { timeout: 120_000 }, () => {
    it("are answered as by a PyTango server", async (t) => {
      const database = patientDatabase(`127.0.0.1:${release.databasePort}`);
      const absent = { server: "PushServer/absent", name: "test/errors/3", className: "EventPusher" };
      const server = await PushServer.start(release, "errors", "pushing-server.ts");
      t.after(() => server.stop());
      await database.addServer(absent.server, [absent]);
      t.after(() => database.deleteServer(absent.server));
      const program = eventProgram(
        release,
        "subscription_errors.py",
        "dserver/PushServer/errors",
        "test/errors/1",
      );
      program.stdin.end();
      const ours = entriesOf(await text(program.stdout), release);
      const recorded = join(ROOT, `test/interop/events/subscription-errors-${release.version}.jsonl`);
      const theirs = entriesOf(readFileSync(recorded, "utf8"), release);
      const known = KNOWN_REFUSAL_DIFFERENCES.filter(({ releases }) => releases.includes(release.version));
      const {
        differences,
        counts,
        known: uses,
      } = compareViews({ results: ours }, { results: theirs }, known);
      t.diagnostic(`Tango ${release.version}: ${counts.exact} answers, known differences: ${uses}`);
      const listed = differences.map(
        ({ id, ours, theirs }) => `${id}\n   ours   ${ours}\n   theirs ${theirs}`,
      );
      assert.equal(listed.length, 0, `${listed.length} are answered differently:\n${listed.join("\n")}`);
      assert.ok(counts.exact > 25, `only ${counts.exact} were compared`);
      for (const [i, { why }] of known.entries()) assert.ok(uses[i]! > 0, `no difference any more: ${why}`);
    });
  });
}

/** A line of subscription_errors.py. */
interface Line {
  readonly command?: string;
  readonly argument?: Json;
  readonly case?: string;
  readonly attr?: Json;
  readonly event?: Json;
  readonly stateless?: boolean;
  readonly result?: Json;
  readonly error?: ViewEntry["error"];
}

/** What is compared. A server of ours is one of Tango 10, so of what its commands give to clients of Tango 9 there is no record. */
function entriesOf(lines: string, { version }: TangoRelease): ViewEntry[] {
  return lines
    .trim()
    .split("\n")
    .map((line): Line => JSON.parse(line.replace(/127\.0\.0\.1:\d{5}/g, "HOST:PORT")))
    .filter(({ command }) => command === undefined || version === "10.0")
    .map((line, i): ViewEntry => {
      const { command, argument, case: name, attr, event, stateless, result, error, ...others } = line;
      const what =
        command === undefined
          ? `${name}: ${event} of ${attr}${stateless ? ", stateless" : ""}`
          : `${command} ${JSON.stringify(argument)}`;
      const outcome = error === undefined ? { result: { ...others, result: result ?? null } } : { error };
      return { id: `${i} ${what}`, call: "subscription", compare: "exact", volatile: [], ...outcome };
    });
}
