import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { CommunicationFailed, DeviceUnlocked } from "../error/dev-failed-classes.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import type { AdminDevice } from "./admin-device.ts";
import { withDeadline } from "./call-deadline.ts";
import { ContextIdent } from "./context-ident.ts";
import type { DeviceConnection, LockHolder } from "./device-connection.ts";
import type { KeptLock } from "./kept-lock.ts";
import { KeptLocks } from "./kept-locks.ts";
import { waitFor } from "./wait-for.ts";

/**
 * The lockings of a device through one proxy, which count as those of a DeviceProxy of cppTango.
 *
 * All proxies of a context lock, unlock and release a device in turn, each when the server has answered the one before: so what is counted here is
 * what the server counts.
 */
export class DeviceLocking implements LockHolder {
  readonly #connection: DeviceConnection;
  readonly #admin: AdminDevice;
  /** Where the device is, and its name, for people. */
  readonly #where: () => string;
  /** The identity that the device had at the last turn; null before the first. */
  #key: string | null = null;
  #kept: KeptLock | null = null;
  /** What was given for each locking through this proxy that is not taken back, the latest last. */
  #lockings: readonly AsyncDisposable[] = [];
  #validity = 0;

  constructor(connection: DeviceConnection, admin: AdminDevice, where: () => string) {
    this.#connection = connection;
    this.#admin = admin;
    this.#where = where;
    connection.lockHolder = this;
  }

  get holdsLock(): boolean {
    return this.#isHeld || (this.#lockings.length > 0 && this.#kept !== null && this.#kept.loss !== null);
  }

  loseLock(reason: DevFailed): void {
    this.#lockings = [];
    this.#kept?.lose(reason);
  }

  /** Locks the device for so many seconds, and again before they are over. What it gives takes this back, if it is not done yet. */
  async lock(validity: number, options: CallOptions | undefined): Promise<AsyncDisposable> {
    demandValidity(validity);
    return this.#inTurn("locking", LOCK, options, async (key, limited) => {
      this.#demandOpen();
      this.#demandSameValidity(validity);
      const speak = ContextIdent.of(this.#connection.context).silence();
      try {
        await this.#admin.lock(validity, limited);
      } catch (error) {
        // Nobody knows whether the device is locked where the server did not say so.
        if (!(error instanceof CommunicationFailed)) speak();
        throw error;
      }
      const locking: AsyncDisposable = { [Symbol.asyncDispose]: () => this.#dispose(locking) };
      this.#add(locking, this.#locks.locked(key, this.#where(), this.#admin, validity));
      speak();
      this.#validity = validity;
      // Where the proxy was closed meanwhile, its release is the next to take its turn, and gives this back with the rest.
      this.#demandOpen();
      return locking;
    });
  }

