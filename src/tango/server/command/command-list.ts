import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { checkName } from "../../error/wrong-argument.ts";
import type { CommandDefinition } from "../definition/command-definition.ts";

/** The commands of one device: those of its class, which all its devices share, and its own. Found ignoring case. */
export class CommandList implements Iterable<CommandDefinition> {
  readonly #ofClass: ReadonlyMap<string, CommandDefinition>;
  #own: Map<string, CommandDefinition> | undefined;

  constructor(ofClass: ReadonlyMap<string, CommandDefinition>) {
    this.#ofClass = ofClass;
  }

  /** The command of that name. */
  find(name: string): CommandDefinition | undefined {
    const key = name.toLowerCase();
    return this.#own?.get(key) ?? this.#ofClass.get(key);
  }

  /** The command of that name. Throws API_CommandNotFound where there is none, and WrongData API_InvalidArgs for what is no text. */
  get(name: string): CommandDefinition {
    checkName("command", name);
    const command = this.find(name);
    if (command !== undefined) return command;
    throw new DevFailed([devError("API_CommandNotFound", `Command ${name} not found`, "CommandList.get")]);
  }

  /** Adds one to this device alone. */
  add(command: CommandDefinition): void {
    this.#own ??= new Map();
    this.#own.set(command.name.toLowerCase(), command);
  }

  /** Removes one that was added to this device; false where there was none. */
  remove(name: string): boolean {
    return this.#own?.delete(name.toLowerCase()) ?? false;
  }

  /** Those of the class by name, as cppTango sorts them, and then those of the device. */
  *[Symbol.iterator](): Generator<CommandDefinition> {
    yield* this.#ofClass.values();
    if (this.#own !== undefined) yield* this.#own.values();
  }
}
