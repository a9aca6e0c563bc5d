/** What is to be done at the end of this thread or process, by `process.exit()` or an uncaught error too: only what takes no time. */
interface Registry {
  readonly listeners: Set<() => void>;
  /** What `process` calls: the same for all copies of the package, of which one may add it and another take it away. */
  readonly callAll: () => void;
}

/** Calls `listener` when this thread or process ends; what it gives takes that back. One listener of `process` stands for any number of these. */
export function atThreadExit(listener: () => void): () => void {
  const { listeners, callAll } = registry();
  if (listeners.size === 0) process.on("exit", callAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) process.off("exit", callAll);
  };
}

/** One that throws keeps no other from being called. */
function callEach(listeners: Iterable<() => void>): void {
  const errors: unknown[] = [];
  for (const listener of listeners) {
    try {
      listener();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 1)
    throw new AggregateError(errors, "several listeners failed at the end of the thread");
  if (errors.length > 0) throw errors[0];
}

/** As those of contexts and call flows it hangs on `globalThis`. */
function registry(): Registry {
  const owner = globalThis as { [REGISTRY]?: Registry };
  owner[REGISTRY] ??= newRegistry();
  return owner[REGISTRY];
}

function newRegistry(): Registry {
  const listeners = new Set<() => void>();
  return { listeners, callAll: () => callEach(listeners) };
}

const REGISTRY: unique symbol = Symbol.for("bandoneon.thread-exit.v2") as never;
