import { MACHINE_CLOCK } from "../../../threading/clock.ts";
import type { ServedDevice } from "../served-device.ts";
import type { ForwardedDefinition } from "./forwarded-definition.ts";
import { Forwarding } from "./forwarding.ts";

/** Looks for the roots of the forwarded attributes of a device, if it has any: when all devices of its server are there. */
export async function startForwarding(served: ServedDevice): Promise<void> {
  if (served.deviceClass.forwarded.length > 0) served.forwarding ??= new Forwarding(served, MACHINE_CLOCK);
  await served.forwarding?.start();
}

/** Adds a forwarded attribute to a device while it lives. It does nothing where one of that name is wanted already. */
export async function addForwarded(served: ServedDevice, definition: ForwardedDefinition): Promise<void> {
  served.forwarding ??= new Forwarding(served, MACHINE_CLOCK);
  await served.forwarding.add(definition);
}
