import type { LikePattern } from "../sql-like.ts";
import type { Store } from "../store/store.ts";
import type { Table } from "../store/table.ts";
import type { DeviceRow } from "./device-row.ts";
import { RowIndex } from "./row-index.ts";

/** The devices that are defined, admin devices among them. All names are looked up whatever their case. */
export class DeviceTable {
  readonly rows: Table<DeviceRow>;
  readonly byAlias: RowIndex<DeviceRow>;
  readonly byServer: RowIndex<DeviceRow>;
  readonly byClass: RowIndex<DeviceRow>;
  readonly byHost: RowIndex<DeviceRow>;

  constructor(store: Store) {
    this.rows = store.table("device");
    this.byAlias = new RowIndex(this.rows, ({ alias }) => alias);
    this.byServer = new RowIndex(this.rows, ({ server }) => server);
    this.byClass = new RowIndex(this.rows, (row) => row.class);
    this.byHost = new RowIndex(this.rows, ({ host }) => host);
  }

  get(name: string): DeviceRow | undefined {
    return this.rows.get(name.toLowerCase());
  }

  /** The device with this alias. */
  withAlias(alias: string): DeviceRow | undefined {
    return this.byAlias.first(alias);
  }

  /** The devices whose name matches. */
  *matching(pattern: LikePattern): Generator<DeviceRow> {
    if (pattern.exact !== null) {
      const row = this.rows.get(pattern.exact);
      if (row !== undefined) yield row;
      return;
    }
    for (const [key, row] of this.rows.entries()) if (pattern(key)) yield row;
  }

  /** The devices whose name or alias matches; one may come twice. */
  *matchingByAnyName(pattern: LikePattern): Generator<DeviceRow> {
    yield* this.matching(pattern);
    yield* this.byAlias.matching(pattern);
  }

  /** Puts a device in place of the one with its name. */
  put(row: DeviceRow): void {
    this.rows.put(row.name.toLowerCase(), row);
  }

  delete(name: string): void {
    this.rows.delete(name.toLowerCase());
  }
}
