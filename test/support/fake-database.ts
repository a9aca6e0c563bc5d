import { Any } from "../../src/giop/idl/any.ts";
import { string } from "../../src/giop/idl/string.ts";
import type { Ior } from "../../src/giop/ior/ior.ts";
import { formatIor } from "../../src/giop/ior/stringified-ior.ts";
import { DevVarLongStringArray, DevVarStringArray } from "../../src/tango/idl/data-types.ts";
import { deviceError, FakeServer } from "./fake-device.ts";

/** A database device that knows the few commands that a client's connection needs, and others that a test gives it. */
export class FakeDatabase {
  readonly server: FakeServer;
  /** The commands executed, with their arguments. */
  readonly commands: { readonly command: string; readonly argument: unknown }[] = [];
  readonly #devices = new Map<string, Ior | null>();
  readonly #answers = new Map<string, (argument: string | string[]) => string | string[] | undefined>();
  /** The values of the free property CtrlSystem/Services. */
  services: string[] = [];

  private constructor(server: FakeServer) {
    this.server = server;
    server.serve("database", 5, {
      _get_name: () => "sys/database/2",
      command_inout_4: (command, argin) => this.#execute(command, argin),
      command_query_2: (command) => this.#describe(command),
    });
  }

  static async start(): Promise<FakeDatabase> {
    return new FakeDatabase(await FakeServer.start());
  }

  get tangoHost(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  /** Defines a device; null for one that is not exported. */
  define(name: string, ior: Ior | null): void {
    this.#devices.set(name, ior);
  }

  /** Answers a command: with a text, texts or nothing; what it throws is the error. */
  answer(command: string, reply: (argument: string | string[]) => string | string[] | undefined): void {
    this.#answers.set(command, reply);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  #execute(command: string, argin: Any): Any {
    const argument = argin.holds(DevVarStringArray)
      ? argin.extract(DevVarStringArray)
      : argin.holds(string)
        ? argin.extract(string)
        : [];
    this.commands.push({ command, argument });
    const answer = this.#answers.get(command);
    if (answer !== undefined) {
      const reply = answer(argument);
      if (reply === undefined) return Any.EMPTY;
      return typeof reply === "string" ? Any.of(string, reply) : Any.of(DevVarStringArray, reply);
    }
    if (command === "DbImportDevice") return this.#import(argument as string);
    if (command === "DbGetProperty") {
      const { services } = this;
      const values = services.length === 0 ? [" "] : services;
      return Any.of(DevVarStringArray, ["CtrlSystem", "1", "Services", String(services.length), ...values]);
    }
    throw deviceError("API_CommandNotFound", `Command ${command} not found`);
  }

  /** What it tells of a command that it answers. */
  #describe(command: string) {
    if (!this.#answers.has(command)) {
      throw deviceError("API_CommandNotFound", `Command ${command} not found`);
    }
    const texts = { cmd_name: command, in_type_desc: "", out_type_desc: "" };
    return { ...texts, level: "OPERATOR" as const, cmd_tag: 0, in_type: 16, out_type: 0 };
  }

  #import(name: string): Any {
    const ior = this.#devices.get(name);
    if (ior === undefined) {
      throw deviceError("DB_DeviceNotDefined", `device ${name} not defined in the database !`);
    }
    const text = ior === null ? "" : formatIor(ior);
    return Any.of(DevVarLongStringArray, {
      lvalue: [ior === null ? 0 : 1, 1],
      svalue: [name, text, "5", "Fake/test", "here", "Fake"],
    });
  }
}
