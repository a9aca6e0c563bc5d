import type { CallOptions } from "../../iiop/call-options.ts";
import type { AccessGrant } from "../client/access-grant.ts";
import { waitFor } from "../client/wait-for.ts";
import type { DevError } from "../error/dev-error.ts";

/**
 * What a user may do with the database device itself. The access control is asked at the first command that changes something: what is only
 * asked of a database is free, also how the access control is found. (cppTango asks when it connects, and refuses commands that only read
 * and are not in the property AllowedAccessCmd of the class Database.)
 */
export class DatabaseAccess implements AccessGrant {
  /** So that every command is looked at. */
  readonly right = "READ";
  readonly #target: { readonly name: string };
  readonly #ask: () => Promise<AccessGrant>;
  #grant: Promise<AccessGrant> | null = null;
  #errors: readonly DevError[] = [];

  /** `ask` gives what the access control says of the database device, which `target` names. It never rejects. */
  constructor(target: { readonly name: string }, ask: () => Promise<AccessGrant>) {
    this.#target = target;
    this.#ask = ask;
  }

  /** Why the access control could not be asked when a command was refused last. */
  get errors(): readonly DevError[] {
    return this.#errors;
  }

  /** Whether a command may be executed. */
  async allowsCommand(command: string, options?: CallOptions): Promise<boolean> {
    if (ONLY_ASKS.test(command)) return true;
    // For all who wait for the answer: that one of them gives up must not refuse the others.
    this.#grant ??= this.#ask();
    const grant = this.#grant;
    const { right, errors, allowsCommand } = await waitFor(grant, options, this.#target.name, DOING);
    this.#errors = errors;
    // Where it did not answer it is asked again.
    if (errors.length > 0 && this.#grant === grant) this.#grant = null;
    return right === "WRITE" || allowsCommand(command, options);
  }
}

const DOING = "asking the access control for";
const ONLY_ASKS = /^(?:state|status|db(?:get|import|info|mysqlselect).*)$/i;
