import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { ROOT } from "../support/source-files.ts";
import { compareViews } from "./tango/compare-views.ts";
import { KNOWN_DIFFERENCES } from "./tango/known-differences.ts";
import type { View } from "./tango/scenario.ts";

// Every attribute of TangoTest read and written, every command executed, properties, configuration, polling, names, errors: the calls
// of make_scenario.py, made by PyTango and by our client one after the other on a server of their own, must be seen alike.

const HERE = join(ROOT, "test/interop/tango");
const run = promisify(execFile);
/** Many times what a release takes. A device that hangs makes each of its calls wait for its time limit. */
const PATIENCE_MS = 300_000;

const RELEASES = [
  {
    release: "9.3",
    peer: "93",
    variable: "TANGO93_HOST",
    port: "TANGO93_PORT",
    view: '/usr/bin/python3 view.py "$DEVICE" "$NODB"',
  },
  {
    release: "10.0",
    peer: "10",
    variable: "TANGO10_HOST",
    port: "TANGO10_PORT",
    view: 'bash ../peers/tango10.sh exec /usr/bin/python3 -c "$(cat view.py)" "$DEVICE" "$NODB"',
  },
] as const;

describe("our view of TangoTest", { concurrency: 2 }, () => {
  it("differs only in what docs/interop.md says", () => {
    const document = readFileSync(join(ROOT, "docs/interop.md"), "utf8");
    for (const { why } of KNOWN_DIFFERENCES) assert.ok(document.includes(`| ${why} |`), why);
  });

  for (const { release, peer, variable, port, view } of RELEASES) {
    it(`is PyTango's, for every call, with Tango ${release}`, { timeout: PATIENCE_MS }, async (t) => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`);
      const files = mkdtempSync(join(tmpdir(), "bandoneon-scenario-"));
      t.after(() => rmSync(files, { recursive: true, force: true }));
      const { stdout: scenario } = await run("python3", ["make_scenario.py"], {
        cwd: HERE,
        maxBuffer: 1 << 24,
      });
      writeFileSync(join(files, "scenario.json"), scenario);
      const script = [
        `${view} < "$FILES/scenario.json" > "$FILES/theirs.json"`,
        'node --import tsx our-view.ts "$DEVICE" "$NODB" < "$FILES/scenario.json" > "$FILES/ours.json"',
      ].join(" && ");
      await run("bash", ["with-device.sh", peer, "bash", "-c", script], {
        cwd: HERE,
        env: { ...process.env, FILES: files, [port]: host.split(":")[1] },
        signal: t.signal,
      });
      const [ours, theirs] = ["ours", "theirs"].map(
        (side): View => JSON.parse(readFileSync(join(files, `${side}.json`), "utf8")),
      );
      const known = KNOWN_DIFFERENCES.filter(({ releases }) => releases.some((one) => one === release));
      const { differences, counts, known: uses } = compareViews(ours!, theirs!, known);
      const all = `${counts.exact} exactly, ${counts.shape} by shape, ${counts.fails} as failures`;
      const accepted = uses.reduce((sum, count) => sum + count, 0);
      t.diagnostic(`Tango ${release}: compared ${all}; ${accepted} known differences`);
      const listed = differences.map(
        ({ id, ours, theirs }) => `${id}\n   ours   ${ours}\n   theirs ${theirs}`,
      );
      assert.equal(listed.length, 0, `${listed.length} calls are seen differently:\n${listed.join("\n")}`);
      assert.deepEqual(theirs!.uncovered, { attributes: [], commands: [] });
      assert.ok(counts.exact > 1200, `only ${counts.exact} calls were compared`);
      for (const [i, { why }] of known.entries()) assert.ok(uses[i]! > 0, `no difference any more: ${why}`);
    });
  }
});
