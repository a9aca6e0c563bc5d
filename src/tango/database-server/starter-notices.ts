/**
 * Tells Starters that the servers of their hosts have changed. Nobody waits for it: hosts are told one after the other, once each however
 * often they changed meanwhile. Of more than a thousand that wait the oldest is forgotten; a Starter looks for itself from time to time.
 */
export class StarterNotices {
  readonly #tellHost: (host: string) => Promise<void>;
  readonly #waiting = new Set<string>();
  #isTelling = false;
  #isClosed = false;

  /** `tellHost` tells the Starter of one host; what it rejects with is its own affair. */
  constructor(tellHost: (host: string) => Promise<void>) {
    this.#tellHost = tellHost;
  }

  /** Has these hosts told. A domain in the name of a host is left out, as in the names of Starters. */
  tell(hosts: readonly string[]): void {
    if (this.#isClosed) return;
    for (const host of hosts) this.#waiting.add(host.replace(/\..*/s, ""));
    while (this.#waiting.size > MAX_WAITING) this.#waiting.delete(this.#waiting.values().next().value!);
    if (!this.#isTelling) void this.#tellAll();
  }

  /** Forgets who waits. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    for (const host of this.#waiting) {
      this.#waiting.delete(host);
      await this.#tellHost(host).catch(() => {});
    }
    this.#isTelling = false;
  }
}

const MAX_WAITING = 1000;
