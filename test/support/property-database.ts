import { DATABASE_COMMANDS } from "../../src/tango/database-server/commands/database-commands.ts";
import type { DatabaseService } from "../../src/tango/database-server/database-service.ts";
import { Store } from "../../src/tango/database-server/store/store.ts";
import { TangoTables } from "../../src/tango/database-server/tables/tango-tables.ts";

/** The commands of a database in memory, called by name, at a time that the test sets. */
export class PropertyDatabase {
  /** In milliseconds since 1970. */
  time = Date.UTC(2026, 10, 28, 12, 0, 0);
  readonly tables = new TangoTables(new Store(), () => this.time);

  /** What a command gives that asks. */
  ask(command: string, argument: string | readonly string[]): string[] {
    return this.#run(command, argument) as string[];
  }

  /** Executes a command that changes something. */
  async change(command: string, argument: readonly string[]): Promise<void> {
    await this.#run(command, argument);
  }

  #run(command: string, argument: string | readonly string[]): unknown {
    const service = { deviceName: "sys/database/2" } as DatabaseService;
    return DATABASE_COMMANDS[command]!.run(this.tables, argument, service);
  }
}
