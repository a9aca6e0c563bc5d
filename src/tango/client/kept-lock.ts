import type { Clock } from "../../threading/clock.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { Reason } from "../error/reason.ts";
import type { AdminDevice } from "./admin-device.ts";
import { LOCK_LOST } from "./lock-diagnostics.ts";

/**
 * The lock of one device that a context holds: it tells the server in time that its holder is still there, until it is given back or
 * turns out to be lost.
 *
 * cppTango does so half a second before the time is over. Here that is done by the thread that does everything else, so half of the
 * time is left for it to be late, or for a second attempt, which comes early enough even where the server is silent at the first:
 *
 * ```
 *   locked                     1st attempt   gives up   2nd attempt   gives up        over
 *   0 --------------------------- 4/8 ------- 5/8 ------- 6/8 ------- 7/8 ------------ 1
 * ```
 */
export class KeptLock {
  /** Where it is, and its name: `localhost:10000/sys/tg_test/1`. */
  readonly device: string;
  /** How many lockings the context has to take back; 0 once it is not held any more. */
  count = 0;
  readonly #admin: AdminDevice;
  readonly #clock: Clock;
  readonly #onOver: () => void;
  /** How long the server need not be told after it was. */
  #periodMs = 0;
  /** When it is to be told next. */
  #due = 0;
  /** Takes the timer back. It stands for the turn that is waited for or at work: of one whose place another took nothing is of interest any more. */
  #stop: (() => void) | null = null;
  #loss: DevFailed | null = null;

  /** `onOver` hears when it is held no more. */
  constructor(device: string, admin: AdminDevice, clock: Clock, onOver: () => void) {
    this.device = device;
    this.#admin = admin;
    this.#clock = clock;
    this.#onOver = onOver;
  }

  /** Why it is not held any more; null while it is, and where it was given back. */
  get loss(): DevFailed | null {
    return this.#loss;
  }

  /** The device was locked, once more, for so many seconds from now on. */
  locked(validity: number): void {
    this.count++;
    this.#periodMs = (validity * 1000) / 2;
    this.#waitFor(this.#periodMs);
  }

  /** Unlocks the device by `unlock`, which gives how many lockings remain. Meanwhile the server is not told that it shall be kept. */
  async giveBack(unlock: () => Promise<number>): Promise<void> {
    this.#pause();
    try {
      this.count = Math.max(0, await unlock());
    } finally {
      if (this.count > 0) this.#wait();
      else this.end();
    }
  }

  /** Takes all lockings back at once, where there is a connection, and does not wait for what becomes of it. */
  abandon(): void {
    this.#pause();
    this.#admin.unlockUnheard(this.count);
  }

  /** It is not held any more, for this reason. */
  lose(reason: DevFailed): void {
    if (this.count === 0) return;
    this.end();
    this.#loss = reason;
    if (LOCK_LOST.hasSubscribers) LOCK_LOST.publish({ device: this.device, error: reason });
  }

  /** It is held no more, or that is of no interest any more. This is for good: what is locked later is another one. */
  end(): void {
    this.#pause();
    this.count = 0;
    this.#onOver();
  }

  #pause(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #waitFor(ms: number): void {
    this.#due = this.#clock.now() + ms;
    this.#wait();
  }

  #wait(): void {
    this.#pause();
    const ms = Math.max(0, this.#due - this.#clock.now());
    this.#stop = this.#clock.setTimer(ms, () => void this.#relock(), false);
  }

  /** The time of an attempt, and between one that failed and the next. */
  get #patienceMs(): number {
    return this.#periodMs / 4;
  }

  async #relock(): Promise<void> {
    const stop = this.#stop;
    let failure: unknown = null;
    try {
      await this.#admin.relock({ timeoutMs: this.#patienceMs });
    } catch (error) {
      failure = error;
    }
    // Meanwhile it was locked once more, given back, or its context ended.
    if (this.#stop !== stop) return;
    if (failure === null) this.#waitFor(this.#periodMs);
    else if (failure instanceof DevFailed && isLoss(failure)) this.lose(failure);
    else this.#waitFor(this.#patienceMs);
  }
}

/** Whether the server says that the lock is not held; where it cannot be reached it may be yet. */
function isLoss({ errors }: DevFailed): boolean {
  return errors.some(({ reason }) => LOST.has(reason));
}

const LOST: ReadonlySet<Reason> = new Set(["API_DeviceLocked", "API_DeviceNotLocked", "API_DeviceNotFound"]);
