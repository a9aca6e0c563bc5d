import { asciiLowerCase } from "../ascii-lower-case.ts";
import { sqlWildcard } from "../sql-like.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { checkedInteger, checkLengths, checkVersion } from "./checked-argument.ts";
import { databaseCommand, databaseError } from "./database-command.ts";

/** The event channels of Tango 7 and older. Every server of today still asks for its own. */
export const EVENT_COMMANDS = {
  DbExportEvent: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn:
      "Str[0] = event channel name (or factory name)\nStr[1] = CORBA IOR\nStr[2] = Notifd host name\nStr[3] = Notifd pid\nStr[4] = Notifd version",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: exportEvent,
  }),
  DbImportEvent: databaseCommand({
    dtypeIn: "DevString",
    docIn: "name of event channel or factory",
    dtypeOut: "DevVarLongStringArray",
    docOut: "export information e.g. IOR",
    run({ events }, argument) {
      const name = eventName(argument);
      const row = events.get(name);
      if (row === undefined) {
        const desc = `event ${name} not defined in the database !`;
        throw databaseError("DB_DeviceNotDefined", desc, "DataBase::db_import_event()");
      }
      const { exported, pid, ior, version, host } = row;
      return {
        lvalue: Int32Array.of(exported ? 1 : 0, pid ?? -1),
        svalue: [name, ior ?? "", version ?? "", host ?? ""],
      };
    },
  }),
  DbUnExportEvent: databaseCommand({
    dtypeIn: "DevString",
    docIn: "name of event channel or factory to unexport",
    dtypeOut: "DevVoid",
    docOut: "none",
    run(database, argument) {
      const name = eventName(argument);
      return database.write(() => {
        const row = database.events.get(name);
        if (row !== undefined)
          database.events.put(name, { ...row, exported: false, stopped: database.now() });
      });
    },
  }),
};

/** The name of an event channel as the real database keeps it: in lower case, and as a pattern of SQL. */
export function eventName(text: string): string {
  return sqlWildcard(asciiLowerCase(text));
}

async function exportEvent(database: TangoTables, argument: readonly string[]): Promise<void> {
  const origin = "DataBase::db_export_event()";
  const [wanted, ior, host, pidText, version] = argument;
  if (
    wanted === undefined ||
    ior === undefined ||
    host === undefined ||
    pidText === undefined ||
    version === undefined
  ) {
    throw databaseError("DB_IncorrectArguments", "insufficient export info for event", origin);
  }
  const name = eventName(wanted);
  checkLengths({ name, host }, origin);
  const pid = checkedInteger(pidText, "pid", origin);
  checkVersion(version, origin);
  await database.write(() =>
    database.events.put(name, {
      name,
      exported: true,
      ior,
      host,
      server: name,
      pid,
      version,
      started: database.now(),
      stopped: null,
    }),
  );
}
