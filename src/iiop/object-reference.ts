import { SystemException } from "../giop/exception/system-exception.ts";
import { OBJECT_ID } from "../giop/idl/interface.ts";
import { type Operation, op } from "../giop/idl/operation.ts";
import { boolean } from "../giop/idl/primitives.ts";
import { string } from "../giop/idl/string.ts";
import type { Ior } from "../giop/ior/ior.ts";
import type { CallOptions } from "./call-options.ts";
import { Invocation } from "./invocation.ts";
import { Location } from "./location.ts";
import { refusePosting } from "./refuse-posting.ts";
import { type CallEnvironment, Route } from "./route.ts";

/** An object somewhere, and the Orb through which it is called. Made by `orb.object(...)`; connects at its first call. */
export class ObjectReference {
  readonly ior: Ior;
  readonly #route: Route;

  constructor(environment: CallEnvironment, ior: Ior) {
    this.ior = ior;
    this.#route = new Route(environment, ior);
    refusePosting(this, () => "an ObjectReference belongs to one thread: post its `ior` instead");
  }

  /** `host:port` of the first address, for messages to people. */
  get address(): string {
    return this.#route.description;
  }

  /**
   * Calls an operation by its name on the wire and its definition: what proxies do. `args` are the in and inout parameters. The
   * promise gives the result (with out parameters: `{ result, ...outs }`) and rejects with a UserException that the operation
   * declares, a SystemException, a MarshalError for arguments that do not encode, or a CallAbortedError.
   */
  invoke(
    name: string,
    operation: Operation,
    args: readonly unknown[],
    options?: CallOptions,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      new Invocation(this.#route, name, operation, args, options, resolve, reject).start();
    });
  }

  /**
   * Asks the server by a LocateRequest whether the object is there. Where it names another place, that is asked, and later calls go
   * there. Rejects with a SystemException or a CallAbortedError.
   */
  locate(options?: CallOptions): Promise<boolean> {
    return new Promise<unknown>((resolve, reject) => {
      new Location(this.#route, options, resolve, reject).start();
    }) as Promise<boolean>;
  }

  /** Whether the object has the interface (CORBA 3.4 Part 1 §8.3.3). Asks the server but for what the reference says. */
  async isA(repositoryId: string, options?: CallOptions): Promise<boolean> {
    if (repositoryId === this.ior.typeId || repositoryId === OBJECT_ID) return true;
    return (await this.invoke("_is_a", IS_A, [repositoryId], options)) as boolean;
  }

  /** Whether the server says that there is no such object (§8.3.4). */
  async nonExistent(options?: CallOptions): Promise<boolean> {
    try {
      return (await this.invoke("_non_existent", NON_EXISTENT, [], options)) as boolean;
    } catch (error) {
      if (error instanceof SystemException && error.kind === "OBJECT_NOT_EXIST") return true;
      throw error;
    }
  }
}

const IS_A = op([["logical_type_id", string]], boolean);
const NON_EXISTENT = op([], boolean);
