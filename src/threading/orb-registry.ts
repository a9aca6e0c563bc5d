import { AsyncLocalStorage } from "node:async_hooks";
import type { OrbOptions } from "../iiop/orb-options.ts";
import { OrbContext } from "./orb-context.ts";
import { OrbContextClosedError } from "./orb-context-closed-error.ts";
import { OWN_THREAD } from "./own-thread.ts";
import { CONTEXT_ABANDONED } from "./thread-diagnostics.ts";
import { atThreadExit } from "./thread-exit.ts";

/**
 * Which context is current: that of the scope around the running code (`runInOrbContext`, a device server), else that of the thread. Worker
 * threads and child processes have a registry of their own, so theirs are never shared. This is the library's only state outside
 * of objects; it hangs on `globalThis`, so that two copies of the package in one thread agree about it.
 */
interface Registry {
  readonly thread: Holder;
  readonly scopes: AsyncLocalStorage<Holder>;
  /** Whether the end of this thread is watched. */
  isWatched: boolean;
}

/** A thread, or a scope. */
interface Holder {
  context: OrbContext | undefined;
  /** How its contexts are made. */
  readonly options: Partial<OrbOptions>;
  /** What is done with each of them first, and with those of the scopes in it. */
  readonly prepare: PrepareContext;
  /** What is being closed: every cleanup waits for all of it. */
  readonly closing: Set<Promise<void>>;
  /** A scope whose work is done makes no context any more, since nobody would close it. */
  ended: boolean;
}

/** What is done with an OrbContext that has been made, before anybody has it. */
export type PrepareContext = (context: OrbContext) => void;

/**
 * The context in which objects made now will live. Made at first use. Throws an OrbContextClosedError in what a scope left
 * running when it ended.
 */
export function currentOrbContext(): OrbContext {
  const holder = currentHolder();
  if (holder.ended)
    throw new OrbContextClosedError(
      "what runs after the end of its scope (runInOrbContext(), or a device server)",
    );
  if (holder.context === undefined || holder.context.isClosed) {
    holder.context = new OrbContext(holder.options);
    holder.prepare(holder.context);
  }
  if (holder === registry().thread) watchThread();
  return holder.context;
}

/** The current context, where it has been made and is not closed. */
export function existingOrbContext(): OrbContext | undefined {
  const { context } = currentHolder();
  return context?.isClosed ? undefined : context;
}

/**
 * Closes the current context: what PyTango's `ApiUtil.cleanup()` does, here in milliseconds. Objects made before are
 * stale from now on; the next one made gets a new context. Does nothing where there is none. Cleanups at the same time all
 * wait until everything is closed.
 */
export function cleanup(): Promise<void> {
  return close(currentHolder());
}

/**
 * Runs `work` in a scope that has a context of its own, through every await and callback in it, and closes that context at
 * the end. `options` are those of its Orb.
 */
export function runInOrbContext<T>(
  work: () => T | Promise<T>,
  options: Partial<OrbOptions> = {},
): Promise<T> {
  const scope = new OrbScope(options, currentHolder().prepare);
  return scope.run(async () => {
    try {
      return await work();
    } finally {
      await scope.close();
    }
  });
}

/** A scope with a context of its own, for work that comes and goes, as the calls of a device server, until it is closed. */
export class OrbScope {
  readonly #holder: Holder;

  /** `options` are those of its Orb; `prepare` is called with each context of it. */
  constructor(options: Partial<OrbOptions> = {}, prepare: PrepareContext = asItIs) {
    this.#holder = newHolder(options, prepare);
  }

  /** Runs `work` in it, with every await and callback that begins there: a socket that is opened in it calls back in it. */
  run<T>(work: () => T): T {
    return registry().scopes.run(this.#holder, work);
  }

  /** Closes its context; what still runs in it makes no other. */
  async close(): Promise<void> {
    this.#holder.ended = true;
    await close(this.#holder);
  }
}

async function close(holder: Holder): Promise<void> {
  const { context, closing } = holder;
  holder.context = undefined;
  if (context !== undefined) {
    const closed = context.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }
  await Promise.all(closing);
}

/** Tells, when a thread that the program made ends, of a context that nobody has closed. */
function watchThread(): void {
  const own = registry();
  if (own.isWatched || OWN_THREAD.isMain) return;
  own.isWatched = true;
  atThreadExit(() => {
    const { context } = own.thread;
    if (context === undefined || context.isClosed || !CONTEXT_ABANDONED.hasSubscribers) return;
    CONTEXT_ABANDONED.publish({ context, connections: context.orb.connectionCount });
  });
}

function asItIs(): void {}

function newHolder(options: Partial<OrbOptions>, prepare: PrepareContext): Holder {
  return { context: undefined, options, prepare, closing: new Set(), ended: false };
}

function currentHolder(): Holder {
  const { scopes, thread } = registry();
  return scopes.getStore() ?? thread;
}

function registry(): Registry {
  const owner = globalThis as { [REGISTRY]?: Registry };
  owner[REGISTRY] ??= { thread: newHolder({}, asItIs), scopes: new AsyncLocalStorage(), isWatched: false };
  return owner[REGISTRY];
}

// Another number for another Registry or Holder: copies of the package that are not alike have each their own.
const REGISTRY: unique symbol = Symbol.for("bandoneon.orb-registry.v2") as never;
