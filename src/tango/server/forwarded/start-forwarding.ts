import { MACHINE_CLOCK } from "../../../threading/clock.ts";
import type { ServedDevice } from "../served-device.ts";
import { Forwarding } from "./forwarding.ts";

/** Looks for the roots of the forwarded attributes of a device, if it has any: when all devices of its server are there. */
export async function startForwarding(served: ServedDevice): Promise<void> {
  if (served.deviceClass.forwarded.length === 0) return;
  const forwarding = new Forwarding(served, MACHINE_CLOCK);
  served.forwarding = forwarding;
  await forwarding.start();
}
