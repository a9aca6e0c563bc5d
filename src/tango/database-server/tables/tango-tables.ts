import { Store } from "../store/store.ts";
import type { Table } from "../store/table.ts";
import type { AccessAddressRow, AccessDeviceRow } from "./access-row.ts";
import type { AttributeAliasRow } from "./attribute-alias-row.ts";
import { DeviceTable } from "./device-table.ts";
import type { EventRow } from "./event-row.ts";
import type { PropertyTableName } from "./property-row.ts";
import { PropertyTable } from "./property-table.ts";
import { RowIndex } from "./row-index.ts";
import type { ServerRow } from "./server-row.ts";

/**
 * What a Tango database knows: its tables with their indexes. A read never waits; a change is made by `write`, which resolves when it is safe.
 */
export class TangoTables {
  readonly store: Store;
  readonly devices: DeviceTable;
  /** By name in lower case. */
  readonly servers: Table<ServerRow>;
  /** By name in lower case. */
  readonly events: Table<EventRow>;
  /** By alias in lower case. */
  readonly attributeAliases: Table<AttributeAliasRow>;
  /** Attribute aliases by device/attribute. */
  readonly attributeAliasesByName: RowIndex<AttributeAliasRow>;
  readonly attributeAliasesByDevice: RowIndex<AttributeAliasRow>;
  readonly properties: Readonly<Record<PropertyTableName, PropertyTable>>;
  /** By `accessAddressKey`. */
  readonly accessAddresses: Table<AccessAddressRow>;
  /** By `accessDeviceKey`. */
  readonly accessDevices: Table<AccessDeviceRow>;
  readonly #clock: () => number;

  /** `now` gives the time in milliseconds since 1970. */
  constructor(store: Store = new Store(), now: () => number = Date.now) {
    this.store = store;
    this.#clock = now;
    this.devices = new DeviceTable(store);
    this.servers = store.table("server");
    this.events = store.table("event");
    this.attributeAliases = store.table("attribute_alias");
    this.attributeAliasesByName = new RowIndex(this.attributeAliases, ({ name }) => name);
    this.attributeAliasesByDevice = new RowIndex(this.attributeAliases, ({ device }) => device);
    this.accessAddresses = store.table("access_address");
    this.accessDevices = store.table("access_device");
    const properties = (name: PropertyTableName) => new PropertyTable(store, name);
    this.properties = {
      property: properties("property"),
      property_device: properties("property_device"),
      property_class: properties("property_class"),
      property_attribute_device: properties("property_attribute_device"),
      property_attribute_class: properties("property_attribute_class"),
      property_pipe_device: properties("property_pipe_device"),
      property_pipe_class: properties("property_pipe_class"),
    };
  }

  /** The time, in whole seconds since 1970, as rows have it. */
  now(): number {
    return Math.floor(this.#clock() / 1000);
  }

  /** Makes changes, all or none: see Store.write. */
  write<T>(change: () => T): Promise<T> {
    return this.store.write(change);
  }
}
