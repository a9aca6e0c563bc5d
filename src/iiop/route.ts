import { type CompletionStatus, SystemException } from "../giop/exception/system-exception.ts";
import { formatAddress } from "../giop/ior/format-address.ts";
import type { Ior } from "../giop/ior/ior.ts";
import type { ServiceContext } from "../giop/message/service-context.ts";
import { type CallTarget, callTargets } from "./call-target.ts";
import type { ConnectionCache } from "./connection-cache.ts";
import type { OrbOptions } from "./orb-options.ts";

/** Makes the error of something, such as `ping at host:port`, that came to nothing since its Orb is closed. */
export type ClosedError = (what: string, completed: CompletionStatus) => Error;

/** Gives the service contexts of a request that is being made; it is asked while its caller runs. */
export type RequestContexts = () => readonly ServiceContext[];

/** What calls need of the Orb they are made in. */
export interface CallEnvironment {
  readonly connections: ConnectionCache;
  readonly options: OrbOptions;
  readonly requestContexts: RequestContexts;
  /** Makes the error of every call, once the Orb is closed. */
  readonly closedError: ClosedError | undefined;
}

/** Where the calls of one reference go: its addresses, the one that worked last, and where a server forwarded them. */
export class Route {
  readonly environment: CallEnvironment;
  readonly description: string;
  #original: readonly CallTarget[];
  #targets: readonly CallTarget[];
  #preferred = 0;

  /** Throws SystemException INV_OBJREF where no profile of the reference can be reached by TCP. */
  constructor(environment: CallEnvironment, ior: Ior) {
    this.environment = environment;
    this.#original = reachable(ior);
    this.#targets = this.#original;
    this.description = formatAddress(this.#original[0]!.address);
  }

  get targetCount(): number {
    return this.#targets.length;
  }

  preferredTarget(): CallTarget {
    return this.#targets[this.#preferred]!;
  }

  /** Whether calls still go there, or would if the address before it failed. */
  includes(target: CallTarget): boolean {
    return this.#targets.includes(target);
  }

  /** The next address after one that cannot be reached; it is preferred from now on. */
  targetAfter(target: CallTarget): CallTarget {
    const index = this.#targets.indexOf(target);
    if (index >= 0) this.#preferred = (index + 1) % this.#targets.length;
    return this.preferredTarget();
  }

  /** This address let a call wait until its caller gave up: the next call is to try another. */
  avoid(target: CallTarget): void {
    if (!this.dropForward()) this.targetAfter(target);
  }

  /** Sends all calls to where `ior` leads: until that fails, or for good where the server said so. */
  forward(ior: Ior, permanent: boolean): void {
    this.#targets = reachable(ior);
    this.#preferred = 0;
    if (permanent) this.#original = this.#targets;
  }

  /** Goes back to the original reference; false where there was no forward. */
  dropForward(): boolean {
    if (this.#targets === this.#original) return false;
    this.#targets = this.#original;
    this.#preferred = 0;
    return true;
  }
}

function reachable(ior: Ior): readonly CallTarget[] {
  const targets = callTargets(ior);
  if (targets.length > 0) return targets;
  throw new SystemException("INV_OBJREF", 0, {
    detail: `the reference${ior.typeId === "" ? "" : ` of ${ior.typeId}`} has no address that TCP can reach`,
  });
}
