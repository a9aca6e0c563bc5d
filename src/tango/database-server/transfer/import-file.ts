import { Buffer } from "node:buffer";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { DatabaseFileError } from "../sql/database-file-error.ts";
import { importSql, type SqlImportOptions } from "./import-sql.ts";
import type { ImportedTables } from "./imported-tables.ts";
import { importJson } from "./json-database.ts";

/**
 * Reads a file that holds a database: a dump of the real one, or the JSON of an export, each also compressed by gzip; what it is, its first octets tell. Rejects with a
 * DatabaseFileError, or with Node's error where it cannot be read.
 */
export async function importFile(path: string, options?: SqlImportOptions): Promise<ImportedTables> {
  return await importOctets(createReadStream(path, { highWaterMark: PIECE_LENGTH }), options);
}

/** The same for octets from elsewhere, as standard input. */
export async function importOctets(
  octets: AsyncIterable<Uint8Array>,
  options?: SqlImportOptions,
): Promise<ImportedTables> {
  const pieces = octets[Symbol.asyncIterator]();
  try {
    const head = await headOf(pieces);
    const all = restOf(head, pieces);
    if (head[0] === 0x1f && head[1] === 0x8b) return await importOctets(gunzip(all), options);
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
      throw new DatabaseFileError(
        "this is UTF-16, as PowerShell's > makes it: dump with --result-file=FILE instead",
      );
    }
    const text = head
      .toString("latin1")
      .replace(/^\u00ef\u00bb\u00bf/, "")
      .trimStart();
    if (text.startsWith("<")) throw new DatabaseFileError("this is XML: dump without --xml");
    return await (text.startsWith("{") ? importJson(all) : importSql(all, options));
  } finally {
    // What unpacks them has asked for the next piece already, and the end of the pieces would wait for that: standard input may stay open.
    if (octets instanceof Readable) octets.destroy();
    await pieces.return?.();
  }
}

/** The first octets, enough to tell what they are. */
async function headOf(pieces: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD_LENGTH) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* restOf(head: Buffer, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Not that mark of UTF-8 which Windows puts in front.
  yield head.subarray(head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0);
  for (;;) {
    const { value, done } = await pieces.next();
    if (done === true) return;
    yield value;
  }
}

async function* gunzip(octets: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({ chunkSize: PIECE_LENGTH });
  // What ends the one ends the other; the loop below tells of it.
  pipeline(octets, unpacked).catch(() => {});
  try {
    for await (const piece of unpacked) yield piece as Uint8Array;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_")) {
      throw new DatabaseFileError(`the compressed file is damaged or cut off (${cause.message})`, undefined, {
        cause,
      });
    }
    throw cause;
  } finally {
    unpacked.destroy();
  }
}

const PIECE_LENGTH = 1024 * 1024;
const HEAD_LENGTH = 64;
