// Compiled, never run: what locks give, and what is known of a locker.

import type { DeviceProxy, LockerInfo, LogLevel } from "../../src/index.ts";
import type { Equal } from "./expect.ts";

/** Does not compile for anything but true. */
declare function check<T extends true>(): T;

export async function locks(device: DeviceProxy): Promise<void> {
  await using _lock = await device.lock();
  await using _longer = await device.lock(60, { timeoutMs: 100 });
  await device.unlock(true, { timeoutMs: 100 });
  // @ts-expect-error options come behind the validity
  await device.lock({ timeoutMs: 100 });
}

export async function lockers(device: DeviceProxy): Promise<string | number | undefined> {
  const locker = await device.getLocker();
  check<Equal<typeof locker, LockerInfo | null>>();
  if (locker?.ll === "CPP") {
    check<Equal<typeof locker.li, number>>();
    check<Equal<typeof locker.lockerClass, "Not defined">>();
  } else if (locker !== null) {
    check<Equal<typeof locker.li, string>>();
  }
  return locker?.li;
}

export async function logging(device: DeviceProxy): Promise<void> {
  const level = await device.getLoggingLevel();
  check<Equal<typeof level, LogLevel>>();
  await device.setLoggingLevel(level);
  await device.setLoggingLevel(5);
  // @ts-expect-error there is no such level
  await device.setLoggingLevel(6);
}
