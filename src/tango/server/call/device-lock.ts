import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { DevVarLongStringArray } from "../../idl/data-types.ts";
import type { HostNames } from "../../naming/host-names.ts";
import type { Caller } from "./caller.ts";
import type { LockRule } from "./lock-rule.ts";

/**
 * The lock of a device: while a client holds it, others may only read. It is the client's until it has unlocked the device as often as
 * it locked it, or did not say for the time of validity that it is still there, or an administrator takes it away.
 */
export class DeviceLock {
  /** The name of the device, in its own spelling. */
  readonly device: string;
  readonly #now: () => number;
  #held: HeldLock | null = null;
  /** Whose lock was taken away, until another client calls. */
  #dispossessed: Caller | null = null;

  /** `now` gives milliseconds since any fixed moment. */
  constructor(device: string, now: () => number) {
    this.device = device;
    this.#now = now;
  }

  /** Who holds the lock; null where nobody does. */
  get owner(): Caller | null {
    return this.#current()?.owner ?? null;
  }

  /**
   * Locks the device for `validity` seconds, once more where the caller has locked it already.
   *
   * Fails with API_DeviceLocked while another client holds the lock.
   */
  lock(caller: Caller, validity: number): void {
    const held = this.#current();
    if (held !== null) this.#demandOwner(held, caller, "already locked by another client");
    const owner = held?.owner ?? caller.toKeep;
    this.#held = { owner, validity, since: this.#seconds(), count: (held?.count ?? 0) + 1 };
  }

  /** Starts the time of validity again. Fails with API_DeviceNotLocked, or API_DeviceLocked where it is another client's. */
  relock(caller: Caller): void {
    const held = this.#current();
    if (held === null) {
      throw failure("API_DeviceNotLocked", `Device ${this.device} is not locked. Can't re-lock it`);
    }
    this.#demandOwner(held, caller, "already locked by another client");
    held.since = this.#seconds();
  }

  /**
   * Takes back one locking of the caller; with `force`, all of whoever holds the lock, who is told so at the next call. Gives how many
   * lockings remain: 0 for a device that is not locked.
   *
   * Fails with API_DeviceLocked where it is another client's, unless by force.
   */
  unlock(caller: Caller, force: boolean): number {
    const held = this.#current();
    if (held === null) return 0;
    if (force) {
      this.#dispossessed = held.owner;
    } else {
      this.#demandOwner(held, caller, "locked by another client, can't unlock it");
      held.count--;
      if (held.count > 0) return held.count;
    }
    this.#held = null;
    return 0;
  }

  /**
   * Refuses a call that the lock is not open to, by the rule for its operation; calls of the server itself never.
   *
   * Fails with API_DeviceLocked while another client holds the lock. Fails with API_DeviceUnlocked for the client whose lock was taken
   * away, at each call to the device that nobody has locked, until another client has called, as cppTango.
   */
  check(caller: Caller, rule: LockRule): void {
    if (rule === "unchecked" || caller.isServerItself) return;
    const held = this.#current();
    if (held !== null) {
      if (rule === "owner only") this.#demandOwner(held, caller, "locked by another client");
    } else if (this.#dispossessed?.isSameClient(caller)) {
      throw failure(
        "API_DeviceUnlocked",
        `Device ${this.device} has been unlocked by an administrative client!!!`,
      );
    } else {
      this.#dispossessed = null;
    }
  }

  /**
   * Refuses a command of the admin device that changes this one: its polling, its logging, its restart. `name` is how the error names the
   * device: cppTango has it as the command does, but for those of logging.
   *
   * Fails with API_DeviceLocked while another client holds the lock.
   */
  checkAdministration(caller: Caller, name = this.device): void {
    const held = this.#current();
    if (held === null || caller.isServerItself) return;
    const refusal = "locked by another client. Your request is not allowed while a device is locked.";
    this.#demandOwner(held, caller, refusal, name);
  }

  /**
   * The lock as DevLockStatus tells it. lvalue: 1 where it is locked, the process id, and the UUID of a Java client as four words; svalue: a
   * text, the client's endpoint, and the main class of a Java client. (cppTango leaves out UUID and class where a client gives them in the
   * form of IDL 6.)
   */
  async status(hosts: HostNames): Promise<DevVarLongStringArray> {
    const owner = this.owner;
    if (owner === null) {
      return {
        lvalue: new Int32Array(6),
        svalue: [`Device ${this.device} is not locked`, "Not defined", "Not defined"],
      };
    }
    const { java, pid, endpoint } = owner;
    const text = `Device ${this.device} is locked by ${await owner.lockerText(hosts)}`;
    return {
      lvalue: Int32Array.from([1, pid, ...wordsOf(java?.uuid[0]), ...wordsOf(java?.uuid[1])]),
      svalue: [text, endpoint, java?.mainClass ?? "Not defined"],
    };
  }

  /** The lock that is held, unless its time is over. */
  #current(): HeldLock | null {
    const held = this.#held;
    if (held !== null && this.#seconds() > held.since + held.validity) this.#held = null;
    return this.#held;
  }

  #demandOwner(held: HeldLock, caller: Caller, otherwise: string, name = this.device): void {
    if (!held.owner.isSameClient(caller)) throw failure("API_DeviceLocked", `Device ${name} is ${otherwise}`);
  }

  /** Whole seconds, in which cppTango counts: a lock lasts up to one longer than said, and clients have that much to spare. */
  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

interface HeldLock {
  readonly owner: Caller;
  /** Seconds. */
  readonly validity: number;
  since: number;
  count: number;
}

/** The upper and the lower half of 64 bits, as signed words. */
function wordsOf(half: bigint | undefined): [number, number] {
  if (half === undefined) return [0, 0];
  return [Number(BigInt.asIntN(32, half >> 32n)), Number(BigInt.asIntN(32, half))];
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "DeviceLock")]);
}
