import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { NO_CONTEXTS, type ServiceContext } from "../giop/message/service-context.ts";
import { decodeCallFlow, encodeCallFlow, NO_TOKENS, TOKEN_SIZE } from "./call-flow-context.ts";
import { runToEnd } from "./run-to-end.ts";
import { currentTrace, runInTrace } from "./trace.ts";

/**
 * On whose behalf code runs, through every await and callback: what a thread is to the monitors of cppTango. A flow within another is
 * work that the other waits for, also where the call between them went over sockets and through other processes.
 */
export class CallFlow {
  /** The flow that waits for this one. */
  readonly parent: CallFlow | undefined;
  /** The tokens of flows of other processes that wait for this one, oldest first. */
  readonly foreign: readonly string[];
  /** How many flows wait for this one. */
  readonly depth: number;
  /** Whose work it is, as the monitor that was taken for it says; undefined where that says nothing. */
  readonly owner: string | undefined;
  #hasEnded = false;
  #token: string | undefined;
  #contexts: readonly ServiceContext[] | undefined;

  constructor(parent?: CallFlow, foreign: readonly string[] = parent?.foreign ?? NO_TOKENS, owner?: string) {
    this.parent = parent === undefined || parent.depth >= MAX_DEPTH ? undefined : parent;
    this.foreign = foreign;
    this.owner = owner;
    this.depth = this.parent === undefined ? 0 : this.parent.depth + 1;
  }

  /** Whether its work is done; what that left running is in this flow no more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether `other` is this flow, or waits for it. */
  isWithin(other: CallFlow): boolean {
    for (let flow: CallFlow | undefined = this; flow !== undefined; flow = flow.parent) {
      if (flow === other) return true;
    }
    return false;
  }

  /** Runs `work` in this flow; its end is for the caller to tell. */
  run<T>(work: () => T): T {
    return registry().current.run(this, work);
  }

  /** Its work is done: no request can join it any more. */
  end(): void {
    this.#hasEnded = true;
    if (this.#token !== undefined) registry().joinable.delete(this.#token);
  }

  /** What a request that is made in this flow carries. From then on requests that come in can join it. */
  requestContexts(): readonly ServiceContext[] {
    this.#contexts ??= [encodeCallFlow([...this.foreign, this.#joinableToken()])];
    return this.#contexts;
  }

  #joinableToken(): string {
    this.#token = randomBytes(TOKEN_SIZE).toString("latin1");
    registry().joinable.set(this.#token, this);
    return this.#token;
  }
}

/** The flow of the running code; undefined where it is in none, or only in flows that have ended. */
export function currentCallFlow(): CallFlow | undefined {
  let flow = registry().current.getStore();
  while (flow?.hasEnded) flow = flow.parent;
  return flow;
}

/** Whose work the running code is, as the monitor says that was taken last of those that say it. undefined where none does. */
export function currentOwner(): string | undefined {
  let flow = currentCallFlow();
  while (flow !== undefined && flow.owner === undefined) flow = flow.parent;
  return flow?.owner;
}

/**
 * Runs the work of a request that came in, in a flow within that which the request was made in; a servant with monitors runs each of
 * its requests so. A request without a flow runs in none, at next to no cost: the first monitor that it takes makes one. `work` is
 * called at once, and what it returns is returned as it is, or as a promise of the same.
 */
export function runInCallFlow<T>(
  serviceContexts: readonly ServiceContext[],
  work: () => T | Promise<T>,
): T | Promise<T> {
  const tokens = decodeCallFlow(serviceContexts);
  const { current, joinable } = registry();
  if (tokens.length === 0) {
    // A socket that was opened in a flow gives that flow to all that comes by it.
    return current.getStore() === undefined ? work() : current.run(undefined, work);
  }
  let joined: CallFlow | undefined;
  const foreign: string[] = [];
  for (const token of tokens) {
    const flow = joinable.get(token);
    if (flow === undefined) foreign.push(token);
    else joined = flow;
  }
  const flow = new CallFlow(joined, foreign);
  return runToEnd(
    () => current.run(flow, work),
    () => flow.end(),
  );
}

/** Runs `work` in no flow, and as part of no trace: the sockets and timers that it opens serve many, whoever needed them first. */
export function outsideCallFlows<T>(work: () => T): T {
  const { current } = registry();
  const untraced = currentTrace() === null ? work : () => runInTrace(null, work);
  return current.getStore() === undefined ? untraced() : current.run(undefined, untraced);
}

/**
 * A function that calls others where this code runs - in its scope, with all that its user carries by AsyncLocalStorage - but in no flow: what
 * is called later, of its own, must not enter the monitors that are held now.
 */
export function returnOutsideCallFlows(): <R, A extends unknown[]>(
  call: (...given: A) => R,
  ...given: A
) => R {
  return outsideCallFlows(() => AsyncLocalStorage.snapshot());
}

/** What a request carries that is made now: nothing outside of flows. */
export function currentRequestContexts(): readonly ServiceContext[] {
  return currentCallFlow()?.requestContexts() ?? NO_CONTEXTS;
}

/** The flows of a thread. As that of contexts it hangs on `globalThis`, so that two copies of the package agree about it. */
interface Registry {
  readonly current: AsyncLocalStorage<CallFlow | undefined>;
  /** By token: the flows that have not ended and in which a request was made. */
  readonly joinable: Map<string, CallFlow>;
}

function registry(): Registry {
  const owner = globalThis as { [REGISTRY]?: Registry };
  owner[REGISTRY] ??= { current: new AsyncLocalStorage(), joinable: new Map() };
  return owner[REGISTRY];
}

const REGISTRY: unique symbol = Symbol.for("bandoneon.call-flows.v1") as never;
// Beyond it a flow begins anew: flows that begin others and do not wait for them would all be kept. Who really calls himself so
// deep finds the monitor held, and times out.
const MAX_DEPTH = 1000;