  /** Takes the latest locking back; with `force`, all of whoever holds the lock. */
  async unlock(force: boolean, options: CallOptions | undefined): Promise<void> {
    return this.#inTurn("unlocking", UNLOCK, options, async (key, limited) => {
      // Where the proxy was closed meanwhile, its release gives back all that it had: what is locked yet is another proxy's.
      this.#demandOpen();
      await this.#unlock(key, force, this.#lockings.at(-1), limited);
    });
  }

  /** Takes back all lockings of this proxy, which is of no use any more. Never rejects: nobody could do anything about it. */
  async release(): Promise<void> {
    if (this.#key === null) return;
    await this.#locks.turns.take(this.#key, async () => {
      const kept = this.#isHeld ? this.#kept : null;
      const times = this.#lockings.length;
      this.#lockings = [];
      await kept?.giveBack(async () => {
        // Where this fails nobody is left to try again: the server frees the device in time, since it is kept no more.
        await this.#admin.unlock(false, times).catch(() => undefined);
        return kept.count - times;
      });
    });
  }

  /** Takes back one locking, unless that is done, or the proxy is closed: then its release does it. */
  async #dispose(locking: AsyncDisposable): Promise<void> {
    const isDone = () => !this.holdsLock || !this.#lockings.includes(locking);
    if (this.#connection.unusable !== null || isDone()) return;
    await this.#inTurn("unlocking", UNLOCK, undefined, async (key, limited) => {
      if (!isDone()) await this.#unlock(key, false, locking, limited);
    });
  }

  async #unlock(
    key: string,
    force: boolean,
    locking: AsyncDisposable | undefined,
    options: CallOptions | undefined,
  ): Promise<void> {
    const loss = this.#takeLoss();
    if (loss !== null && !force) throw loss;
    const unlock = () => this.#admin.unlock(force, 1, options);
    const kept = this.#locks.find(key);
    if (kept === undefined) await unlock();
    else {
      await kept.giveBack(async () => {
        const remaining = await unlock();
        // The server may have more to count: a locking whose answer was never heard.
        return Math.min(remaining, kept.count - 1);
      });
    }
    this.#lockings = this.#lockings.filter((one) => one !== locking);
  }

  /** Does something when nobody else of the context is locking or unlocking the device any more. */
  async #inTurn<T>(
    doing: string,
    origin: string,
    options: CallOptions | undefined,
    work: (key: string, limited: CallOptions | undefined) => Promise<T>,
  ): Promise<T> {
    try {
      this.#demandOpen();
      const limited = withDeadline(options);
      const key = await this.#admin.identity(limited);
      const { name } = this.#connection.target;
      return await this.#locks.turns.take(
        key,
        () => {
          this.#findAt(key);
          return work(key, limited);
        },
        (turn) => waitFor(turn, limited, name, doing),
      );
    } catch (error) {
      throw toDevFailed(error, origin);
    }
  }

  /** Whether the context still holds the lock that it took through this proxy. */
  get #isHeld(): boolean {
    return this.#lockings.length > 0 && this.#kept !== null && this.#kept.count > 0;
  }

  get #locks(): KeptLocks {
    return KeptLocks.of(this.#connection.context);
  }

  /** Where the server has come up elsewhere, what was held of it before is gone. */
  #findAt(key: string): void {
    if (key !== this.#key) this.#kept?.end();
    this.#key = key;
  }

  #add(locking: AsyncDisposable, kept: KeptLock): void {
    // Those of another were over with it.
    this.#lockings = kept === this.#kept ? [...this.#lockings, locking] : [locking];
    this.#kept = kept;
  }

  /** That the lock was lost, where that is known and its holder has not been told. */
  #takeLoss(): DevFailed | null {
    const loss = this.#lockings.length > 0 ? (this.#kept?.loss ?? null) : null;
    if (loss === null) return null;
    this.#lockings = [];
    const desc = `Device ${this.#connection.target.name} has lost your lock(s)`;
    return loss.withLevel(devError("API_DeviceUnlocked", desc, UNLOCK), DeviceUnlocked);
  }

  #demandOpen(): void {
    const { unusable } = this.#connection;
    if (unusable !== null) throw unusable;
  }

  #demandSameValidity(validity: number): void {
    if (!this.#isHeld || validity === this.#validity) return;
    const { name } = this.#connection.target;
    const desc = `Device ${name} is already locked with another lock validity (${this.#validity} sec)`;
    throw new DevFailed([devError("API_MethodArgument", desc, LOCK)]);
  }
}

function demandValidity(validity: number): void {
  if (!Number.isInteger(validity)) {
    const given = describeArgument(validity);
    throw wrongArgument(`the validity of a lock is a whole number of seconds, not ${given}`, LOCK);
  }
  if (validity < MIN_VALIDITY) {
    const desc = `Lock validity can not be lower than ${MIN_VALIDITY} seconds`;
    throw new DevFailed([devError("API_MethodArgument", desc, LOCK)]);
  }
}

/** As cppTango's MIN_LOCK_VALIDITY. */
const MIN_VALIDITY = 2;
const LOCK = "DeviceProxy.lock()";
const UNLOCK = "DeviceProxy.unlock()";
