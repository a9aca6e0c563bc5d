import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { DevVarLongStringArray } from "../../idl/data-types.ts";
import type { HostNames } from "../../naming/host-names.ts";
import type { Awaitable } from "../awaitable.ts";
import type { Caller } from "./caller.ts";
import type { DeviceLock } from "./device-lock.ts";

/** A device of this server, for the commands that lock it. */
export interface LockableDevice {
  readonly lock: DeviceLock;
  /** The name of its class: neither admin devices (DServer) nor databases (DataBase) can be locked. */
  readonly className: string;
}

/** Finds a device of this server, the admin device too, by its name in any case, or its alias; fails with API_DeviceNotFound. */
export type FindDevice = (name: string) => Awaitable<LockableDevice>;

/**
 * Command LockDevice: locks the device `svalue[0]` for `lvalue[0]` seconds.
 *
 * Fails with API_DeviceUnlockable for the admin device and a database, with API_DeviceLocked while another client holds the lock, and with
 * API_ClientTooOld for clients that do not name themselves.
 */
export async function lockDevice(
  find: FindDevice,
  caller: Caller,
  { lvalue, svalue }: DevVarLongStringArray,
): Promise<void> {
  const name = required(svalue[0]);
  const validity = required(lvalue[0]);
  demandIdentity(caller, "lock");
  const { lock, className } = await find(name);
  if (className === "DServer") {
    throw failure("API_DeviceUnlockable", "Impossible to lock device server administration device");
  }
  if (className === "DataBase") throw failure("API_DeviceUnlockable", "Impossible to lock database device");
  lock.lock(caller, validity);
}

/**
 * Command UnLockDevice: unlocks the devices of `svalue`, by force where `lvalue[0]` is not 0. Gives how many lockings of the caller remain;
 * 0 for several devices.
 *
 * Fails with API_DeviceLocked at the first device that is another client's, unless by force; what came before stays unlocked.
 */
export async function unlockDevices(
  find: FindDevice,
  caller: Caller,
  { lvalue, svalue }: DevVarLongStringArray,
): Promise<number> {
  const force = required(lvalue[0]) !== 0;
  // Whoever takes locks away by force need not say who it is.
  if (!force || caller.isServerItself) demandIdentity(caller, "un-lock");
  let remaining = 0;
  for (const name of svalue) {
    const { lock } = await find(name);
    remaining = lock.unlock(caller, force);
  }
  return svalue.length > 1 ? 0 : remaining;
}

/**
 * Command ReLockDevices, by which clients say that they are still there: starts the time of validity of their locks again.
 *
 * Fails, after it has tried all, with an error for each device that the caller has not locked: API_DeviceNotLocked, API_DeviceLocked or
 * API_DeviceNotFound. Clients find the device in front of the colon. (cppTango ends when it does not find a device.)
 */
export async function relockDevices(
  find: FindDevice,
  caller: Caller,
  names: readonly string[],
): Promise<void> {
  demandIdentity(caller, "re_lock");
  const errors: DevError[] = [];
  for (const name of new Set(names)) {
    let device = name;
    try {
      const { lock } = await find(name);
      device = lock.device;
      lock.relock(caller);
    } catch (error) {
      const [first] = toDevFailed(error).errors;
      if (first !== undefined) errors.push({ ...first, desc: `${device}: ${first.desc}` });
    }
  }
  if (errors.length > 0) throw new DevFailed(errors);
}

/** Command DevLockStatus: who holds the lock of a device. */
export async function lockStatus(
  find: FindDevice,
  name: string,
  hosts: HostNames,
): Promise<DevVarLongStringArray> {
  const { lock } = await find(name);
  return lock.status(hosts);
}

function demandIdentity(caller: Caller, action: string): void {
  if (caller.isServerItself) {
    throw failure("API_CantGetClientIdent", "Cannot retrieve client identification");
  }
  if (caller.identity !== null) return;
  const advice = "You are using a too old Tango release. Please, update to tango V7 or more";
  throw failure("API_ClientTooOld", `Your client cannot ${action} devices. ${advice}`);
}

function required<T>(argument: T | undefined): T {
  if (argument !== undefined) return argument;
  throw failure("API_WrongNumberOfArgs", "Incorrect number of inout arguments");
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "DServer")]);
}
