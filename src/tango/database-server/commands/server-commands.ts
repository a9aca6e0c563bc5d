import type { DatabaseService } from "../database-service.ts";
import { sqlWildcard } from "../sql-like.ts";
import { deleteDevice, renameDevice } from "../tables/device-changes.ts";
import { newDevice } from "../tables/new-device.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { checkedDeviceName, checkFields, checkLengths } from "./checked-argument.ts";
import { databaseCommand, databaseError } from "./database-command.ts";
import { unexported } from "./device-commands.ts";
import { checkServerName } from "./server-name.ts";

/** Servers with their devices: to define, delete, rename and unexport them. */
export const SERVER_COMMANDS = {
  DbAddServer: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn:
      "Str[0] = Full device server name\nStr[1] = Device(s) name\nStr[2] = Tango class name\nStr[n] = Device name\nStr[n + 1] = Tango class name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: addServer,
  }),
  DbDeleteServer: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device server name",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: deleteServer,
  }),
  DbRenameServer: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "s[0] = old device server name (exec/instance)\ns[1] = new device server name (exec/instance)",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: renameServer,
  }),
  DbUnExportServer: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Device server name (executable/instance)",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run(database, server) {
      const { devices } = database;
      return database.write(() => {
        for (const device of [...devices.byServer.get(server)])
          devices.put(unexported(device, database.now()));
      });
    },
  }),
};

async function addServer(database: TangoTables, argument: readonly string[]): Promise<void> {
  const origin = "DataBase::AddServer()";
  const [server, ...devices] = argument;
  if (server === undefined || devices.length < 2) {
    const desc = "incorrect no. of input arguments, needs at least 3 (server,device,class)";
    throw databaseError("DB_IncorrectArguments", desc, origin);
  }
  await database.write(() => {
    for (let i = 0; i + 1 < devices.length; i += 2) {
      const name = checkedDeviceName(devices[i]!, origin);
      const className = devices[i + 1]!;
      checkServerName(server, origin);
      checkFields(name, "DataBase::db_add_server()");
      checkLengths({ name, server, class: className }, "DataBase::db_add_server()");
      database.devices.put(newDevice(name, server, className));
    }
    database.devices.put(newDevice(`dserver/${server}`, server, "DServer"));
  });
}

async function deleteServer(
  database: TangoTables,
  server: string,
  { starters }: DatabaseService,
): Promise<void> {
  const origin = "DataBase::db_delete_server()";
  if (/[*%]/.test(server) || !server.includes("/")) {
    const desc = "failed to delete server, server name incorrect";
    throw databaseError("DB_IncorrectServerName", desc, origin);
  }
  const host = await database.write(() => {
    const previous = starters === null ? "" : hostOfServer(database, server, sqlWildcard(server));
    for (const { name } of [...database.devices.byServer.get(server)]) deleteDevice(database, name);
    return previous;
  });
  if (host !== "") starters?.tell([host]);
}

async function renameServer(
  database: TangoTables,
  argument: readonly string[],
  { starters }: DatabaseService,
): Promise<void> {
  const origin = "DataBase::db_rename_server()";
  const [oldName, newName] = argument;
  if (oldName === undefined || newName === undefined || argument.length > 2) {
    const desc = "Wrong number of args (two required: old name and new name)";
    throw databaseError("DB_WrongArgNUmber", desc, origin);
  }
  if (!oldName.includes("/") || !newName.includes("/")) {
    const desc = "Wrong syntax in command args (ds_exec_name/inst_name)";
    throw databaseError("Db_WrongArgument", desc, origin);
  }
  checkLengths({ server: newName }, origin);
  const host = await database.write(() => {
    const { devices } = database;
    if (devices.get(`dserver/${newName}`) !== undefined) {
      const desc = `Device server process name ${newName} is already used`;
      throw databaseError("Db_WrongArgument", desc, origin);
    }
    const previous = starters === null ? "" : hostOfServer(database, oldName, oldName);
    for (const device of [...devices.byServer.get(oldName)]) devices.put({ ...device, server: newName });
    renameDevice(database, `dserver/${oldName}`, `dserver/${newName}`);
    return previous;
  });
  if (host !== "") starters?.tell([host]);
}

/** Where a server ran last. Throws where it is not defined, with the origin that the real database gives, whatever the command. */
function hostOfServer({ devices }: TangoTables, server: string, shown: string): string {
  const adminDevice = devices.get(`dserver/${server}`);
  if (adminDevice !== undefined) return adminDevice.host;
  const desc = `Server ${shown} not defined in database !`;
  throw databaseError("DB_IncorrectServerName", desc, "DataBase::db_delete_server()");
}
