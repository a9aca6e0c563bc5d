/** Why a store did not take a write. */
export type StoreWriteErrorCode =
  /** The disk refused it; `cause` is Node's error, as ENOSPC or EIO. */
  | "STORE_WRITE"
  /** So much waits to be written that no more is taken. */
  | "STORE_BUSY"
  /** The changes of one write are more than a record holds. */
  | "STORE_TOO_LARGE"
  /** The store was closed. */
  | "STORE_CLOSED";

/** A write that was not made safe and has been taken back; `message` says what to do. Reads go on, and a later write may succeed. */
export class StoreWriteError extends Error {
  override readonly name = "StoreWriteError";
  readonly code: StoreWriteErrorCode;
  /** The folder or file that it is about. */
  readonly path: string;

  constructor(code: StoreWriteErrorCode, path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
    this.code = code;
    this.path = path;
  }
}

/** Where a file of a store is damaged. */
export interface DamagedPlace {
  /** The path of the file. */
  readonly file: string;
  /** Where the damage begins, in octets from 0 on. */
  readonly offset: number;
  /** The line of the file, from 1 on. */
  readonly line: number;
  /** The record of the journal that is not there, as they are numbered through all files; null in a snapshot. */
  readonly record: number | null;
}

/** A file of a store is damaged where no crash damages it, so it was not opened: something that was acknowledged is lost. */
export class StoreDamagedError extends Error {
  override readonly name = "StoreDamagedError";
  readonly code = "STORE_DAMAGED";
  readonly place: DamagedPlace;

  constructor(place: DamagedPlace, problem: string) {
    super(
      `${damageText(place, problem)}. Restore the folder from a backup, or open it with salvage, which ` +
        "leaves out what cannot be read, says what that is, and keeps the damaged file aside",
    );
    this.place = place;
  }
}

/** Names a damaged place and what is wrong there. */
export function damageText({ file, offset, line, record }: DamagedPlace, problem: string): string {
  const which = record === null ? "" : `, record ${record}`;
  return `${file}, line ${line} at octet ${offset}${which}: ${problem}`;
}

/** A file or folder is none of a store, or of a later version of the format than this program knows. */
export class StoreFormatError extends Error {
  override readonly name = "StoreFormatError";
  readonly code = "STORE_FORMAT";
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** Another process has the folder open, or seems to; `message` names it, and what to do where it has not. */
export class StoreLockedError extends Error {
  override readonly name = "StoreLockedError";
  readonly code = "STORE_LOCKED";
  /** The lock file of the other. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}
