import { encodeEventFrames } from "../../event/message/event-message.ts";
import { DevIntrChange } from "../../idl/device-change.ts";
import { attributeConfigOf5 } from "../attribute/attribute-config-versions.ts";
import { commandInfo2 } from "../command/command-info.ts";
import type { ServedDevice } from "../served-device.ts";
import { interfaceOf } from "./device-interface.ts";

/**
 * To be called when a device got or lost an attribute or a command. Clients are told 50 ms later, once for all that changed meanwhile, and only
 * where something did.
 */
export function interfaceChanged(served: ServedDevice): void {
  const { events, server } = served;
  // Nobody has to be told of a device that is being made.
  if (events.find("intr_change", "") === undefined || isBeingMade(served)) return;
  events.cancelInterfaceCheck ??= server.events.setTimer(DELAY_MS, () => {
    events.cancelInterfaceCheck = null;
    if (isBeingMade(served)) return;
    // Not in the middle of the command Init, unless that takes too long.
    const tell = () => {
      if (served.ended === undefined) tellInterface(served);
    };
    void Promise.resolve(served.monitor.run("interface change event", tell)).catch(tell);
  });
}

/** Tells clients which commands and attributes a device has now, where these are not those that they know. */
export function tellInterface(served: ServedDevice): void {
  const { attributes, commands, events, server } = served;
  const event = events.find("intr_change", "");
  if (event === undefined) return;
  const now = interfaceOf(served);
  if (now === events.knownInterface) return;
  events.knownInterface = now;
  const value = {
    // As cppTango: only what the library of the client makes of a first subscription is true.
    dev_started: false,
    cmds: Array.from(commands, commandInfo2),
    atts: Array.from(attributes, attributeConfigOf5),
  };
  void server.events
    .publish(event, (counter) => encodeEventFrames(counter, DevIntrChange, value))
    .catch(() => {});
}

function isBeingMade({ opening, server }: ServedDevice): boolean {
  return server.opening !== null || (opening !== null && !opening.isOver);
}

/** As cppTango (DEV_INTR_THREAD_SLEEP_TIME). */
const DELAY_MS = 50;
