import {
  type LockableDevice,
  lockDevice,
  lockStatus,
  relockDevices,
  unlockDevices,
} from "../call/lock-commands.ts";
import { adminCommand } from "./admin-command.ts";
import type { AdministeredServer } from "./administered-server.ts";

/** The commands of the admin device by which clients lock devices. */
export const LOCK_COMMANDS = {
  LockDevice: adminCommand({
    dtypeIn: "DevVarLongStringArray",
    docIn: "Str[0] = Device name. Lg[0] = Lock validity",
    execute(argin, caller) {
      return lockDevice(finder(this.server), caller, argin);
    },
  }),
  UnLockDevice: adminCommand({
    dtypeIn: "DevVarLongStringArray",
    docIn: "Str[x] = Device name(s). Lg[0] = Force flag",
    dtypeOut: "DevLong",
    docOut: "Device global lock counter",
    execute(argin, caller) {
      return unlockDevices(finder(this.server), caller, argin);
    },
  }),
  ReLockDevices: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Device(s) name",
    execute(argin, caller) {
      return relockDevices(finder(this.server), caller, argin);
    },
  }),
  DevLockStatus: adminCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevVarLongStringArray",
    docOut: "Device locking status",
    execute(name) {
      return lockStatus(finder(this.server), name, this.server.environment.hosts);
    },
  }),
};

function finder({ devices }: AdministeredServer): (name: string) => LockableDevice {
  return (name) => {
    const { lock, deviceClass } = devices.get(name);
    return { lock, className: deviceClass.name };
  };
}
