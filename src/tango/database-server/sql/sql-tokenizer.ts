import { Buffer } from "node:buffer";
import { DatabaseFileError } from "./database-file-error.ts";
import { unescapeSqlText } from "./sql-text.ts";
import type { SqlToken, SqlTokenKind } from "./sql-token.ts";

/**
 * Cuts the octets of a dump into words, as the `mysql` client reads them: comments are left out, but not what stands in those that a server
 * would execute (slash, asterisk, exclamation mark, version), and DELIMITER lines change what ends a statement. Octets come in pieces of any size; a word is given when
 * all of it is there. (MySQL 8 Reference Manual, "Lexical Structure", "Comments", "mysql Client Commands".)
 */
export class SqlTokenizer {
  /** Whether a comment said that the dump is one of mysqldump or mariadb-dump, whose last line says that it is complete. */
  isMarkedDump = false;
  /** Whether that last line came. */
  isComplete = false;
  #buffer: Buffer = Buffer.alloc(0);
  readonly #pieces: Buffer[] = [];
  #piecesLength = 0;
  /** How many octets must be there before it is worth to look for the end of a long word again. */
  #wanted = 0;
  #isLast = false;
  #at = 0;
  #line = 1;
  #delimiter = ";";
  #isInStatement = false;
  /** How many comments that are executed are open. */
  #openComments = 0;
  readonly #maxTokenLength: number;

  /** No word may have more than `maxTokenLength` octets. */
  constructor(maxTokenLength = MAX_TOKEN_LENGTH) {
    this.#maxTokenLength = maxTokenLength;
  }

  /** Takes the next octets. */
  push(octets: Uint8Array): void {
    this.#pieces.push(Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength));
    this.#piecesLength += octets.byteLength;
  }

  /** Says that no more octets come. */
  finish(): void {
    this.#isLast = true;
  }

