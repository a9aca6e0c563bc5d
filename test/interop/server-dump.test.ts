import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { ROOT } from "../support/source-files.ts";
import { KNOWN_SERVER_DIFFERENCES } from "./server/known-server-differences.ts";
import { withoutNewer } from "./server/without-newer.ts";
import { compareViews } from "./tango/compare-views.ts";
import type { View } from "./tango/scenario.ts";

// Our TangoTest server beside the C++ one of the same release: PyTango of that release and a C++ client make thousands of calls on each, on
// a server that has just been started, and must see the same. docs/interop.md says what they see, and what differs.

const HERE = join(ROOT, "test/interop");
const OURS = `${process.execPath} --import ${join(ROOT, "node_modules/tsx/dist/loader.mjs")} ${join(ROOT, "src/cli/main.ts")} tangotest`;
const run = promisify(execFile);
/** As in server/dump/administration.py. */
const LOG_FILE = "/tmp/bandoneon-dump.log";
/** Many times what a dump takes. The dump programs have limits of their own, which say more. */
const PATIENCE_MS = 900_000;

const RELEASES = [
  { release: "9.3", peer: "93", variable: "TANGO93_HOST", port: "TANGO93_PORT" },
  { release: "10.0", peer: "10", variable: "TANGO10_HOST", port: "TANGO10_PORT" },
] as const;
type Release = (typeof RELEASES)[number];

/** The programs, as with-device.sh runs them, and how many calls each makes at least. */
const CLIENTS = [
  {
    client: "PyTango",
    command: 'bash server/run-dump.sh "$RELEASE" "$DEVICE" "$NODB" < "$FILES/scenario.json"',
    calls: 5500,
  },
  { client: "C++", command: '.build/server-dump/dump "$RELEASE" "$DEVICE"', calls: 700 },
] as const;

describe("our TangoTest server", { concurrency: 2 }, () => {
  before(() => run("bash", ["server/build.sh"], { cwd: HERE }));
  // A target of logging, of the server on this machine.
  after(() => rmSync(LOG_FILE, { force: true }));

  it("differs from the C++ one only in what docs/interop.md says", () => {
    const document = readFileSync(join(ROOT, "docs/interop.md"), "utf8");
    for (const { why } of KNOWN_SERVER_DIFFERENCES) assert.ok(document.includes(`| ${why} |`), why);
  });

  for (const release of RELEASES) {
    it(`is that of Tango ${release.release}, for every call`, { timeout: PATIENCE_MS }, async (t) => {
      const known = KNOWN_SERVER_DIFFERENCES.filter(({ releases }) => releases.includes(release.release));
      const uses = known.map(() => 0);
      const listed: string[] = [];
      for (const { client, command, calls } of CLIENTS) {
        const ours = await dumped(release, command, OURS, t.signal);
        const fair = { results: withoutNewer(ours.results, release.release) };
        const compare = async () => {
          const theirs = await dumped(release, command, undefined, t.signal);
          return { theirs, ...compareViews(fair, theirs, known) };
        };
        // On a busy machine the C++ server was seen to answer no more, and its polling to be blocked: it is asked once more then. Ours is not.
        let compared = await compare().catch(() => null);
        if (compared?.differences.length !== 0) {
          t.diagnostic(`${compared?.differences.length ?? "all"} calls are seen differently: C++ once more`);
          compared = await compare();
        }
        const { theirs, differences, known: used } = compared;
        for (const [i, count] of used.entries()) uses[i]! += count;
        const accepted = used.reduce((sum, count) => sum + count, 0);
        t.diagnostic(
          `${client}, Tango ${release.release}: ${theirs.results.length} calls, ${accepted} known differences`,
        );
        assert.ok(theirs.results.length >= calls, `${client} made only ${theirs.results.length} calls`);
        for (const { id, ours, theirs } of differences) {
          listed.push(`${client}: ${id}\n   ours   ${ours}\n   theirs ${theirs}`);
        }
      }
      assert.equal(listed.length, 0, `${listed.length} calls are seen differently:\n${listed.join("\n")}`);
      for (const [i, { why }] of known.entries()) assert.ok(uses[i]! > 0, `no difference any more: ${why}`);
    });
  }
});

/** What a client sees of a server that has just been started: the C++ one of the release, or that of a command line. */
async function dumped(
  { release, peer, variable, port }: Release,
  command: string,
  server: string | undefined,
  signal: AbortSignal,
): Promise<Pick<View, "results">> {
  const host = process.env[variable];
  assert.ok(host, `${variable} is not set: this test needs Tango ${release}, see test/interop/run.sh`);
  const files = mkdtempSync(join(tmpdir(), "bandoneon-dump-"));
  try {
    const { stdout: scenario } = await run("python3", ["tango/make_scenario.py"], {
      cwd: HERE,
      maxBuffer: 1 << 24,
    });
    writeFileSync(join(files, "scenario.json"), scenario);
    const env = { ...process.env, FILES: files, RELEASE: release, [port]: host.split(":")[1] };
    const script = `${command} > "$FILES/dump.json"`;
    await run("bash", ["tango/with-device.sh", peer, "bash", "-c", script], {
      cwd: HERE,
      env: server === undefined ? env : { ...env, TANGOTEST: server },
      signal,
    });
    const dump = JSON.parse(readFileSync(join(files, "dump.json"), "utf8"));
    assert.ok(!dump.gave_up, dump.gave_up);
    return dump;
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}
