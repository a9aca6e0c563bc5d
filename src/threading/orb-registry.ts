import { AsyncLocalStorage } from "node:async_hooks";
import { OrbContext } from "./orb-context.ts";

/**
 * Which context is current: that of the scope around the running code (`runInOrbContext`), else that of the thread. Worker
 * threads and child processes have a registry of their own, so theirs are never shared. This is the library's only state outside
 * of objects; it hangs on `globalThis`, so that two copies of the package in one thread agree about it.
 */
interface Registry {
  readonly thread: Holder;
  readonly scopes: AsyncLocalStorage<Holder>;
}

interface Holder {
  context: OrbContext | undefined;
}

/** The context in which objects made now will live. Made at first use. */
export function currentOrbContext(): OrbContext {
  const holder = currentHolder();
  if (holder.context === undefined || holder.context.isClosed) holder.context = new OrbContext();
  return holder.context;
}

/**
 * Closes the current context: what PyTango's `ApiUtil.cleanup()` does, here in milliseconds. Objects made before are
 * stale from now on; the next one made gets a new context. Does nothing where there is none.
 */
export async function cleanup(): Promise<void> {
  const holder = currentHolder();
  const context = holder.context;
  holder.context = undefined;
  await context?.close();
}

/**
 * Runs `work` in a scope that has a context of its own, through every await and callback in it, and closes that context at
 * the end.
 */
export function runInOrbContext<T>(work: () => T | Promise<T>): Promise<T> {
  const holder: Holder = { context: undefined };
  return registry().scopes.run(holder, async () => {
    try {
      return await work();
    } finally {
      await holder.context?.close();
    }
  });
}

function currentHolder(): Holder {
  const { scopes, thread } = registry();
  return scopes.getStore() ?? thread;
}

function registry(): Registry {
  const owner = globalThis as { [REGISTRY]?: Registry };
  owner[REGISTRY] ??= { thread: { context: undefined }, scopes: new AsyncLocalStorage() };
  return owner[REGISTRY];
}

const REGISTRY: unique symbol = Symbol.for("bandoneon.orb-registry.v1") as never;
