import { LONGEST_TIMER_MS } from "../../iiop/longest-timer.ts";

/** The time by which ZeroMQ sockets give up on a peer: of the machine, or of a test. */
export interface ZmtpClock {
  /** Calls `wake` once, in `ms` milliseconds; what it gives takes that back. */
  setTimer(ms: number, wake: () => void): () => void;
}

/** The time of the machine. What keeps a process alive is the sockets, not these timers. */
export const MACHINE_CLOCK: ZmtpClock = {
  setTimer(ms, wake) {
    const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS)).unref();
    return () => clearTimeout(timer);
  },
};
