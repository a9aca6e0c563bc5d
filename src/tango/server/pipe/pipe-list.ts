import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { checkName } from "../../error/wrong-argument.ts";
import type { PipeDefinition } from "../definition/pipe-definition.ts";
import { Pipe } from "./pipe.ts";

/** The pipes of one device by name, upper case before lower, as cppTango sorts them. Found ignoring case. */
export class PipeList implements Iterable<Pipe> {
  readonly #pipes: ReadonlyMap<string, Pipe>;

  constructor(definitions: Iterable<PipeDefinition>) {
    const pipes = Array.from(definitions, (definition) => new Pipe(definition));
    pipes.sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#pipes = new Map(pipes.map((pipe) => [pipe.key, pipe]));
  }

  /** How many there are. */
  get size(): number {
    return this.#pipes.size;
  }

  /** The pipe of that name. Throws API_PipeNotFound where there is none. */
  get(name: string): Pipe {
    checkName("pipe", name);
    const pipe = this.#pipes.get(name.toLowerCase());
    if (pipe !== undefined) return pipe;
    throw new DevFailed([devError("API_PipeNotFound", `${name} pipe not found`, "PipeList.get")]);
  }

  [Symbol.iterator](): Iterator<Pipe> {
    return this.#pipes.values();
  }
}
