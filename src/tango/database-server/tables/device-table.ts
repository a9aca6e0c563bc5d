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

  /** Puts a device in place of the one with its name. */
  put(row: DeviceRow): void {
    this.rows.put(row.name.toLowerCase(), row);
  }

  delete(name: string): void {
    this.rows.delete(name.toLowerCase());
  }
}
