/** Walks the lines of a reply of the database; every miss is a BadDatabaseReplyError that says what was expected. */
export class ReplyLines {
  readonly #lines: readonly string[];
  #next = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  get atEnd(): boolean {
    return this.#next >= this.#lines.length;
  }

  line(what: string): string {
    const line = this.#lines[this.#next];
    if (line === undefined) throw new BadDatabaseReplyError(`the reply ends before ${what}`);
    this.#next++;
    return line;
  }

  skip(what: string): void {
    this.line(what);
  }

  count(what: string): number {
    const text = this.line(what);
    const count = Number(text);
    if (!Number.isInteger(count) || count < 0 || text.trim() === "") {
      throw new BadDatabaseReplyError(`"${text}" is not ${what}`);
    }
    return count;
  }

  lines(count: number, what: string): string[] {
    if (count > this.#lines.length - this.#next) throw new BadDatabaseReplyError(`the reply ends in ${what}`);
    const lines = this.#lines.slice(this.#next, this.#next + count);
    this.#next += count;
    return lines;
  }
}

/** The database answered something that does not have the layout of the command. `Database` reports it as API_IncoherentDbData. */
export class BadDatabaseReplyError extends Error {
  override readonly name = "BadDatabaseReplyError";
  readonly code = "BAD_DATABASE_REPLY";
}
