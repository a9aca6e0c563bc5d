import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { PropertyDefinition } from "../definition/property-definition.ts";
import { adminCommand } from "./admin-command.ts";
import type { AdministeredServer } from "./administered-server.ts";

/** The commands of the admin device that tell what a server has, and restart or end it. */
export const SERVER_COMMANDS = {
  DevRestart: adminCommand({
    dtypeIn: "DevString",
    docIn: "Device name",
    async execute(name, caller) {
      const device = this.server.devices.find(localName(name));
      // The admin device is not among those of the server's classes.
      if (device === undefined || device === this.server.adminDevice) throw notFound(name);
      device.lock.checkAdministration(caller, name);
      await this.server.restartDevice(device.name);
    },
  }),
  RestartServer: adminCommand({
    execute() {
      afterReply(this.server, "RestartServer", () => this.server.restart());
    },
  }),
  Kill: adminCommand({
    execute() {
      afterReply(this.server, "Kill", async () => this.server.kill());
    },
  }),
  QueryClass: adminCommand({
    dtypeOut: "DevVarStringArray",
    docOut: "Device server class(es) list",
    execute() {
      return this.server.classes.map(({ name }) => name);
    },
  }),
  QueryDevice: adminCommand({
    dtypeOut: "DevVarStringArray",
    docOut: "Device server device(s) list",
    execute() {
      const { classes, devices } = this.server;
      return classes.flatMap(({ name }) => devices.ofClass(name).map((device) => `${name}::${device.name}`));
    },
  }),
  QuerySubDevice: adminCommand({
    dtypeOut: "DevVarStringArray",
    docOut: "Device server sub device(s) list",
    execute() {
      return this.server.environment.subDevices.list();
    },
  }),
  QueryWizardClassProperty: adminCommand({
    dtypeIn: "DevString",
    docIn: "Class name",
    dtypeOut: "DevVarStringArray",
    docOut: "Class property list (name - description and default value)",
    execute(name) {
      return this.server.classNamed(name).classProperties.flatMap(described);
    },
  }),
  QueryWizardDevProperty: adminCommand({
    dtypeIn: "DevString",
    docIn: "Class name",
    dtypeOut: "DevVarStringArray",
    docOut: "Device property list (name - description and default value)",
    execute(name) {
      return this.server.classNamed(name).deviceProperties.flatMap(described);
    },
  }),
};

/** Does what would keep or lose the reply when it is on its way; a failure is logged. */
function afterReply({ environment }: AdministeredServer, command: string, work: () => Promise<void>): void {
  setImmediate(() => {
    work().catch((error: unknown) => {
      environment.logging.adminLogger.error(`${command} failed: ${(error as Error).message}`);
    });
  });
}

function notFound(name: string): DevFailed {
  return new DevFailed([devError("API_DeviceNotFound", `Device ${name} not found`, "DevRestart")]);
}

function described({ name, doc, defaultValue }: PropertyDefinition): string[] {
  const value =
    Array.isArray(defaultValue) || ArrayBuffer.isView(defaultValue)
      ? [...(defaultValue as number[])]
      : defaultValue;
  const text = Array.isArray(value) ? value.join("\n") : String(value ?? "");
  return [name, doc, text === "" ? "Not specified" : text];
}

/** The name of a device without what stands before and behind it in `tango://host:port/d/f/m#dbase=no`. */
function localName(name: string): string {
  return name.replace(/^.*:\/\/[^/]*\//, "").replace(/#.*$/, "");
}
