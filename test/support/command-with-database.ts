import type { TestContext } from "node:test";
import { Database } from "../../src/tango/database/database.ts";
import { DatabaseServer } from "../../src/tango/database-server/database-server.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";
import { type CommandOutput, commandOutput } from "./command-output.ts";

/** The command, run in this process with a database in memory. */
export interface CommandWithDatabase {
  readonly tangoHost: string;
  /** The database, beside the command. */
  readonly database: Database;
  readonly context: OrbContext;
  /** What one command line prints, and its exit code. */
  run(...argv: readonly string[]): Promise<CommandOutput>;
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
  const run = (...argv: readonly string[]) => commandOutput("--tango-host", tangoHost, ...argv);
  const json = async (...argv: readonly string[]) => {
    const { out, err } = await run("--json", ...argv);
    if (err !== "") throw new Error(err);
    return JSON.parse(out);
  };
  return { tangoHost, context, database: new Database(tangoHost, { context }), run, json };
}
