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
  const name: SqlColumn[] = [varchar("name"), ...(isDevice ? NAME_PARTS.map((part) => varchar(part)) : [])];
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
      return row.values.map((value, i) => {
        const sql = sqlValueOf(row, kind, value, i + 1);
        if (isDevice) for (const part of NAME_PARTS) sql[part] = "";
        sql.updated = updated;
        // As put by the real database.
        sql.accessed = updated;
        sql.comment = row.comment;
        return sql;
      });
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
      const [id, date] = [String(row.id), timestampOf(row.date)];
      const sqlOf = (value: string, count: number) => {
        const sql = sqlValueOf(row, kind, value, count);
        sql.id = id;
        sql.date = date;
        return sql;
      };
      if (row.values === null) return [sqlOf("DELETED", 0)];
      return row.values.map((value, i) => sqlOf(value, i + 1));
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

/** A value of a property by the columns that all kinds have. Column by column, which is several times faster than to copy objects. */
function sqlValueOf(
  row: { readonly owner: string; readonly member: string | null; readonly name: string },
  { owner, member }: PropertyKind,
  value: string,
  count: number,
): Record<string, string | null> {
  const sql: Record<string, string | null> = {};
  sql[owner] = row.owner;
  if (member !== null) sql[member] = row.member ?? "";
  sql.name = row.name;
  sql.count = String(count);
  sql.value = value;
  return sql;
}

const NAME_PARTS = ["domain", "family", "member"];
