import { type CommandInfo, type Database, DevFailed, type OrbContext } from "../../../src/index.ts";
import { commandListQuery, executeTyped } from "../../../src/tango/client/command-calls.ts";
import type { DeviceConnection } from "../../../src/tango/client/device-connection.ts";
import { DATABASE_COMMANDS } from "../../../src/tango/database-server/commands/database-commands.ts";
import type { DatabaseService } from "../../../src/tango/database-server/database-service.ts";
import { TangoTables } from "../../../src/tango/database-server/tables/tango-tables.ts";
import { fromUtf8Bytes, toUtf8Bytes } from "../../../src/tango/value/utf8-text.ts";
import { patientDatabase } from "../tango/patient-client.ts";

/** What is asked: a command, and its one text or its texts. */
export type Step = readonly [command: string, argument: string | readonly string[]];

/** What a database answers: texts, null where the command gives nothing, or an error. */
export type Answer = readonly string[] | null | AnsweredError;

/** The root cause of an error. */
export interface AnsweredError {
  readonly reason: string;
  readonly desc: string;
  readonly origin: string;
}

/** A database that is asked the same as another. */
export interface ComparedDatabase {
  ask(step: Step): Promise<Answer>;
}

/** A real one, at its TANGO_HOST. */
export class RealDatabase implements ComparedDatabase {
  readonly #database: Database;

  constructor(tangoHost: string, context: OrbContext) {
    this.#database = patientDatabase(tangoHost, { context });
  }

  /** Its commands, as it describes them. */
  commands(): Promise<CommandInfo[]> {
    return commandListQuery(this.#connection(), undefined);
  }

  ask([command, argument]: Step): Promise<Answer> {
    return answerOf(async () => {
      const connection = this.#connection();
      return typeof argument === "string"
        ? executeTyped(connection, command, "DevString", toUtf8Bytes(argument), undefined)
        : executeTyped(connection, command, "DevVarStringArray", argument.map(toUtf8Bytes), undefined);
    });
  }

  /** What the methods of `Database` call, which are not all commands. */
  #connection(): DeviceConnection {
    return (this.#database as unknown as { connection: DeviceConnection }).connection;
  }
}

/** Ours: its commands, called as they are. */
export class OurDatabase implements ComparedDatabase {
  readonly tables = new TangoTables();

  ask([command, argument]: Step): Promise<Answer> {
    const octets = typeof argument === "string" ? toUtf8Bytes(argument) : argument.map(toUtf8Bytes);
    const service = { deviceName: "sys/database/2" } as DatabaseService;
    return answerOf(async () => DATABASE_COMMANDS[command]!.run(this.tables, octets, service));
  }
}

async function answerOf(run: () => Promise<unknown>): Promise<Answer> {
  try {
    const result = await run();
    return Array.isArray(result) ? result.map(fromUtf8Bytes) : null;
  } catch (error) {
    if (!(error instanceof DevFailed)) throw error;
    const { reason, desc, origin } = error.errors[0]!;
    return { reason, desc: fromUtf8Bytes(desc), origin };
  }
}

export function isError(answer: Answer): answer is AnsweredError {
  return answer !== null && !Array.isArray(answer);
}
