import type { Caller } from "../call/caller.ts";
import {
  addObjPolling,
  devPollStatus,
  type PollingServer,
  polledDevice,
  remObjPolling,
  updObjPollingPeriod,
} from "../polling/polling-commands.ts";
import { adminCommand } from "./admin-command.ts";
import type { AdministeredServer } from "./administered-server.ts";

const WITH_PERIOD = "Lg[0]=Upd period. Str[0]=Device name. Str[1]=Object type. Str[2]=Object name";

/** The commands of the admin device about the polling of devices. */
export const POLLING_COMMANDS = {
  PolledDevice: adminCommand({
    dtypeOut: "DevVarStringArray",
    docOut: "Polled device name list",
    execute(_nothing, caller) {
      return polledDevice(polled(this.server, caller));
    },
  }),
  DevPollStatus: adminCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevVarStringArray",
    docOut: "Device polling status",
    execute(name, caller) {
      return devPollStatus(polled(this.server, caller), name);
    },
  }),
  AddObjPolling: adminCommand({
    dtypeIn: "DevVarLongStringArray",
    docIn: WITH_PERIOD,
    execute(argin, caller) {
      return addObjPolling(polled(this.server, caller), argin);
    },
  }),
  UpdObjPollingPeriod: adminCommand({
    dtypeIn: "DevVarLongStringArray",
    docIn: WITH_PERIOD,
    execute(argin, caller) {
      return updObjPollingPeriod(polled(this.server, caller), argin);
    },
  }),
  RemObjPolling: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Str[0]=Device name. Str[1]=Object type. Str[2]=Object name",
    execute(argin, caller) {
      return remObjPolling(polled(this.server, caller), argin);
    },
  }),
  StopPolling: adminCommand({
    execute() {
      this.server.polling.isOn = false;
    },
  }),
  StartPolling: adminCommand({
    execute() {
      this.server.polling.isOn = true;
    },
  }),
};

function polled(server: AdministeredServer, caller: Caller): PollingServer {
  const { devices } = server;
  return {
    find: (name) => devices.find(name)?.polling,
    *all() {
      for (const { polling } of devices) yield polling;
    },
    checkLock: ({ device }, asked) => devices.find(device.name)?.lock.checkAdministration(caller, asked),
    polledDevicesChanged: () => server.polling.savePool(),
  };
}
