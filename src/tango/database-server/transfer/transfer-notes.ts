/** Things of one sort that a user should know of after an import or export. */
export interface TransferNote {
  /** What it is: "rows of a table that is none of Tango, left out". */
  readonly what: string;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly string[];
}

/** Collects what a user should know of after an import or export: all of it is counted, the first few are named. */
export class TransferNotes {
  readonly #notes = new Map<string, { count: number; examples: string[] }>();

  /** Notes one more of a sort. */
  add(what: string, example: string): void {
    let note = this.#notes.get(what);
    if (note === undefined) {
      note = { count: 0, examples: [] };
      this.#notes.set(what, note);
    }
    note.count++;
    if (note.examples.length < MAX_EXAMPLES && !note.examples.includes(example)) note.examples.push(example);
  }

  /** All of them, in the order in which they came up. */
  list(): readonly TransferNote[] {
    return [...this.#notes].map(([what, note]) => ({ what, ...note }));
  }
}

const MAX_EXAMPLES = 5;
