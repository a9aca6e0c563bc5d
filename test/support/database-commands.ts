import { CommandTimings } from "../../src/tango/database-server/command-timings.ts";
import type { DatabaseCommand } from "../../src/tango/database-server/commands/database-command.ts";
import { Store } from "../../src/tango/database-server/store/store.ts";
import { TangoTables } from "../../src/tango/database-server/tables/tango-tables.ts";

/** The commands of a table, to be called without a server, on a database that is empty at first. */
export class CalledCommands<N extends string> {
  /** In seconds since 1970. */
  now = 1_000_000_000;
  readonly tables = new TangoTables(new Store(), () => this.now * 1000);
  readonly timings = new CommandTimings(["DbInfo"]);
  /** The hosts whose Starters were to be told, in turn. */
  readonly told: (readonly string[])[] = [];
  /** Whether Starters are told at all. */
  tellsStarters = true;
  readonly #commands: Readonly<Record<N, DatabaseCommand>>;

  constructor(commands: Readonly<Record<N, DatabaseCommand>>) {
    this.#commands = commands;
  }

  /** Executes a command. */
  async call(name: N, argument?: string | readonly string[]): Promise<unknown> {
    const starters = { tell: (hosts: readonly string[]) => void this.told.push(hosts) };
    return this.#commands[name].run(this.tables, argument, {
      deviceName: "sys/database/2",
      serverName: "DataBaseds/2",
      timings: this.timings,
      starters: this.tellsStarters ? starters : null,
    });
  }
}
