import { type Awaitable, andThen } from "./awaitable.ts";
import type { ServedDevice } from "./served-device.ts";

/** What the command Init does: ends what the device did, and begins anew. */
export function reinitialise(served: ServedDevice): Awaitable<void> {
  return andThen(served.device.deleteDevice(), () => served.device.initDevice());
}
