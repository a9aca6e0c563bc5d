import { lookupService } from "node:dns/promises";

/** Finds the name of a host by its IP address; rejects where it has none. */
export type HostLookup = (address: string) => Promise<string>;

/** How host names are found. */
export interface HostNamesOptions {
  /** The system's name service where none is given. */
  readonly lookup?: HostLookup;
  /** Milliseconds that anybody waits for a name. */
  readonly timeoutMs?: number;
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number;
}

/**
 * The names of the hosts that clients are on, for the texts of the black box and of locks. Names are kept for ten minutes; an address
 * without a name, or whose name does not come in time, stands for itself.
 */
export class HostNames {
  readonly #lookup: HostLookup;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  /** Oldest first. */
  readonly #known = new Map<string, { readonly name: Promise<string>; readonly until: number }>();

  constructor({
    lookup = lookUpHost,
    timeoutMs = 1000,
    now = () => performance.now(),
  }: HostNamesOptions = {}) {
    this.#lookup = lookup;
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  /** The name of the host with this IP address, or the address. Never rejects. */
  async nameOf(address: string): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<string>((resolve) => {
      timer = setTimeout(resolve, this.#timeoutMs, address);
    });
    try {
      return await Promise.race([this.#asked(address), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One question per address, whose answer serves all, even when it comes too late for the first. */
  #asked(address: string): Promise<string> {
    const now = this.#now();
    const known = this.#known.get(address);
    if (known !== undefined && now < known.until) return known.name;
    const name = this.#lookedUp(address);
    this.#known.delete(address);
    this.#known.set(address, { name, until: now + KEPT_MS });
    if (this.#known.size > MOST_HOSTS) this.#known.delete(this.#known.keys().next().value!);
    return name;
  }

  async #lookedUp(address: string): Promise<string> {
    try {
      return await this.#lookup(address);
    } catch {
      return address;
    }
  }
}

async function lookUpHost(address: string): Promise<string> {
  return (await lookupService(address, 0)).hostname;
}

const KEPT_MS = 600_000;
const MOST_HOSTS = 1000;
