import type { Caller } from "../call/caller.ts";

/**
 * The clients that subscribed lately, by their identity. libzmq before 4.3 lost the first message after a connection was made, so
 * servers send a message twice for each new client, and clients drop the second: whoever counts on that finds it here, too.
 */
export class EventClients {
  readonly #seen = new Map<string, number>();

  /** Notes that a client subscribes; whether it is a new one. One that does not say who it is never is. */
  see(caller: Caller, now: number): boolean {
    for (const [key, seen] of this.#seen) if (now - seen > FORGET_MS) this.#seen.delete(key);
    const key = identityOf(caller);
    if (key === null) return false;
    const isNew = !this.#seen.has(key);
    if (isNew && this.#seen.size >= MAX_CLIENTS) return false;
    this.#seen.set(key, now);
    return isNew;
  }
}

function identityOf(caller: Caller): string | null {
  if (caller.identity === null) return null;
  const { java } = caller;
  return java === null ? `${caller.pid} ${caller.host}` : Array.from(java.uuid).join(" ");
}

/** As cppTango. */
const FORGET_MS = 500_000;
const MAX_CLIENTS = 1000;
