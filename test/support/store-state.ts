import type { Store } from "../../src/tango/database-server/store/store.ts";
import type { Row } from "../../src/tango/database-server/store/table.ts";

/** The tables that `changeAtRandom` and tests of the store change. */
export const TABLES = ["device", "property"] as const;

/** All rows by table and key, as one value to compare. */
export function stateOf(store: Store): Record<string, Record<string, Row>> {
  return Object.fromEntries(TABLES.map((name) => [name, Object.fromEntries(store.table(name).entries())]));
}
