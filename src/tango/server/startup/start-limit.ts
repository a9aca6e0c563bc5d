import { LONGEST_TIMER_MS } from "../../../iiop/longest-timer.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { CommunicationFailed } from "../../error/dev-failed-classes.ts";

/** What ends the wait for a start. */
export interface StartLimits {
  /** The longest that it may take, in milliseconds; 0 and what is longer than a timer runs (24 days) are without end. */
  readonly timeoutMs: number;
  /** Aborted when the server is stopped while it starts. */
  readonly signal: AbortSignal;
}

/**
 * Waits for a start. `describe` says how far it came. Rejects with API_DeviceTimedOut where it takes too long, and with API_StartupSequence
 * where the server is stopped meanwhile; what was begun goes on then, and is for the caller to end.
 */
export function withinLimits<T>(
  start: Promise<T>,
  { timeoutMs, signal }: StartLimits,
  describe: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopped = () => {
      const desc = `The server was stopped while it started: ${describe()}`;
      reject(new DevFailed([devError("API_StartupSequence", desc, ORIGIN)]));
    };
    const timedOut = () => {
      const desc = `Timeout (${timeoutMs} mS) exceeded: ${describe()}`;
      reject(new CommunicationFailed([devError("API_DeviceTimedOut", desc, ORIGIN)]));
    };
    const timer =
      timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS ? setTimeout(timedOut, timeoutMs) : undefined;
    signal.addEventListener("abort", stopped);
    start.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stopped);
    });
    if (signal.aborted) stopped();
  });
}

const ORIGIN = "DeviceServer.start()";
