import type { CallOptions } from "../../iiop/call-options.ts";
import type { ContextSlot } from "../../threading/orb-context.ts";
import { HostNames } from "../naming/host-names.ts";
import { formatTangoHost } from "../naming/tango-host.ts";
import type { LockerInfo } from "../value/locker-info.ts";
import { DeviceLocking } from "./device-locking.ts";
import { LoggedDevice } from "./logged-device.ts";

/** The part of a DeviceProxy that locks its device (IDL 4 and later), which the admin device of the device's server does. */
export abstract class LockedDevice extends LoggedDevice {
  #locking: DeviceLocking | null = null;

  /**
   * Locks the device for this ORB context: until it is unlocked, other clients may only read, and run the commands that its class allows. The lock
   * is kept as long as this thread lives; when it ends without a word, the server frees the device after `validity` seconds (at least 2).
   * To lock it again, with the same validity, counts. Rejects with API_DeviceLocked while another client has locked it.
   *
   * ```ts
   * await using lock = await device.lock(); // unlocks when the block is left
   * await device.writeAttribute("current", 5);
   * ```
   * A lock is lost when the server was started anew, or could not be reached in time: the next call says so (DeviceUnlocked,
   * API_DeviceUnlocked) that finds the connection gone, or else `unlock`.
   */
  async lock(validity = 10, options?: CallOptions): Promise<AsyncDisposable> {
    return this.#lockings.lock(validity, options);
  }

  /**
   * Unlocks the device, once for each time that it was locked; does nothing for one that is not locked. Rejects with API_DeviceLocked where
   * another client holds the lock; with `force` it is taken away from whoever holds it, who is told so at the next call.
   */
  async unlock(force = false, options?: CallOptions): Promise<void> {
    return this.#lockings.unlock(force, options);
  }

  /** Whether anybody has locked the device. */
  async isLocked(options?: CallOptions): Promise<boolean> {
    return (await this.admin.lockStatus(options)).isLocked;
  }

  /** Whether this ORB context has locked the device, by whichever proxy. */
  async isLockedByMe(options?: CallOptions): Promise<boolean> {
    return (await this.admin.lockStatus(options)).isLockedBy(this.context.clientIdentity);
  }

  /** Who has locked the device; null where nobody has. */
  async getLocker(options?: CallOptions): Promise<LockerInfo | null> {
    return (await this.admin.lockStatus(options)).locker(this.context.shared(HOST_NAMES));
  }

  /** Who has locked the device, in the words of its server: `Device sys/tg_test/1 is not locked`. */
  async lockingStatus(options?: CallOptions): Promise<string> {
    return (await this.admin.lockStatus(options)).text;
  }

  /** Ends the use of this object, and gives back what it has locked, for which nobody waits: calls made later reject. */
  override close(): void {
    void this.#locking?.release();
    super.close();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    const released = this.#locking?.release();
    await super[Symbol.asyncDispose]();
    await released;
  }

  get #lockings(): DeviceLocking {
    this.#locking ??= new DeviceLocking(this.connection, this.admin, () => this.#where());
    return this.#locking;
  }

  #where(): string {
    const { database, server } = this.location;
    return `${formatTangoHost(database ?? [server!])}/${this.devName()}`;
  }
}

/** The names of the hosts of lockers. */
const HOST_NAMES: ContextSlot<HostNames> = { make: () => new HostNames() };
