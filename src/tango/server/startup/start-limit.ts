import { devError } from "../../error/dev-error.ts";
import { CommunicationFailed } from "../../error/dev-failed-classes.ts";

/** Waits for a start, at most `timeoutMs` milliseconds; 0 is without end. Rejects with API_DeviceTimedOut, saying what `describe` gives, after that. */
export function withinLimit(start: Promise<void>, timeoutMs: number, describe: () => string): Promise<void> {
  if (timeoutMs === 0) return start;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const desc = `Timeout (${timeoutMs} mS) exceeded: ${describe()}`;
      reject(new CommunicationFailed([devError("API_DeviceTimedOut", desc, "DeviceServer.start()")]));
    }, timeoutMs);
    start.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
