import { decodeRecordLine, findRecordLine } from "./record-line.ts";
import type { StoreFile } from "./store-files.ts";

const CHUNK = 1024 * 1024;
/** The longest line that is looked at: more than the longest that is written, see `WriteQueue`. */
const MAX_LINE = 384 * 1024 * 1024;
const LINE_END = 0x0a;

/** One line of a file. */
export interface ReadLine {
  /** Where it begins, in octets from 0 on. */
  readonly offset: number;
  /** Where the next one begins, or the file ends. A record whose line end is damaged, and the next, are given as two of one number. */
  readonly end: number;
  /** From 1 on. */
  readonly line: number;
  /** Its JSON text; null where it is damaged or not whole. */
  readonly json: string | null;
}

/**
 * Reads a file of records line by line; `take` is called for each, the last one too if it has no end. The event loop goes on between pieces of
 * 1 MiB. Resolves with the octets that were read.
 */
export async function readRecords(file: StoreFile, take: (line: ReadLine) => void): Promise<number> {
  const lines = new LineSplitter(take);
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (let position = 0; ; ) {
    const count = await file.read(chunk, position);
    if (count === 0) break;
    lines.add(chunk.subarray(0, count));
    position += count;
  }
  return lines.end();
}

/** Cuts octets into lines. What is handed in may be used again afterwards. */
class LineSplitter {
  readonly #take: (line: ReadLine) => void;
  /** The beginning of a line whose end has not come. */
  #begun: Buffer[] = [];
  #begunLength = 0;
  #offset = 0;
  #line = 0;

  constructor(take: (line: ReadLine) => void) {
    this.#take = take;
  }

  add(octets: Buffer): void {
    let from = 0;
    for (let at = octets.indexOf(LINE_END); at >= 0; at = octets.indexOf(LINE_END, from)) {
      this.#finish(octets.subarray(from, at));
      from = at + 1;
    }
    if (from < octets.length) this.#keep(Buffer.from(octets.subarray(from)));
  }

  end(): number {
    // A line without its end was not written to its end, whatever its checksum says.
    if (this.#begunLength > 0) {
      this.#line++;
      this.#give(this.#begunLength, null);
    }
    return this.#offset;
  }

  #keep(octets: Buffer): void {
    this.#begunLength += octets.length;
    if (this.#begunLength <= MAX_LINE) this.#begun.push(octets);
    else this.#begun = [];
  }

  #finish(rest: Buffer): void {
    const length = this.#begunLength + rest.length;
    const whole = this.#begun.length === 0 ? rest : Buffer.concat([...this.#begun, rest]);
    this.#begun = [];
    this.#begunLength = 0;
    this.#line++;
    const json = decodeRecordLine(whole);
    // One too long has lost its beginning, and is damaged.
    const inside = json === null && whole.length === length ? findRecordLine(whole) : -1;
    if (inside > 0) {
      this.#give(inside, null);
      this.#give(length - inside + 1, decodeRecordLine(whole.subarray(inside)));
    } else {
      this.#give(length + 1, whole.length === length ? json : null);
    }
  }

  #give(length: number, json: string | null): void {
    const offset = this.#offset;
    this.#offset += length;
    this.#take({ offset, end: this.#offset, line: this.#line, json });
  }
}
