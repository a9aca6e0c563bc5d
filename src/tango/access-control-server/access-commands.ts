import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { CommandSpecOf, LooseCommandSpec } from "../server/definition/command-definition.ts";
import type { CmdArgType } from "../value/cmd-arg-type.ts";
import type { AccessDatabase } from "./access-database.ts";
import { accessRight } from "./access-right.ts";
import type { AccessRules } from "./access-rules.ts";
import { toldCommands } from "./allowed-commands.ts";
import { compareRuleTexts } from "./rule-text.ts";
import { ACCESS_CONTROL_SERVICE, withoutService, withService } from "./service-entries.ts";

/** What the commands need of their device. */
export interface AccessControlling {
  readonly rules: AccessRules;
  /** The database that it guards. */
  readonly guarded: AccessDatabase;
  /** Changes the services of the control system, when those who began before have. */
  changeServices(change: (services: readonly string[]) => readonly string[]): Promise<void>;
  getName(): string;
}

/** A command with its types checked; the table loses them. */
function command<I extends CmdArgType = "DevVoid", O extends CmdArgType = "DevVoid">(
  spec: CommandSpecOf<I, O, AccessControlling>,
): LooseCommandSpec {
  return spec;
}

/** The commands of TangoAccessControl, with the texts and errors of the C++ one (release 2.11). */
export const ACCESS_COMMANDS = {
  AddAddressForUser: command({
    dtypeIn: "DevVarStringArray",
    docIn: "user name, address",
    async execute(argin) {
      const [user, address] = wanted(argin, 2, "add_address_for_user");
      const isNew = await kept("add_address_for_user", this.rules.addAddress(user!, address!));
      if (!isNew) throw alreadyThere("add_address_for_user");
    },
  }),
  AddDeviceForUser: command({
    dtypeIn: "DevVarStringArray",
    docIn: "user name, device adn value",
    async execute(argin) {
      const [user, device, rights] = wanted(argin, 3, "ac_add_device_for_user");
      const rule = { device: device!, rights: rights! };
      const isNew = await kept("ac_add_device_for_user", this.rules.addDevice(user!, rule));
      if (!isNew) throw alreadyThere("ac_add_device_for_user");
    },
  }),
  CloneUser: command({
    dtypeIn: "DevVarStringArray",
    docIn: "[0] - source user name.\n[1] - target user name.",
    async execute(argin) {
      const [source, user] = wanted(argin, 2, "clone_user");
      await kept("clone_user", this.rules.cloneUser(source!, user!));
    },
  }),
  GetAccess: command({
    dtypeIn: "DevVarStringArray",
    docIn: "[0] - User name\n[1] - IP Address\n[2] - Device",
    dtypeOut: "DevString",
    docOut: "access for specified inputs  read/write.",
    execute(argin) {
      const [user, address, device] = wanted(argin, 3, "get_access");
      return accessRight(this.rules, { user: user!, addresses: [address!], device: device! });
    },
  }),
  GetAccessForMultiIP: command({
    dtypeIn: "DevVarStringArray",
    docIn: `[0] - User name\n[1] - Device\n${[1, 2, 3, 4].map((n) => `[${n + 1}] - IP Address #${n}\n`).join("")}......`,
    dtypeOut: "DevString",
    docOut: "access for specified inputs  read/write.",
    execute(argin) {
      const [user, device, ...addresses] = wanted(argin, 3, "get_access");
      return accessRight(this.rules, { user: user!, addresses, device: device! });
    },
  }),
  GetAddressByUser: command({
    dtypeIn: "DevString",
    docIn: "user name.",
    dtypeOut: "DevVarStringArray",
    docOut: "Addresses found for the specified user.",
    execute(user) {
      return this.rules.addressesOf(user);
    },
  }),
  GetAllowedCommandClassList: command({
    dtypeOut: "DevVarStringArray",
    docOut: "Class names which have AllowedAccessCmd property defined.",
    async execute() {
      return [...(await this.guarded.classesWithAllowedCommands())].sort(compareRuleTexts);
    },
  }),
  GetAllowedCommands: command({
    dtypeIn: "DevString",
    docIn: "Device name OR Device Class name",
    dtypeOut: "DevVarStringArray",
    docOut: "Allowed commands found in database for specified device",
    async execute(name) {
      const className = name.includes("/") ? await classOf(this.guarded, name) : name;
      return toldCommands(await this.guarded.allowedCommands(className));
    },
  }),
  GetDeviceByUser: command({
    dtypeIn: "DevString",
    docIn: "user name.",
    dtypeOut: "DevVarStringArray",
    docOut: "devices and rights found for the specified user.",
    execute(user) {
      return this.rules.devicesOf(user).flatMap(({ device, rights }) => [device, rights]);
    },
  }),
  GetDeviceClass: command({
    dtypeIn: "DevString",
    docIn: "Device name",
    dtypeOut: "DevString",
    docOut: "Class found in database for specified device",
    execute(device) {
      return classOf(this.guarded, device);
    },
  }),
  GetUsers: command({
    dtypeOut: "DevVarStringArray",
    docOut: "Users find in table access_address.",
    execute() {
      return this.rules.users();
    },
  }),
  RegisterService: command({
    async execute() {
      await this.changeServices((all) => withService(all, ACCESS_CONTROL_SERVICE, this.getName()));
    },
  }),
  RemoveAddressForUser: command({
    dtypeIn: "DevVarStringArray",
    docIn: "user name, address",
    async execute(argin) {
      const [user, address] = wanted(argin, 2, "remove_address_for_user");
      await kept("remove_address_for_user", this.rules.removeAddress(user!, address!));
    },
  }),
  RemoveDeviceForUser: command({
    dtypeIn: "DevVarStringArray",
    docIn: "user name, device and value",
    async execute(argin) {
      const [user, device, rights] = wanted(argin, 3, "remove_device_for_user");
      const rule = { device: device!, rights: rights! };
      await kept("remove_device_for_user", this.rules.removeDevice(user!, rule));
    },
  }),
  RemoveUser: command({
    dtypeIn: "DevString",
    docIn: "user name",
    async execute(user) {
      await kept("clone_user", this.rules.removeUser(user));
    },
  }),
  UnregisterService: command({
    async execute() {
      await this.changeServices((all) => withoutService(all, ACCESS_CONTROL_SERVICE, this.getName()));
    },
  }),
} as const;

/** The texts of an argument, at least `count` of them. */
function wanted(texts: readonly string[], count: number, method: string): readonly string[] {
  if (texts.length >= count) return texts;
  const desc = `Needs at least ${count} input arguments`;
  throw new DevFailed([devError("AC_IncorrectArguments", desc, `AccessControl::${method}()`)]);
}

function alreadyThere(method: string): DevFailed {
  const desc = "This record already exists in database";
  return new DevFailed([devError("AC_AlreadyExists", desc, `AccessControl::${method}()`)]);
}

async function classOf(database: AccessDatabase, device: string): Promise<string> {
  const className = await database.classOf(device);
  if (className !== null) return className;
  const desc = `Class not found for ${device}`;
  throw new DevFailed([devError("AC_IncorrectArguments", desc, "AccessControl::get_device_class()")]);
}

/** What a change gives, when it is safe. */
async function kept<T>(method: string, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (cause) {
    const desc = `The rules are as they were: they could not be kept (${(cause as Error).message})`;
    throw new DevFailed([devError("AC_SQLError", desc, `TangoAccessControl::${method}()`)], { cause });
  }
}
