import type { TestContext } from "node:test";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { Database } from "../../src/tango/database/database.ts";
import { DatabaseServer } from "../../src/tango/database-server/database-server.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";

/** The command, run in this process with a database in memory. */
export interface CommandWithDatabase {
  readonly tangoHost: string;
  /** The database, beside the command. */
  readonly database: Database;
  readonly context: OrbContext;
  /** What one command line prints, and its exit code. */
  run(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }>;
  /** What one command line prints with `--json`. */
  json(...argv: readonly string[]): Promise<unknown>;
}

/** Starts a database, which ends with the test. */
export async function commandWithDatabase(t: TestContext): Promise<CommandWithDatabase> {
  const before = process.env.TANGO_HOST;
  const server = await DatabaseServer.start({ port: 0, data: ":memory:" });
  const context = new OrbContext();
  t.after(async () => {
    // Where the command puts --tango-host.
    if (before === undefined) delete process.env.TANGO_HOST;
    else process.env.TANGO_HOST = before;
    await context.close();
    await server.stop();
  });
  const { tangoHost } = server;
  const run = async (...argv: readonly string[]) => {
    let out = "";
    let err = "";
    const code = await runCommandLine(["--tango-host", tangoHost, ...argv], {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return { code, out, err };
  };
  const json = async (...argv: readonly string[]) => {
    const { out, err } = await run("--json", ...argv);
    if (err !== "") throw new Error(err);
    return JSON.parse(out);
  };
  return { tangoHost, context, database: new Database(tangoHost, { context }), run, json };
}
