import { LONGEST_TIMER_MS } from "../iiop/longest-timer.ts";
import { outsideCallFlows } from "./call-flow.ts";

/** The time that work goes by: that of the machine, or that of a test. */
export interface Clock {
  /** Milliseconds from some moment on, which never go back. */
  now(): number;
  /** The date at `now()`. */
  date(): Date;
  /**
   * Calls `wake` once, in `ms` milliseconds; what it gives takes that back. Where `keepsAlive` is false, a process that has nothing else
   * to do ends before.
   */
  setTimer(ms: number, wake: () => void, keepsAlive?: boolean): () => void;
}

/**
 * The time of the machine. Its timers keep a process alive unless told not to, and wake outside of the call in which they were set: a poll that a device
 * asked for in a method must not share the monitor with that method. None waits for longer than 24 days, all that Node's can.
 */
export const MACHINE_CLOCK: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  setTimer(ms, wake, keepsAlive = true) {
    const timer = outsideCallFlows(() => setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS)));
    if (!keepsAlive) timer.unref();
    return () => clearTimeout(timer);
  },
};
