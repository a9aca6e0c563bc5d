import { type Database, DevFailed, type OrbContext } from "../../../src/index.ts";
import { executeTyped } from "../../../src/tango/client/command-calls.ts";
import type { CmdArgType } from "../../../src/tango/value/cmd-arg-type.ts";
import { patientDatabase } from "../tango/patient-client.ts";

/** A command with its argument: a text, texts, or nothing. */
export type Question = readonly [command: string, argument: string | readonly string[] | null];

/** What a database answers: what the command gives, as JSON has it, or the root cause of its error. */
export type Reply = { readonly result: unknown } | { readonly error: ReplyError };

export interface ReplyError {
  readonly reason: string;
  readonly desc: string;
  readonly origin: string;
}

/** A database at a TANGO_HOST, which is asked as it is: no command is looked up, cached or changed. */
export class AskedDatabase {
  readonly #database: Database;

  constructor(tangoHost: string, context: OrbContext) {
    this.#database = patientDatabase(tangoHost, { context });
  }

  async ask([command, argument]: Question): Promise<Reply> {
    const { connection } = this.#database as unknown as { connection: Parameters<typeof executeTyped>[0] };
    const type: CmdArgType =
      argument === null ? "DevVoid" : typeof argument === "string" ? "DevString" : "DevVarStringArray";
    try {
      return {
        result: plain(await executeTyped(connection, command, type, argument ?? undefined, undefined)),
      };
    } catch (error) {
      if (!(error instanceof DevFailed)) throw error;
      const { reason, desc, origin } = error.errors[0]!;
      return { error: { reason, desc, origin } };
    }
  }
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("lvalue" in value)) return value ?? null;
  const { lvalue, svalue } = value as { lvalue: Int32Array; svalue: string[] };
  return { lvalue: [...lvalue], svalue };
}
