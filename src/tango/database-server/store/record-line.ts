import { crc32 } from "node:zlib";

// A record of a journal or snapshot is one line of text, JSON behind a checksum:
//
//   1f2e3d4c {"seq":17,...}\n
//
// The checksum is the CRC-32 (that of zip and Ethernet) of the octets of the JSON, as eight digits in lower case. JSON has no line
// ends, so after any damage the next whole line is found by its line end.

const LINE_END = 0x0a;
const SPACE = 0x20;
const PREFIX = 9;

/** Writes a record of this JSON text. */
export function encodeRecordLine(json: string): Buffer {
  const length = Buffer.byteLength(json);
  const line = Buffer.allocUnsafe(PREFIX + length + 1);
  line.write(json, PREFIX);
  line.write(checksum(line.subarray(PREFIX, PREFIX + length)), "latin1");
  line[PREFIX - 1] = SPACE;
  line[PREFIX + length] = LINE_END;
  return line;
}

/** The JSON text of a line without its end; null where it is damaged. */
export function decodeRecordLine(line: Buffer): string | null {
  if (line.length < PREFIX || line[PREFIX - 1] !== SPACE) return null;
  const content = line.subarray(PREFIX);
  // Compared as text: a digit in upper case is damage too.
  return line.toString("latin1", 0, PREFIX - 1) === checksum(content) ? content.toString() : null;
}

/**
 * Where in a damaged line, without its end, a whole record begins that ends with it: the line end before it was damaged. -1 where there is none.
 */
export function findRecordLine(line: Buffer): number {
  for (let at = line.indexOf(SPACE); at >= 0; at = line.indexOf(SPACE, at + 1)) {
    const start = at - (PREFIX - 1);
    if (start < 0 || !/^[0-9a-f]{8} [[{]$/.test(line.toString("latin1", start, at + 2))) continue;
    if (decodeRecordLine(line.subarray(start)) !== null) return start;
  }
  return -1;
}

function checksum(content: Buffer): string {
  return crc32(content).toString(16).padStart(8, "0");
}
