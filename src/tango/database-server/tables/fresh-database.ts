import { accessAddressKey, accessDeviceKey, DEFAULT_NETMASK } from "./access-row.ts";
import { NOTHING, newDevice } from "./new-device.ts";
import { propertyKey } from "./property-row.ts";
import type { TangoTables } from "./tango-tables.ts";

/** Puts what a new database has into one that has no devices; else nothing. `server` is that of the database: `DataBaseds/2`. */
export async function fillIfFresh(database: TangoTables, server: string): Promise<void> {
  if (database.devices.rows.size > 0) return;
  const now = database.now();
  await database.write(() => {
    const instance = server.slice(server.indexOf("/") + 1);
    const devices = [{ name: `sys/database/${instance}`, server, className: "DataBase" }, ...DEVICES];
    for (const { name, server, className } of devices) {
      database.devices.put({ ...newDevice(name, server, className), version: NOTHING });
      database.devices.put({ ...newDevice(`dserver/${server}`, server, "DServer"), version: NOTHING });
    }
    database.servers.put("tangoaccesscontrol/1", {
      name: "tangoaccesscontrol/1",
      host: "",
      mode: 0,
      level: 0,
    });
    for (const [owner, values] of Object.entries(ALLOWED_COMMANDS)) {
      database.properties.property_class.rows.put(propertyKey(owner, null, ALLOWED), {
        owner,
        member: null,
        name: ALLOWED,
        values,
        updated: now,
        comment: null,
      });
    }
    const fromEverywhere = { user: "*", address: "*.*.*.*", netmask: DEFAULT_NETMASK, updated: now };
    database.accessAddresses.put(accessAddressKey(fromEverywhere), fromEverywhere);
    const toAllDevices = { user: "*", device: "*/*/*", rights: "write", updated: now };
    database.accessDevices.put(accessDeviceKey(toAllDevices), toAllDevices);
  });
}

const DEVICES = [
  { name: "sys/rest/0", server: "TangoRestServer/rest", className: "TangoRestServer" },
  { name: "sys/tg_test/1", server: "TangoTest/test", className: "TangoTest" },
  { name: "sys/access_control/1", server: "TangoAccessControl/1", className: "TangoAccessControl" },
];

/** The class property with the commands that users without the right to write may execute. */
const ALLOWED = "AllowedAccessCmd";
const ALLOWED_COMMANDS = {
  Database: [
    "DbGetServerInfo",
    "DbGetServerNameList",
    "DbGetInstanceNameList",
    "DbGetDeviceServerClassList",
    "DbGetDeviceList",
    "DbGetDeviceDomainList",
    "DbGetDeviceFamilyList",
    "DbGetDeviceMemberList",
    "DbGetClassList",
    "DbGetDeviceAliasList",
    "DbGetObjectList",
    "DbGetPropertyList",
    "DbGetProperty",
    "DbGetClassPropertyList",
    "DbGetClassProperty",
    "DbGetDevicePropertyList",
    "DbGetDeviceProperty",
    "DbGetClassAttributeList",
    "DbGetDeviceAttributeProperty",
    "DbGetDeviceAttributeProperty2",
    "DbGetLoggingLevel",
    "DbGetAliasDevice",
    "DbGetClassForDevice",
    "DbGetClassInheritanceForDevice",
    "DbGetDataForServerCache",
    "DbInfo",
    "DbGetClassAttributeProperty",
    "DbGetClassAttributeProperty2",
    "DbMysqlSelect",
    "DbGetDeviceInfo",
    "DbGetDeviceWideList",
    "DbImportEvent",
    "DbGetDeviceAlias",
    "DbGetCSDbServerList",
    "DbGetDeviceClassList",
    "DbGetDeviceExportedList",
    "DbGetHostServerList",
    "DbGetAttributeAlias2",
    "DbGetAliasAttribute",
    "DbGetClassPipeProperty",
    "DbGetDevicePipeProperty",
    "DbGetClassPipeList",
    "DbGetDevicePipeList",
    "DbGetAttributeAliasList",
    "DbGetForwardedAttributeListForDevice",
  ],
  DServer: [
    "QueryClass",
    "QueryDevice",
    "EventSubscriptionChange",
    "DevPollStatus",
    "GetLoggingLevel",
    "GetLoggingTarget",
    "QueryWizardDevProperty",
    "QueryWizardClassProperty",
    "QuerySubDevice",
    "ZMQEventSubscriptionChange",
    "EventConfirmSubscription",
  ],
  Starter: ["DevReadLog", "DevStart", "DevGetRunningServers", "DevGetStopServers", "UpdateServersInfo"],
  TangoAccessControl: [
    "GetUsers",
    "GetAddressByUser",
    "GetDeviceByUser",
    "GetAccess",
    "GetAllowedCommands",
    "GetAllowedCommandClassList",
  ],
};
