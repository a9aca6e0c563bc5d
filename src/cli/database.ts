import { parseArgs } from "node:util";
import type { DatabaseServerOptions } from "../tango/database-server/index.ts";
import { isInstanceName } from "../tango/database-server/instance-name.ts";
import { DURABILITIES, type Durability } from "../tango/database-server/store/durability.ts";
import type { Command } from "./command.ts";
import { DATABASE_EXPORT_USAGE, DATABASE_IMPORT_USAGE, DEFAULT_DATA_FOLDER } from "./database-transfer.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon database`. */
export const database: Command = {
  usage: [
    "[INSTANCE] [--port N] [--host ADDR] [--data DIR] [options]",
    DATABASE_IMPORT_USAGE,
    DATABASE_EXPORT_USAGE,
  ],
  summary: "run a Tango database, or take one to another place",
  details: `Runs until it is interrupted, or killed by its admin device, dserver/DataBaseds/2.
Once it serves it prints the TANGO_HOST by which clients and servers find it.

  --port N             where to listen; 10000, a free port for 0
  --host ADDR          at which address; 127.0.0.1, which other hosts cannot
                       reach. "" stands for all of this host
  --data DIR           the folder in which it keeps what it knows
                       (${DEFAULT_DATA_FOLDER}); :memory: forgets it at the end
  --durability LEVEL   what may be lost of what was acknowledged:
                         sync     nothing (the default)
                         system   by a power failure, about the last second
                         relaxed  by a kill, too, the last 100 ms
  --salvage            open a damaged folder, without what cannot be read; that
                       is named, and kept aside
  --access-control     run sys/access_control/1 too, with rules in this database
  -v[LEVEL]            log more: 1 to 5

import puts a dump of a real database (mysqldump, mariadb-dump), or the JSON of
an export, into a folder that no database has open; --replace takes the place of
what is there, --merge adds to it. export writes SQL that fills the tables of a
real database, or JSON. - stands for standard input or output.`,
  examples: [
    { line: "database", what: "at port 10000, in the folder tango-database" },
    { line: "database --port 0 --data :memory:", what: "for a test" },
    { line: "database import tango.sql --data site", what: "what mysqldump wrote" },
    { line: "database export tango.sql --data site", what: "for a real database" },
  ],
  async run({ args, print }) {
    const [first, ...rest] = args;
    const report = (line: string) => void process.stderr.write(`${line}\n`);
    if (first === "import") {
      const { runDatabaseImport } = await import("./database-import.ts");
      await runDatabaseImport(rest, print);
    } else if (first === "export") {
      const { runDatabaseExport } = await import("./database-export.ts");
      await runDatabaseExport(rest, report);
    } else {
      const options = serverOptions(args);
      const { runDatabaseServer } = await import("../tango/database-server/index.ts");
      await runDatabaseServer({ ...options, report });
    }
  },
};

function serverOptions(args: readonly string[]): DatabaseServerOptions {
  const level = args.find((argument) => VERBOSE.test(argument));
  const { values, positionals } = parse(args.filter((argument) => argument !== level));
  const [instance = "2", more] = positionals;
  if (more !== undefined) throw new UsageError(`one INSTANCE is enough; what is "${more}"?`);
  if (!isInstanceName(instance)) throw new UsageError(`"${instance}" cannot be the name of an instance`);
  if (values.data === "") throw new UsageError("--data wants a folder, or :memory:");
  const { durability = "sync" } = values;
  if (!isDurability(durability)) {
    throw new UsageError(`--durability is ${DURABILITIES.join(", ")}; not "${durability}"`);
  }
  return {
    instance,
    data: values.data ?? DEFAULT_DATA_FOLDER,
    durability,
    port: values.port === undefined ? DEFAULT_PORT : portOf(values.port),
    host: values.host ?? "127.0.0.1",
    salvage: values.salvage ?? false,
    accessControl: values["access-control"] ?? false,
    traceLevel: level === undefined ? 0 : Number(VERBOSE.exec(level)![1] || 4),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        data: { type: "string" },
        durability: { type: "string" },
        salvage: { type: "boolean" },
        "access-control": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new UsageError(`--port is a number from 0 to 65535, not "${text}"`);
}

function isDurability(text: string): text is Durability {
  return (DURABILITIES as readonly string[]).includes(text);
}

const DEFAULT_PORT = 10_000;
const VERBOSE = /^-v([1-5]?)$/;
