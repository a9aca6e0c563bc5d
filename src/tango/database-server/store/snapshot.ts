import { encodeFileHeader } from "./file-header.ts";
import { storeFileName, unfinishedName } from "./file-name.ts";
import { decodeRowState, type RowState } from "./journal-record.ts";
import { encodeRecordLine } from "./record-line.ts";
import { type StoreFile, type StoreFiles, writeFully } from "./store-files.ts";
import type { TablesView } from "./tables.ts";

/** The event loop goes on after each piece of so many octets: it takes one or two milliseconds to make. */
const PIECE = 256 * 1024;
/** The disk is not left with more to do at once, which others who sync would have to wait for. */
const SYNC_EVERY = 4 * 1024 * 1024;

/**
 * Writes all rows as they were after this record, and ends the view. The file has its name only when it is whole and safe. Resolves with its octets; a failure, or
 * an abort of `signal`, leaves nothing behind, as far as the disk lets that be removed.
 */
export async function writeSnapshot(
  files: StoreFiles,
  record: number,
  view: TablesView,
  signal?: AbortSignal,
): Promise<number> {
  const name = storeFileName({ kind: "snapshot", at: record });
  try {
    const file = await files.create(unfinishedName(name));
    let size: number;
    try {
      size = await writeRows(file, record, view, signal);
    } finally {
      await file.close();
    }
    await files.rename(unfinishedName(name), name);
    await files.sync();
    return size;
  } catch (error) {
    for (const left of [unfinishedName(name), name]) await files.remove(left).catch(() => {});
    throw error;
  } finally {
    view.end();
  }
}

async function writeRows(
  file: StoreFile,
  record: number,
  view: TablesView,
  signal: AbortSignal | undefined,
): Promise<number> {
  let size = 0;
  let synced = 0;
  let piece: Buffer[] = [];
  let pieceSize = 0;
  const flush = async () => {
    signal?.throwIfAborted();
    await writeFully(file, Buffer.concat(piece), size);
    size += pieceSize;
    piece = [];
    pieceSize = 0;
    if (size - synced < SYNC_EVERY) return;
    await file.sync();
    synced = size;
  };
  const add = (line: Buffer) => {
    piece.push(line);
    pieceSize += line.length;
    return pieceSize >= PIECE;
  };
  let count = 0;
  add(encodeFileHeader({ kind: "snapshot", at: record }));
  for (const table of view.tables) {
    for (const [key, row] of table.entries()) {
      count++;
      if (add(encodeRecordLine(JSON.stringify([table.name, key, row])))) await flush();
    }
  }
  add(encodeRecordLine(JSON.stringify({ rows: count })));
  await flush();
  await file.sync();
  return size;
}

/** Reads a line behind the header of a snapshot: a row, or at its end the count of all; null where it is neither. */
export function decodeSnapshotLine(json: string): RowState | { readonly count: number } | null {
  const value = JSON.parse(json) as { readonly rows?: unknown } | null;
  if (Array.isArray(value)) {
    const state = decodeRowState(value);
    return state?.row === undefined ? null : state;
  }
  return Number.isSafeInteger(value?.rows) ? { count: value!.rows as number } : null;
}
