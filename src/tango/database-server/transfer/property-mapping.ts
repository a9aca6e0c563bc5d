import { secondsOfSqlDate } from "../sql/sql-date.ts";
import { integer, type SqlColumn, type SqlRow, text, timestamp, varchar } from "../sql/sql-schema.ts";
import {
  type PropertyHistoryRow,
  type PropertyRow,
  type PropertyTableName,
  propertyKey,
} from "../tables/property-row.ts";
import { timestampOf } from "./plain-mapping.ts";
import { numberIn, type RowMapping } from "./row-mapping.ts";

/** How SQL tells a kind of properties: by which columns, and where ids of the history are counted. */
export interface PropertyKind {
  readonly table: PropertyTableName;
  readonly owner: "object" | "device" | "class";
  readonly member: "attribute" | "pipe" | null;
  readonly counter: string;
}

/** The seven kinds of properties. */
export const PROPERTY_KINDS: readonly PropertyKind[] = [
  { table: "property", owner: "object", member: null, counter: "object_history_id" },
  { table: "property_device", owner: "device", member: null, counter: "device_history_id" },
  { table: "property_class", owner: "class", member: null, counter: "class_history_id" },
  {
    table: "property_attribute_device",
    owner: "device",
    member: "attribute",
    counter: "device_attribute_history_id",
  },
  {
    table: "property_attribute_class",
    owner: "class",
    member: "attribute",
    counter: "class_attribute_history_id",
  },
  { table: "property_pipe_device", owner: "device", member: "pipe", counter: "device_pipe_history_id" },
  { table: "property_pipe_class", owner: "class", member: "pipe", counter: "class_pipe_history_id" },
];

/** Properties of a kind: the values of one are as many rows in SQL, numbered by `count` from 1 on. */
export function propertyMapping(kind: PropertyKind): RowMapping<PropertyRow> {
  const { table, owner, member } = kind;
  const isDevice = table === "property_device";
  const name: SqlColumn[] = [
    varchar("name"),
    ...(isDevice ? ["domain", "family", "member"].map((n) => varchar(n)) : []),
  ];
  return {
    ...commonMapping(kind),
    table: {
      name: table,
      columns: [
        ...ownerColumns(kind),
        ...name,
        integer("count"),
        text("value"),
        timestamp("updated"),
        timestamp("accessed"),
        text("comment"),
      ],
    },
    fields: {
      owner: "text",
      member: "text?",
      name: "text",
      values: "texts",
      updated: "date",
      comment: "text?",
    },
    groupOf: (sql) => propertyKey(sql[owner] ?? "", member && (sql[member] ?? ""), sql.name ?? ""),
    rowOf: (ordered) => ({
      ...nameOf(ordered[0]!, kind),
      values: ordered.map(({ value }) => value ?? ""),
      updated: secondsOfSqlDate(ordered[0]!.updated ?? "", 0) ?? 0,
      comment: ordered[0]!.comment ?? null,
    }),
    sqlOf: (row) => {
      const updated = timestampOf(row.updated);
      const common = { ...columnsOf(row, kind), ...(isDevice ? { domain: "", family: "", member: "" } : {}) };
      return row.values.map((value, i) => ({
        ...common,
        count: String(i + 1),
        value,
        updated,
        // As put by the real database.
        accessed: updated,
        comment: row.comment,
      }));
    },
    keyOf: (row) => propertyKey(row.owner, row.member, row.name),
  };
}

/** What properties of a kind were. That one was deleted, SQL tells by a value number 0. */
export function historyMapping(kind: PropertyKind): RowMapping<PropertyHistoryRow> {
  const { table, owner, member } = kind;
  return {
    ...commonMapping(kind),
    table: {
      name: `${table}_hist`,
      columns: [
        integer("id"),
        timestamp("date"),
        ...ownerColumns(kind),
        varchar("name"),
        integer("count"),
        text("value"),
      ],
    },
    fields: { id: "integer", date: "date", owner: "text", member: "text?", name: "text", values: "texts?" },
    required: ["id", ...commonMapping(kind).required],
    groupOf: (sql) =>
      `${sql.id}\0${propertyKey(sql[owner] ?? "", member && (sql[member] ?? ""), sql.name ?? "")}`,
    rowOf: (ordered) => ({
      id: numberIn(ordered[0]!.id) ?? 0,
      date: secondsOfSqlDate(ordered[0]!.date ?? "", 0) ?? 0,
      ...nameOf(ordered[0]!, kind),
      values:
        ordered.length === 1 && numberIn(ordered[0]!.count) === 0
          ? null
          : ordered.map(({ value }) => value ?? ""),
    }),
    sqlOf: (row) => {
      const common = { id: String(row.id), date: timestampOf(row.date), ...columnsOf(row, kind) };
      if (row.values === null) return [{ ...common, count: "0", value: "DELETED" }];
      return row.values.map((value, i) => ({ ...common, count: String(i + 1), value }));
    },
    keyOf: ({ id }) => String(id),
  };
}

function commonMapping({ owner, member }: PropertyKind) {
  return {
    required: [owner, ...(member === null ? [] : [member]), "name"],
    // Stable: what has the same number stays as it came.
    ordered: (group: readonly SqlRow[]) =>
      group.toSorted((a, b) => (numberIn(a.count) ?? 0) - (numberIn(b.count) ?? 0)),
  };
}

function ownerColumns({ owner, member }: PropertyKind): SqlColumn[] {
  return [varchar(owner), ...(member === null ? [] : [varchar(member)])];
}

/** `member` of SQL's property_device is a part of the device's name. */
function nameOf(sql: SqlRow, { owner, member }: PropertyKind) {
  return {
    owner: sql[owner] ?? "",
    member: member === null ? null : (sql[member] ?? ""),
    name: sql.name ?? "",
  };
}

function columnsOf(
  row: { readonly owner: string; readonly member: string | null; readonly name: string },
  { owner, member }: PropertyKind,
): SqlRow {
  return { [owner]: row.owner, ...(member === null ? {} : { [member]: row.member ?? "" }), name: row.name };
}
