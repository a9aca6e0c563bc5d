import type { DevError } from "../../error/dev-error.ts";
import { encodeEventFrames } from "../../event/message/event-message.ts";
import { DevErrorList } from "../../idl/dev-error.ts";
import type { ServedDevice } from "../served-device.ts";
import type { PublishedEvent } from "./published-event.ts";

/** Sends errors in the place of an event of any kind but of pipes. */
export function publishErrors(
  { server }: ServedDevice,
  event: PublishedEvent,
  errors: readonly DevError[],
): Promise<void> {
  return server.events.publish(event, (counter) => errorFrames(counter, errors));
}

/** The frames that stand in the place of those of a value. */
export function errorFrames(counter: number, errors: readonly DevError[]): readonly Uint8Array[] {
  return encodeEventFrames(counter, DevErrorList, errors, { hasFailed: true });
}
