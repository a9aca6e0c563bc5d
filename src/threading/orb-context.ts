import { randomUUID } from "node:crypto";
import { NO_CONTEXTS, type ServiceContext } from "../giop/message/service-context.ts";
import { Orb } from "../iiop/orb.ts";
import type { OrbOptions } from "../iiop/orb-options.ts";
import { refusePosting } from "../iiop/refuse-posting.ts";
import { TcpTransport } from "../iiop/tcp-transport.ts";
import { currentRequestContexts } from "./call-flow.ts";
import { type ClientIdentity, createClientIdentity } from "./client-identity.ts";
import { OrbContextClosedError } from "./orb-context-closed-error.ts";
import { encodeUserClaim } from "./user-claim.ts";

/** Something with sockets or timers that ends with the context that owns it. */
export interface OwnedResource {
  /** Sends what peers should know of the end, while that can still be done. Nobody waits for what they answer. */
  farewell?(): void;
  /** Ends now; what waits on it rejects with `reason`. */
  destroy(reason: Error): void | Promise<void>;
}

/** A place in every context for something that its objects share; the place itself is the key. */
export interface ContextSlot<T> {
  /** Makes what is shared, at its first use in a context. */
  make(): T;
}

/**
 * The owner of everything that holds a socket, a timer or a listener for the objects made in one thread, process or
 * scope: an Orb and whatever else registers with it. It can be closed at any time, and then nothing is left.
 */
export class OrbContext {
  readonly id: string = randomUUID();
  readonly orb: Orb;
  readonly clientIdentity: ClientIdentity = createClientIdentity();
  readonly #owned = new Set<OwnedResource>();
  readonly #shared = new Map<ContextSlot<unknown>, unknown>();
  #userClaim: readonly ServiceContext[] = NO_CONTEXTS;
  #closed = false;
  #closing: Promise<void> | undefined;

  constructor(options: Partial<OrbOptions> = {}) {
    this.orb = new Orb(options, new TcpTransport(), () => this.#requestContexts());
    refusePosting(this, () => "an OrbContext belongs to one thread: every thread has its own");
  }

  /** Whether it has been closed, or is being closed. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Throws an OrbContextClosedError that names the object for which it was asked, if the context is closed. */
  throwIfClosed(objectName: string): void {
    if (this.isClosed) throw new OrbContextClosedError(objectName);
  }

  /** Makes `resource` end with this context; the function returned releases it from that. */
  own(resource: OwnedResource): () => void {
    if (this.isClosed) throw new OrbContextClosedError();
    this.#owned.add(resource);
    return () => void this.#owned.delete(resource);
  }

  /**
   * Lets every request from now on say that it is of this user, in a service context of our own; null for none, as it is at first. It is what
   * this process says, and proves nothing. Throws a RangeError for a name that is empty or has more than 255 octets.
   */
  claimUser(user: string | null): void {
    this.#userClaim = user === null ? NO_CONTEXTS : [encodeUserClaim(user)];
  }

  /** What the objects of this context share in `slot`. It lives as long as the context, and is not ended with it: `own` does that. */
  shared<T>(slot: ContextSlot<T>): T {
    if (!this.#shared.has(slot)) this.#shared.set(slot, slot.make());
    return this.#shared.get(slot) as T;
  }

  /**
   * Ends everything in it: calls in flight reject with an OrbContextClosedError, sockets and timers are gone when the
   * promise resolves. Never waits for a peer. Every call joins the first. Where something that it owns fails to end the rest
   * ends all the same, and then the promise rejects with an AggregateError.
   */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #requestContexts(): readonly ServiceContext[] {
    const contexts = currentRequestContexts();
    return this.#userClaim === NO_CONTEXTS ? contexts : [...contexts, ...this.#userClaim];
  }

  async #end(): Promise<void> {
    const farewells = [...this.#owned].map(async (resource) => resource.farewell?.());
    this.#closed = true;
    const reason = new OrbContextClosedError();
    const owned = [...this.#owned];
    this.#owned.clear();
    const orb = { destroy: () => this.orb.destroy((call) => new OrbContextClosedError(call)) };
    const ends = [orb, ...owned].map(async (resource) => resource.destroy(reason));
    const errors = (await Promise.allSettled([...farewells, ...ends])).flatMap((end) =>
      end.status === "rejected" ? [end.reason] : [],
    );
    if (errors.length > 0) throw new AggregateError(errors, "part of an ORB context failed to end");
  }
}