  /** The next word; undefined where its end is not there yet, and at the end. Throws a DatabaseFileError. */
  next(): SqlToken | undefined {
    if (this.#piecesLength > 0 && !this.#gather()) return undefined;
    const token = this.#skipToToken() ? this.#scan() : undefined;
    if (token !== undefined) {
      this.#isInStatement = token.kind !== "end";
      return token;
    }
    if (this.#isLast) return this.#atEnd();
    const rest = this.#buffer.length - this.#at;
    if (rest > this.#maxTokenLength)
      this.#fail(`a value or comment is longer than ${this.#maxTokenLength} octets`);
    this.#wanted = rest * 2;
    if (this.#piecesLength === 0) return undefined;
    return this.next();
  }

  /** Joins what came to what is left; false where it is worth to wait for more, so that a long word costs no more than its length. */
  #gather(): boolean {
    const rest = this.#buffer.subarray(this.#at);
    if (!this.#isLast && rest.length + this.#piecesLength < this.#wanted) return false;
    this.#buffer = Buffer.concat([rest, ...this.#pieces]);
    this.#pieces.length = 0;
    this.#piecesLength = 0;
    this.#wanted = 0;
    this.#at = 0;
    return true;
  }

  #atEnd(): SqlToken | undefined {
    if (this.#at < this.#buffer.length) this.#fail("the file ends within a text, a name or a comment");
    if (!this.#isInStatement) return undefined;
    this.#isInStatement = false;
    return { kind: "end", text: "", line: this.#line };
  }

  /** Goes over white space and comments; false where more octets are wanted. Each of them that is complete is done with. */
  #skipToToken(): boolean {
    const buffer = this.#buffer;
    for (;;) {
      if (this.#at >= buffer.length) return false;
      const octet = buffer[this.#at]!;
      if (octet <= SPACE) {
        if (octet === NEWLINE) this.#line++;
        this.#at++;
      } else if (this.#needsMore(octet)) {
        return false;
      } else if (octet === HASH || (octet === HYPHEN && this.#isLineComment())) {
        if (!this.#skipLine()) return false;
      } else if (octet === SLASH && buffer[this.#at + 1] === ASTERISK) {
        if (!this.#skipComment()) return false;
      } else if (octet === ASTERISK && this.#openComments > 0 && buffer[this.#at + 1] === SLASH) {
        this.#openComments--;
        this.#at += 2;
      } else if (!this.#isInStatement && this.#isDelimiterLine()) {
        if (!this.#readDelimiter()) return false;
      } else {
        return true;
      }
    }
  }

  /** Whether only the next two octets tell what this one is, and they are not there yet. */
  #needsMore(octet: number): boolean {
    const areThere = this.#isLast || this.#at + 2 < this.#buffer.length;
    return !areThere && (octet === HYPHEN || octet === SLASH || octet === ASTERISK);
  }

  /** Two hyphens begin a comment where white space stands behind them. */
  #isLineComment(): boolean {
    const next = this.#buffer[this.#at + 2];
    return this.#buffer[this.#at + 1] === HYPHEN && (next === undefined ? true : next <= SPACE);
  }

  #skipLine(): boolean {
    let end = this.#buffer.indexOf(NEWLINE, this.#at);
    if (end < 0) {
      if (!this.#isLast) return false;
      end = this.#buffer.length;
    }
    const text = this.#buffer.toString("latin1", this.#at, Math.min(end, this.#at + 80));
    if (/^-- (MySQL|MariaDB) dump /.test(text)) this.isMarkedDump = true;
    if (text.startsWith("-- Dump completed")) this.isComplete = true;
    this.#at = end;
    return true;
  }

  #skipComment(): boolean {
    const head = /^\/\*M?!(\d*)/.exec(this.#buffer.toString("latin1", this.#at, this.#at + 12));
    // Where a digit or more may follow.
    if (this.#at + 12 > this.#buffer.length && !this.#isLast) return false;
    // A version that no server has is how MariaDB's dumps begin: "enable the sandbox mode".
    if (head !== null && Number(head[1]) < NO_VERSION) {
      this.#openComments++;
      this.#at += head[0].length;
      return true;
    }
    const end = this.#buffer.indexOf("*/", this.#at + 2);
    if (end < 0) return false;
    this.#countLines(this.#at, end);
    this.#at = end + 2;
    return true;
  }

  #isDelimiterLine(): boolean {
    return /^delimiter\s/i.test(this.#buffer.toString("latin1", this.#at, this.#at + 10));
  }

  #readDelimiter(): boolean {
    let end = this.#buffer.indexOf(NEWLINE, this.#at);
    if (end < 0) {
      if (!this.#isLast) return false;
      end = this.#buffer.length;
    }
    const delimiter = this.#buffer.toString("latin1", this.#at + 10, end).trim();
    if (!/^[^\w\s'"`\\]{1,32}$/.test(delimiter)) this.#fail("DELIMITER wants a few signs such as ;;");
    this.#delimiter = delimiter;
    this.#at = end;
    return true;
  }

  /** The word that begins here; undefined where more octets are wanted. */
  #scan(): SqlToken | undefined {
    const octet = this.#buffer[this.#at]!;
    const isDelimiter = this.#startsDelimiter();
    if (isDelimiter === undefined) return undefined;
    if (isDelimiter) return this.#take("end", this.#at + this.#delimiter.length, "");
    if (octet === QUOTE || octet === DOUBLE_QUOTE) return this.#scanText(octet, "string");
    if (octet === BACKQUOTE) return this.#scanText(octet, "quoted");
    if (!isWordOctet(octet)) return this.#take("symbol", this.#at + 1);
    let end = this.#at + 1;
    // MySQL ends a statement in the middle of a word, too: END$$
    const stop = this.#delimiter.charCodeAt(0);
    for (; end < this.#buffer.length; end++) {
      const next = this.#buffer[end]!;
      if (!isWordOctet(next) || next === stop) break;
    }
    if (end === this.#buffer.length && !this.#isLast) return undefined;
    return this.#take("word", end);
  }

  /** Whether the delimiter begins here; undefined where the octets to tell are not there yet. */
  #startsDelimiter(): boolean | undefined {
    const [delimiter, buffer] = [this.#delimiter, this.#buffer];
    for (let i = 0; i < delimiter.length; i++) {
      const octet = buffer[this.#at + i];
      if (octet === undefined) return this.#isLast ? false : undefined;
      if (octet !== delimiter.charCodeAt(i)) return false;
    }
    return true;
  }

  #scanText(quote: number, kind: SqlTokenKind): SqlToken | undefined {
    const buffer = this.#buffer;
    const hasEscapes = quote !== BACKQUOTE;
    let isPlain = true;
    for (let end = this.#at + 1; end < buffer.length; end++) {
      const octet = buffer[end]!;
      if (octet === BACKSLASH && hasEscapes) {
        isPlain = false;
        end++;
      } else if (octet === quote) {
        // A quote that stands twice is one of the text; what follows must be seen.
        const next = buffer[end + 1];
        if (next === undefined && !this.#isLast) return undefined;
        if (next !== quote) {
          const text = buffer.toString("latin1", this.#at + 1, end);
          return this.#take(kind, end + 1, isPlain ? text : unescapeSqlText(text, quote, hasEscapes));
        }
        isPlain = false;
        end++;
      }
    }
    return undefined;
  }

  #take(kind: SqlTokenKind, end: number, text = this.#buffer.toString("latin1", this.#at, end)): SqlToken {
    const token = { kind, text, line: this.#line };
    if (kind === "string" || kind === "quoted") this.#countLines(this.#at, end);
    this.#at = end;
    return token;
  }

  #countLines(from: number, to: number): void {
    let at = this.#buffer.indexOf(NEWLINE, from);
    for (; at >= 0 && at < to; at = this.#buffer.indexOf(NEWLINE, at + 1)) this.#line++;
  }

  #fail(problem: string): never {
    throw new DatabaseFileError(problem, { line: this.#line });
  }
}

/** Letters, digits, underscore, dollar, the @ of variables, the point of numbers and names, and all that is not ASCII. */
function isWordOctet(octet: number): boolean {
  return (
    (octet >= 0x61 && octet <= 0x7a) ||
    (octet >= 0x40 && octet <= 0x5a) ||
    (octet >= 0x30 && octet <= 0x39) ||
    octet === 0x5f ||
    octet === 0x2e ||
    octet === 0x24 ||
    octet >= 0x80
  );
}

/** Columns of Tango hold 64 KiB; a site may have widened them. */
const MAX_TOKEN_LENGTH = 16 * 1024 * 1024;
const NO_VERSION = 999_999;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const QUOTE = 0x27;
const ASTERISK = 0x2a;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const BACKQUOTE = 0x60;
