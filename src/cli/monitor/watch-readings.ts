import { setTimeout as delay } from "node:timers/promises";
import type { CallOptions } from "../../iiop/index.ts";
import type { TimeVal } from "../../index.ts";
import type { MonitoredDevice } from "./monitored-device.ts";
import { readingObservation } from "./observation.ts";
import type { Observer } from "./watch-events.ts";

/** How a device is read. */
export interface ReadingOptions extends CallOptions {
  /** In milliseconds, from the begin of one reading to that of the next. One that takes longer is not caught up with. */
  readonly pollMs: number;
  /** The time that a reading came at. */
  readonly wallClock: () => TimeVal;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Called for each target where the call failed for all. */
  failed(index: number, error: unknown): void;
}

/** Reads the targets of a device, all in one call, over and over again, until the signal is aborted. Never rejects. */
export async function watchReadings(
  device: MonitoredDevice,
  { pollMs, wallClock, failed, ...options }: ReadingOptions,
  observer: Observer,
): Promise<void> {
  const { signal } = options;
  const names = device.targets.map(({ name }) => name);
  for (let due = performance.now(); !signal.aborted; due = Math.max(due + pollMs, performance.now())) {
    const rest = due - performance.now();
    // It rejects when it is aborted.
    if (rest > 0) await delay(rest, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      const readings = await device.proxy.readAttributes(names, options);
      const received = wallClock();
      await Promise.all(readings.map((reading, i) => reading.hasFailed || device.learn(names[i]!, options)));
      for (const [i, { index, name }] of device.targets.entries()) {
        observer(index, readingObservation(readings[i]!, device.config(name), received));
      }
    } catch (error) {
      for (const { index } of device.targets) failed(index, error);
    }
  }
}
