import type { DevState } from "../../idl/enums.ts";
import type { Awaitable } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";

/** The state of a device for clients, unless its class says otherwise: as set. */
export function deviceState(served: ServedDevice): Awaitable<DevState> {
  return served.state;
}

/** The status of a device for clients, unless its class says otherwise: as set, else a sentence with the state. */
export function deviceStatus(served: ServedDevice): Awaitable<string> {
  return served.status ?? `The device is in ${served.state} state.`;
}
