/** What is to be done at the end of this thread or process, by `process.exit()` or an uncaught error too: only what takes no time. */
interface Registry {
  readonly listeners: Set<() => void>;
}

/** Calls `listener` when this thread or process ends; what it gives takes that back. One listener of `process` stands for any number of these. */
export function atThreadExit(listener: () => void): () => void {
  const { listeners } = registry();
  if (listeners.size === 0) process.on("exit", callAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) process.off("exit", callAll);
  };
}

function callAll(): void {
  for (const listener of registry().listeners) listener();
}

/** As those of contexts and call flows it hangs on `globalThis`. */
function registry(): Registry {
  const owner = globalThis as { [REGISTRY]?: Registry };
  owner[REGISTRY] ??= { listeners: new Set() };
  return owner[REGISTRY];
}

const REGISTRY: unique symbol = Symbol.for("bandoneon.thread-exit.v1") as never;
