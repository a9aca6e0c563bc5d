import type { DevState } from "../../idl/enums.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import { alarmLines } from "./alarm-lines.ts";
import { forcedAlarmStatus, isAlarmForced } from "./forced-alarm.ts";
import { readForState } from "./read-for-state.ts";

/**
 * The state of a device for clients, unless its class says otherwise (cppTango, DeviceImpl::dev_state): as set, but ALARM while an attribute
 * cannot be used, and ALARM for ON while the quality of one is alarm or warning.
 */
export function deviceState(served: ServedDevice): Awaitable<DevState> {
  if (isAlarmForced(served)) return "ALARM";
  if (served.state !== "ON" && served.state !== "ALARM") return served.state;
  return andThen(readForState(served), () => {
    served.followAlarms(isAnyInAlarm(served));
    return served.state;
  });
}

/**
 * The status of a device for clients, unless its class says otherwise: as set, else a sentence with the state; in ALARM with a line for
 * each attribute that is why. Nothing is read for it.
 */
export function deviceStatus(served: ServedDevice): Awaitable<string> {
  if (isAlarmForced(served)) return forcedAlarmStatus(served);
  const status = served.status ?? `The device is in ${served.state} state.`;
  return served.state === "ALARM" ? status + alarmLines(served) : status;
}

function isAnyInAlarm({ attributes }: ServedDevice): boolean {
  for (const { quality } of attributes) {
    if (quality === "ATTR_ALARM" || quality === "ATTR_WARNING") return true;
  }
  return false;
}
