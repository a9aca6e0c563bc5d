import { describeArgument, wrongArgument } from "../../error/wrong-argument.ts";
import { encodeEventFrames } from "../../event/message/event-message.ts";
import { AttDataReady } from "../../idl/device-change.ts";
import { cmdArgTypeNumber } from "../../value/cmd-arg-type.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { ServedDevice } from "../served-device.ts";
import type { PushOptions } from "./event-socket.ts";
import { HANDED_ON } from "./server-events.ts";

/** Tells clients that there is new data of an attribute to be read; `counter` is the device's own. Throws WrongData for one that is no DevLong. */
export function pushDataReadyEvent(
  { events, server }: ServedDevice,
  { name, key, definition }: Attribute,
  counter: number,
  options?: PushOptions,
): Promise<void> {
  if (!Number.isInteger(counter) || counter !== (counter | 0)) {
    throw wrongArgument(
      `the counter of a data ready event is an integer of 32 bits, not ${describeArgument(counter)}`,
    );
  }
  const event = events.find("data_ready", key);
  if (event === undefined) return HANDED_ON;
  const value = { name, data_type: cmdArgTypeNumber(definition.dtype), ctr: counter };
  return server.events.publish(event, (count) => encodeEventFrames(count, AttDataReady, value), options);
}
