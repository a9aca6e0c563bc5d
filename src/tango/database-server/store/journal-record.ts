import { encodeRecordLine } from "./record-line.ts";
import type { Row, RowChange } from "./table.ts";

/** What one record of a journal says: the changes of all writes that were committed together. */
export interface JournalRecord {
  /** Records are numbered from 1 on through all files, without a gap. */
  readonly number: number;
  /** All records up to this number were safe from a power failure when this one was written. */
  readonly synced: number;
  /** In their order. */
  readonly changes: readonly RowState[];
}

/** What a row is after a change; undefined where it is gone. */
export interface RowState {
  readonly table: string;
  readonly key: string;
  readonly row: Row | undefined;
}

/** The JSON of the changes of one write, as a part of a record: `["device","a/b/c",{...}],["server","exec/inst"]`; empty where there is none. */
export function encodeChanges(changes: readonly RowChange[]): string {
  return changes
    .map(({ table, key, after }) => JSON.stringify(after === undefined ? [table, key] : [table, key, after]))
    .join();
}

/** Writes `{"number":17,"synced":16,"changes":[...]}` as a line, from what `encodeChanges` made of the writes. */
export function encodeJournalRecord(number: number, synced: number, writes: readonly string[]): Buffer {
  const changes = writes.filter((write) => write !== "").join();
  return encodeRecordLine(`{"number":${number},"synced":${synced},"changes":[${changes}]}`);
}

/** Reads the JSON of a record; null where it has another form than this program writes. */
export function decodeJournalRecord(json: string): JournalRecord | null {
  const { number, synced, changes } = (JSON.parse(json) ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(number) || !Number.isSafeInteger(synced) || !Array.isArray(changes)) return null;
  const states: RowState[] = [];
  for (const change of changes) {
    const state = decodeRowState(change);
    if (state === null) return null;
    states.push(state);
  }
  return { number: number as number, synced: synced as number, changes: states };
}

/** Reads `[table, key, row]` or `[table, key]`; null where it is neither. */
export function decodeRowState(value: unknown): RowState | null {
  if (!Array.isArray(value)) return null;
  const [table, key, row] = value as unknown[];
  if (typeof table !== "string" || typeof key !== "string") return null;
  if (row !== undefined && (typeof row !== "object" || row === null)) return null;
  return { table, key, row };
}
