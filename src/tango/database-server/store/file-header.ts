import type { StoreFileName } from "./file-name.ts";
import { encodeRecordLine } from "./record-line.ts";
import { StoreFormatError } from "./store-error.ts";

const FORMAT = "bandoneon store";
const VERSION = 1;

/** The first line of a file: `{"format":"bandoneon store","version":1,"kind":"journal","at":17}`. */
export function encodeFileHeader({ kind, at }: StoreFileName): Buffer {
  return encodeRecordLine(JSON.stringify({ format: FORMAT, version: VERSION, kind, at }));
}

/** Checks the first line of the file at `path`, which by its name is `expected`. Throws a StoreFormatError. */
export function checkFileHeader(json: string, path: string, expected: StoreFileName): void {
  const { format, version, kind, at } = (JSON.parse(json) ?? {}) as Record<string, unknown>;
  if (format !== FORMAT) throw new StoreFormatError(path, "this is no file of a Bandoneon store");
  if (version !== VERSION) {
    throw new StoreFormatError(
      path,
      `the file has version ${version} of the format and this program knows ${VERSION}: use the version of Bandoneon that wrote it`,
    );
  }
  if (kind !== expected.kind || at !== expected.at) {
    throw new StoreFormatError(
      path,
      `the file was given a name that is not its own: it is the ${kind} of ${at}. Give it back its name`,
    );
  }
}
