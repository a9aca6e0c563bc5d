import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { DeviceUnlocked } from "../error/dev-failed-classes.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import type { AdminDevice } from "./admin-device.ts";
import type { DeviceConnection, LockHolder } from "./device-connection.ts";
import type { KeptLock } from "./kept-lock.ts";
import { KeptLocks } from "./kept-locks.ts";

/** The lockings of a device through one proxy, which count as those of a DeviceProxy of cppTango. */
export class DeviceLocking implements LockHolder {
  readonly #connection: DeviceConnection;
  readonly #admin: AdminDevice;
  /** What tells the device from others of the context, once it is connected. */
  readonly #key: () => string;
  #kept: KeptLock | null = null;
  /** How often the device was locked through this proxy. */
  #count = 0;
  #validity = 0;

  constructor(connection: DeviceConnection, admin: AdminDevice, key: () => string) {
    this.#connection = connection;
    this.#admin = admin;
    this.#key = key;
    connection.lockHolder = this;
  }

  get holdsLock(): boolean {
    return this.#isHeld || (this.#count > 0 && this.#kept !== null && this.#kept.loss !== null);
  }

  loseLock(reason: DevFailed): void {
    this.#count = 0;
    this.#kept?.lose(reason);
  }

  /** Locks the device for so many seconds, and again before they are over. What it gives takes this back, if it is not done yet. */
  async lock(validity: number, options: CallOptions | undefined): Promise<AsyncDisposable> {
    this.#checkValidity(validity);
    await this.#admin.lock(validity, options);
    if (!this.#isHeld) this.#count = 0;
    this.#kept = this.#locks.locked(this.#key(), this.#admin, validity);
    this.#count++;
    this.#validity = validity;
    let isDisposed = false;
    return {
      [Symbol.asyncDispose]: async () => {
        if (isDisposed || !this.holdsLock) return;
        isDisposed = true;
        await this.unlock(false, undefined);
      },
    };
  }

  /** Takes one locking back; with `force`, all of whoever holds the lock. */
  async unlock(force: boolean, options: CallOptions | undefined): Promise<void> {
    const loss = this.#takeLoss();
    if (loss !== null && !force) throw loss;
    await this.#giveBack(() => this.#admin.unlock(force, 1, options));
    this.#count = this.#isHeld ? Math.max(0, this.#count - 1) : 0;
  }

  /** Takes back all lockings of this proxy, which is of no use any more. Never rejects: nobody could do anything about it. */
  async release(): Promise<void> {
    const times = this.#isHeld ? this.#count : 0;
    this.#count = 0;
    if (times === 0) return;
    const remaining = this.#kept!.count - times;
    await this.#giveBack(async () => {
      await this.#admin.unlock(false, times);
      return Math.max(0, remaining);
    }).catch(() => undefined);
  }

  /** Whether the context still holds the lock that it took through this proxy. */
  get #isHeld(): boolean {
    return this.#count > 0 && this.#kept !== null && this.#kept.count > 0;
  }

  get #locks(): KeptLocks {
    return KeptLocks.of(this.#connection.context);
  }

  async #giveBack(unlock: () => Promise<number>): Promise<void> {
    const kept = this.#locks.find(this.#key());
    if (kept === undefined) await unlock();
    else await kept.giveBack(unlock);
  }

  /** That the lock was lost, where that is known and its holder has not been told. */
  #takeLoss(): DevFailed | null {
    const loss = this.#count > 0 ? (this.#kept?.loss ?? null) : null;
    if (loss === null) return null;
    this.#count = 0;
    const desc = `Device ${this.#connection.target.name} has lost your lock(s)`;
    return loss.withLevel(devError("API_DeviceUnlocked", desc, UNLOCK), DeviceUnlocked);
  }

  #checkValidity(validity: number): void {
    if (!Number.isInteger(validity)) {
      const given = describeArgument(validity);
      throw wrongArgument(`the validity of a lock is a whole number of seconds, not ${given}`, LOCK);
    }
    if (validity < MIN_VALIDITY) {
      const desc = `Lock validity can not be lower than ${MIN_VALIDITY} seconds`;
      throw new DevFailed([devError("API_MethodArgument", desc, LOCK)]);
    }
    if (this.#isHeld && validity !== this.#validity) {
      const { name } = this.#connection.target;
      const desc = `Device ${name} is already locked with another lock validity (${this.#validity} sec)`;
      throw new DevFailed([devError("API_MethodArgument", desc, LOCK)]);
    }
  }
}

/** As cppTango's MIN_LOCK_VALIDITY. */
const MIN_VALIDITY = 2;
const LOCK = "DeviceProxy.lock()";
const UNLOCK = "DeviceProxy.unlock()";
