import type { PoolOptions } from "../../threading/pool/pool-options.ts";
import { WorkerPool } from "../../threading/pool/worker-pool.ts";
import { TRANSFERRED_ERRORS } from "./transferred-errors.ts";

/**
 * Threads, or processes, that run the functions of a module: PyTango's PyTangoThreadPoolExecutor, and for processes multiprocessing. Each has an ORB
 * context of its own for its whole life, closed before it ends, and a DevFailed comes back whole.
 *
 * ```ts
 * await using pool = new TangoThreadPool<typeof import("./tasks.ts")>(new URL("./tasks.ts", import.meta.url), { size: 4 });
 * const rows = await pool.submit("scan", "sys/tg_test/1", 100);
 * for await (const state of pool.map("stateOf", deviceNames)) console.log(state);
 * ```
 *
 * Workers are started as tasks need them, run one task at a time, and are kept until `close()`. They do not keep the process alive while they
 * have nothing to do, so a pool that is forgotten does no harm.
 */
export class TangoThreadPool<M extends object> extends WorkerPool<M> {
  /**
   * `module`: the URL of a module, or its absolute path (`require.resolve("./tasks")`); its exported functions are the tasks. Throws a TypeError
   * or RangeError for a module or options that are not possible. Nothing is started yet: see `start`.
   */
  constructor(module: URL | string, options: PoolOptions<M> = {}) {
    super(module, { ...options, workerUrl: options.workerUrl ?? ownWorkerUrl() }, TRANSFERRED_ERRORS);
  }
}

/** Where workers begin: the file beside this one in the sources; in the build seen from the chunk that this becomes a part of. */
function ownWorkerUrl(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "./pool-worker.ts" : "../tango/pool/pool-worker.js", import.meta.url);
}
