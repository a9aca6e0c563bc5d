import { MACHINE_CLOCK } from "../../../threading/clock.ts";
import type { ServedDevice, ServedForwarding } from "../served-device.ts";
import type { ForwardedDefinition } from "./forwarded-definition.ts";
import { Forwarding } from "./forwarding.ts";

/** Looks for the roots of the forwarded attributes of a device, when all devices of its server are there, and from then on of those that it adds. */
export async function startForwarding(served: ServedDevice): Promise<void> {
  await forwardingOf(served).start();
}

/** Adds a forwarded attribute to a device while it lives. It does nothing where one of that name is wanted already. */
export async function addForwarded(served: ServedDevice, definition: ForwardedDefinition): Promise<void> {
  await forwardingOf(served).add(definition);
}

function forwardingOf(served: ServedDevice): ServedForwarding {
  served.forwarding ??= new Forwarding(served, MACHINE_CLOCK);
  return served.forwarding;
}
