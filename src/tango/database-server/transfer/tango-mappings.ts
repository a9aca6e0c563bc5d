import { datetime, integer, text, timestamp, varchar } from "../sql/sql-schema.ts";
import type { AccessAddressRow, AccessDeviceRow } from "../tables/access-row.ts";
import type { AttributeAliasRow } from "../tables/attribute-alias-row.ts";
import type { AttributeClassRow } from "../tables/attribute-class-row.ts";
import type { DeviceRow } from "../tables/device-row.ts";
import type { EventRow } from "../tables/event-row.ts";
import { HISTORY_COUNTER_KEY, type HistoryCounterRow } from "../tables/history-counter-row.ts";
import type { ServerRow } from "../tables/server-row.ts";
import { type PlainColumn, plainMapping, timestampOf } from "./plain-mapping.ts";
import { historyMapping, PROPERTY_KINDS, propertyMapping } from "./property-mapping.ts";
import type { RowMapping } from "./row-mapping.ts";

const DEVICE = plainMapping<DeviceRow>(
  "device",
  ["name"],
  [
    { column: varchar("name"), field: "name", kind: "text" },
    { column: varchar("alias"), field: "alias", kind: "text?" },
    { column: varchar("domain", 85), derived: ({ name }) => name.split("/")[0] ?? "" },
    { column: varchar("family", 85), derived: ({ name }) => name.split("/")[1] ?? "" },
    { column: varchar("member", 85), derived: ({ name }) => name.split("/")[2] ?? "" },
    { column: integer("exported"), field: "exported", kind: "boolean" },
    { column: text("ior"), field: "ior", kind: "text?" },
    { column: varchar("host"), field: "host", kind: "text" },
    { column: varchar("server"), field: "server", kind: "text" },
    { column: integer("pid"), field: "pid", kind: "integer?" },
    { column: varchar("class"), field: "class", kind: "text" },
    { column: varchar("version", 8), field: "version", kind: "text" },
    { column: datetime("started"), field: "started", kind: "date?" },
    { column: datetime("stopped"), field: "stopped", kind: "date?" },
    { column: text("comment"), field: "comment", kind: "text?" },
  ],
);

const SERVER = plainMapping<ServerRow>(
  "server",
  ["name"],
  [
    { column: varchar("name"), field: "name", kind: "text" },
    { column: varchar("host"), field: "host", kind: "text" },
    { column: integer("mode"), field: "mode", kind: "integer" },
    { column: integer("level"), field: "level", kind: "integer" },
  ],
);

const EVENT = plainMapping<EventRow>(
  "event",
  ["name"],
  [
    { column: varchar("name"), field: "name", kind: "text" },
    { column: integer("exported"), field: "exported", kind: "boolean" },
    { column: text("ior"), field: "ior", kind: "text?" },
    { column: varchar("host"), field: "host", kind: "text?" },
    { column: varchar("server"), field: "server", kind: "text?" },
    { column: integer("pid"), field: "pid", kind: "integer?" },
    { column: varchar("version", 8), field: "version", kind: "text?" },
    { column: datetime("started"), field: "started", kind: "date?" },
    { column: datetime("stopped"), field: "stopped", kind: "date?" },
  ],
);

const ATTRIBUTE_ALIAS = plainMapping<AttributeAliasRow>(
  "attribute_alias",
  ["alias"],
  [
    { column: varchar("alias"), field: "alias", kind: "text" },
    { column: varchar("name"), field: "name", kind: "text" },
    { column: varchar("device"), field: "device", kind: "text" },
    { column: varchar("attribute"), field: "attribute", kind: "text" },
    { column: timestamp("updated"), field: "updated", kind: "date" },
    // The real database leaves it at its default.
    { column: timestamp("accessed"), derived: () => "2000-01-01 00:00:00" },
    { column: text("comment"), field: "comment", kind: "text?" },
  ],
);

const ATTRIBUTE_CLASS = plainMapping<AttributeClassRow>(
  "attribute_class",
  ["class", "name"],
  [
    { column: varchar("class"), field: "class", kind: "text" },
    { column: varchar("name"), field: "name", kind: "text" },
    ...touched<AttributeClassRow>(),
    { column: text("comment"), field: "comment", kind: "text?" },
  ],
);

const ACCESS_ADDRESS = plainMapping<AccessAddressRow>(
  "access_address",
  ["user", "address"],
  [
    { column: varchar("user"), field: "user", kind: "text" },
    { column: varchar("address"), field: "address", kind: "text" },
    { column: varchar("netmask"), field: "netmask", kind: "text" },
    ...touched<AccessAddressRow>(),
  ],
);

const ACCESS_DEVICE = plainMapping<AccessDeviceRow>(
  "access_device",
  ["user", "device", "rights"],
  [
    { column: varchar("user"), field: "user", kind: "text" },
    { column: varchar("device"), field: "device", kind: "text" },
    { column: varchar("rights"), field: "rights", kind: "text" },
    ...touched<AccessDeviceRow>(),
  ],
);

function counterMapping(name: string): RowMapping<HistoryCounterRow> {
  const mapping = plainMapping<HistoryCounterRow>(
    name,
    [],
    [{ column: integer("id"), field: "id", kind: "integer" }],
  );
  return { ...mapping, keyOf: () => HISTORY_COUNTER_KEY };
}

/** `updated`, and `accessed`, which the real database sets with it and never again. */
function touched<R extends { readonly updated: number }>(): PlainColumn<R>[] {
  return [
    { column: timestamp("updated"), field: "updated", kind: "date" },
    { column: timestamp("accessed"), derived: ({ updated }) => timestampOf(updated) },
  ];
}

/** All tables of the real database, in the order in which they are exported. */
export const TANGO_MAPPINGS: readonly RowMapping[] = [
  DEVICE,
  SERVER,
  EVENT,
  ATTRIBUTE_ALIAS,
  ATTRIBUTE_CLASS,
  ACCESS_ADDRESS,
  ACCESS_DEVICE,
  ...PROPERTY_KINDS.map(propertyMapping),
  ...PROPERTY_KINDS.map(historyMapping),
  ...PROPERTY_KINDS.map(({ counter }) => counterMapping(counter)),
] as readonly RowMapping[];
