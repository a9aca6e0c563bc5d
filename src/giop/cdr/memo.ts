/**
 * What was made of octets that come again and again on one connection, by those octets: the types of anys, above all. It
 * holds a bounded number of entries, and begins anew when it is full.
 */
export class Memo {
  readonly #entries = new Map<string, object>();

  get(octets: string): object | undefined {
    return this.#entries.get(octets);
  }

  /** Octets that are too long to come often are not kept. */
  set(octets: string, made: object): void {
    if (octets.length > LONGEST) return;
    if (this.#entries.size >= MOST) this.#entries.clear();
    this.#entries.set(octets, made);
  }
}

const LONGEST = 2048;
const MOST = 64;
