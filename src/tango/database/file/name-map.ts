/** Values by names whose case does not matter, in the order and spelling in which they came first. */
export class NameMap<V> {
  readonly #entries = new Map<string, { readonly name: string; value: V }>();

  /** The value of a name. */
  get(name: string): V | undefined {
    return this.#entries.get(name.toLowerCase())?.value;
  }

  /** The value of a name, made now where there is none. */
  getOrMake(name: string, make: () => V): V {
    const known = this.#entries.get(name.toLowerCase());
    if (known !== undefined) return known.value;
    const value = make();
    this.set(name, value);
    return value;
  }

  /** Gives a name a value. A known name keeps its place and its spelling. */
  set(name: string, value: V): void {
    const key = name.toLowerCase();
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, { name, value });
    else known.value = value;
  }

  /** Forgets a name. */
  delete(name: string): void {
    this.#entries.delete(name.toLowerCase());
  }

  /** The names, as they were spelt first. */
  names(): string[] {
    return Array.from(this.#entries.values(), ({ name }) => name);
  }

  *[Symbol.iterator](): IterableIterator<readonly [name: string, value: V]> {
    for (const { name, value } of this.#entries.values()) yield [name, value];
  }
}
