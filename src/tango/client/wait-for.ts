import { listenForAbort } from "../../iiop/abort-listener.ts";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import { LONGEST_TIMER_MS } from "../../iiop/longest-timer.ts";
import { devError } from "../error/dev-error.ts";
import { CommunicationFailed } from "../error/dev-failed-classes.ts";
import { limitOf } from "./call-deadline.ts";

/**
 * Waits for something that several callers share, each as long as its own options say. Giving up does not stop the others. `doing` is how
 * errors say what for.
 * Rejects with a CallAbortedError, or with the DevFailed API_DeviceTimedOut when the caller's own `timeoutMs` is over.
 */
export function waitFor<T>(
  shared: Promise<T>,
  options: CallOptions | undefined,
  device: string,
  doing = "connecting to",
): Promise<T> {
  const signal = options?.signal;
  const timeoutMs = options?.timeoutMs ?? 0;
  if (signal === undefined && timeoutMs === 0) return shared;
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let stopListening: (() => void) | undefined;
    const release = () => {
      clearTimeout(timer);
      stopListening?.();
    };
    const onAbort = () => {
      release();
      reject(new CallAbortedError(`${doing} device ${device}`, signal?.reason));
    };
    // First of all, so that a failure always has somebody who hears of it.
    shared.then(
      (value) => {
        release();
        resolve(value);
      },
      (error) => {
        release();
        reject(error);
      },
    );
    if (signal?.aborted) return onAbort();
    if (signal !== undefined) stopListening = listenForAbort(signal, onAbort);
    if (timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS) {
      timer = setTimeout(() => {
        release();
        const desc = `Timeout (${limitOf(options)} mS) exceeded on device ${device} while ${doing} it`;
        reject(new CommunicationFailed([devError("API_DeviceTimedOut", desc, "DeviceConnection.connect()")]));
      }, timeoutMs);
    }
  });
}
