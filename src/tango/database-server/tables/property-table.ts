import type { Store } from "../store/store.ts";
import type { Table, TableIndex } from "../store/table.ts";
import type { PropertyHistoryRow, PropertyRow, PropertyTableName } from "./property-row.ts";
import { RowIndex } from "./row-index.ts";

/** The id that was given last to an entry of a history: the one row, by "id", of SQL tables `device_history_id` and so on. */
export interface HistoryIdRow {
  readonly id: number;
}

/** The tables of the last ids, named as those of SQL. */
export const HISTORY_ID_TABLES: Readonly<Record<PropertyTableName, string>> = {
  property: "object_history_id",
  property_device: "device_history_id",
  property_class: "class_history_id",
  property_attribute_device: "device_attribute_history_id",
  property_attribute_class: "class_attribute_history_id",
  property_pipe_device: "device_pipe_history_id",
  property_pipe_class: "class_pipe_history_id",
};

/** The properties of one kind of owner, with what they were. */
export class PropertyTable {
  readonly name: PropertyTableName;
  /** By `propertyKey`. */
  readonly rows: Table<PropertyRow>;
  readonly history: Table<PropertyHistoryRow>;
  readonly byOwner: RowIndex<PropertyRow>;
  /** By `memberKey`; none where owners themselves have the properties. */
  readonly byMember: RowIndex<PropertyRow>;
  /** The properties `__root_att` of members, by that name: they make attributes forwarded ones, and are looked for by their values. */
  readonly roots: RowIndex<PropertyRow>;
  readonly historyByOwner: RowIndex<PropertyHistoryRow>;
  /** By `memberKey`; none where owners themselves have the properties. */
  readonly historyByMember: RowIndex<PropertyHistoryRow>;
  readonly lastHistoryId: Table<HistoryIdRow>;
  /** How many rows the table has in SQL: one for each value. */
  readonly size: () => number;
  /** How many its history has there: one for each value, and one for each deletion. */
  readonly historySize: () => number;

  constructor(store: Store, name: PropertyTableName) {
    this.name = name;
    this.rows = store.table(name);
    this.history = store.table(`${name}_hist`);
    this.byOwner = new RowIndex(this.rows, ({ owner }) => owner);
    this.byMember = new RowIndex(this.rows, ({ owner, member }) =>
      member === null ? null : memberKey(owner, member),
    );
    this.roots = new RowIndex(this.rows, ({ member, name }) =>
      member !== null && name.toLowerCase() === ROOT_ATTRIBUTE ? ROOT_ATTRIBUTE : null,
    );
    this.historyByOwner = new RowIndex(this.history, ({ owner }) => owner);
    this.historyByMember = new RowIndex(this.history, ({ owner, member }) =>
      member === null ? null : memberKey(owner, member),
    );
    this.lastHistoryId = store.table(HISTORY_ID_TABLES[name]);
    this.size = countOf(this.rows, ({ values }) => values.length);
    this.historySize = countOf(this.history, ({ values }) => values?.length ?? 1);
  }

  /** What one property was, in no order. */
  historyOf(owner: string, member: string | null, name: string): PropertyHistoryRow[] {
    const rows =
      member === null ? this.historyByOwner.get(owner) : this.historyByMember.get(memberKey(owner, member));
    const key = name.toLowerCase();
    return Array.from(rows).filter((row) => row.name.toLowerCase() === key);
  }

  /** The properties of an owner, or of all members of an owner, in no order. */
  of(owner: string): Iterable<PropertyRow> {
    return this.byOwner.get(owner);
  }
}

/** The property of an attribute that says which one it stands for. */
export const ROOT_ATTRIBUTE = "__root_att";

/** What the properties of a member are found by. */
export function memberKey(owner: string, member: string): string {
  return `${owner}\0${member}`;
}

/** The sum of something of all rows of a table, which follows them. */
function countOf<R extends object>(table: Table<R>, countIn: (row: R) => number): () => number {
  let sum = 0;
  const index: TableIndex<R> = {
    added(row) {
      sum += countIn(row);
    },
    removed(row) {
      sum -= countIn(row);
    },
  };
  table.follow(index);
  return () => sum;
}
