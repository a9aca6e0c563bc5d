import type { Caller } from "../call/caller.ts";
import type { CheckLock } from "../logging/server-logging.ts";
import { adminCommand } from "./admin-command.ts";
import type { AdministeredServer } from "./administered-server.ts";

const TARGETS = "Str[i]=Device-name. Str[i+1]=Target-type::Target-name";
const LEVELS = "Lg[i]=Logging Level. Str[i]=Device name.";

/** The commands of the admin device about the logging of devices. */
export const LOGGING_COMMANDS = {
  AddLoggingTarget: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: TARGETS,
    execute(argin, caller) {
      return this.server.environment.logging.addLoggingTarget(argin, lockCheck(this.server, caller));
    },
  }),
  RemoveLoggingTarget: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: TARGETS,
    execute(argin, caller) {
      return this.server.environment.logging.removeLoggingTarget(argin, lockCheck(this.server, caller));
    },
  }),
  GetLoggingTarget: adminCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevVarStringArray",
    docOut: "Logging target list",
    execute(name) {
      return this.server.environment.logging.getLoggingTarget(name);
    },
  }),
  SetLoggingLevel: adminCommand({
    dtypeIn: "DevVarLongStringArray",
    docIn: LEVELS,
    execute(argin, caller) {
      return this.server.environment.logging.setLoggingLevel(argin, lockCheck(this.server, caller));
    },
  }),
  GetLoggingLevel: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Device list",
    dtypeOut: "DevVarLongStringArray",
    docOut: LEVELS,
    execute(argin) {
      return this.server.environment.logging.getLoggingLevel(argin);
    },
  }),
  StopLogging: adminCommand({
    execute() {
      this.server.environment.logging.stopLogging();
    },
  }),
  StartLogging: adminCommand({
    execute() {
      this.server.environment.logging.startLogging();
    },
  }),
};

function lockCheck({ devices }: AdministeredServer, caller: Caller): CheckLock {
  return (device) => devices.find(device)?.lock.checkAdministration(caller);
}
