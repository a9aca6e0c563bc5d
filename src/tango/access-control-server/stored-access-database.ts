import type { Database } from "../database/database.ts";
import type { Store } from "../database-server/store/store.ts";
import type { PropertyRow } from "../database-server/tables/property-row.ts";
import { RemoteAccessDatabase } from "./access-database.ts";
import { ALLOWED_COMMANDS } from "./allowed-commands.ts";

/**
 * The database of a Tango system whose tables are in this process: what no command tells is read from them. All else is asked of the
 * database device, so that each change goes one way.
 */
export class StoredAccessDatabase extends RemoteAccessDatabase {
  readonly #store: Store;

  constructor(store: Store, database: Database) {
    super(database);
    this.#store = store;
  }

  override async classesWithAllowedCommands(): Promise<readonly string[]> {
    const properties = this.#store.table<PropertyRow>("property_class").rows();
    const wanted = ALLOWED_COMMANDS.toLowerCase();
    return Array.from(properties)
      .filter(({ name }) => name.toLowerCase() === wanted)
      .map(({ owner }) => owner);
  }
}
