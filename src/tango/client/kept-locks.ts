import { type Clock, MACHINE_CLOCK } from "../../threading/clock.ts";
import type { ContextSlot, OrbContext, OwnedResource } from "../../threading/orb-context.ts";
import { atThreadExit } from "../../threading/thread-exit.ts";
import type { AdminDevice } from "./admin-device.ts";
import { ContextIdent } from "./context-ident.ts";
import { KeptLock } from "./kept-lock.ts";
import { Turns } from "./turns.ts";

/**
 * The locks that a context holds, by the device. They are the context's and not a proxy's, since servers tell clients apart by contexts. It ends
 * with the context, or the process, and then gives all of them back, as far as that can be done without waiting; a server
 * that does not hear of it frees its devices when the time of validity is over. Without locks it has neither timers nor listeners.
 */
export class KeptLocks implements OwnedResource {
  /** In which the devices are locked and unlocked, each for itself. */
  readonly turns = new Turns();
  readonly #context: OrbContext;
  readonly #clock: Clock;
  /** By what the admin device calls the identity of their devices. */
  readonly #locks = new Map<string, KeptLock>();
  /** Takes back what it has the context and the thread do at their ends; null without locks. */
  #release: (() => void) | null = null;

  constructor(context: OrbContext, clock: Clock) {
    this.#context = context;
    this.#clock = clock;
  }

  /** Those of a context. `clock` counts where it has none yet. */
  static of(context: OrbContext, clock: Clock = MACHINE_CLOCK): KeptLocks {
    const slot = context.shared(KEPT_LOCKS);
    slot.locks ??= new KeptLocks(context, clock);
    return slot.locks;
  }

  /** The lock of a device; undefined where the context does not hold it. */
  find(key: string): KeptLock | undefined {
    return this.#locks.get(key);
  }

  /** The lock of a device which has just been taken, once more or for the first time, for so many seconds. `device` is for people. */
  locked(key: string, device: string, admin: AdminDevice, validity: number): KeptLock {
    const lock = this.#locks.get(key) ?? this.#add(key, device, admin);
    lock.locked(validity);
    return lock;
  }

  farewell(): void {
    for (const lock of this.#locks.values()) lock.abandon();
  }

  destroy(): void {
    for (const lock of this.#locks.values()) lock.end();
  }

  #add(key: string, device: string, admin: AdminDevice): KeptLock {
    this.#begin();
    const lock = new KeptLock(device, admin, this.#clock, () => {
      // Another may have taken its place.
      if (this.#locks.get(key) === lock) this.#locks.delete(key);
      if (this.#locks.size === 0) this.#end();
    });
    this.#locks.set(key, lock);
    return lock;
  }

  #begin(): void {
    if (this.#release !== null) return;
    const speak = ContextIdent.of(this.#context).silence();
    const disown = this.#context.own(this);
    const forget = atThreadExit(() => this.farewell());
    this.#release = () => {
      disown();
      forget();
      speak();
    };
  }

  #end(): void {
    this.#release?.();
    this.#release = null;
  }
}

/** Those of each context. */
const KEPT_LOCKS: ContextSlot<{ locks: KeptLocks | null }> = { make: () => ({ locks: null }) };
