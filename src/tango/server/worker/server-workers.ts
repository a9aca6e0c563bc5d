import type { PoolOptions } from "../../../threading/pool/pool-options.ts";
import type { PoolStatistics } from "../../../threading/pool/pool-statistics.ts";
import { movableMemory, ownMemory } from "../../../threading/port/port-message.ts";
import { TangoThreadPool } from "../../pool/tango-thread-pool.ts";
import type { WorkerTask } from "./worker-task.ts";

/** The workers of a server: see TangoThreadPool for what else there is. */
export interface ServerWorkersOptions
  extends Omit<PoolOptions, "initializer" | "whenFull" | "maxFailedStarts" | "size"> {
  /** How many workers there are at most for each module; each is started when it is needed. `os.availableParallelism()` unless given. */
  readonly size?: number;
}

/** The functions of a module, as a pool sees them that knows their names only when it is asked. */
type AnyModule = Record<string, (...args: unknown[]) => unknown>;

/**
 * The workers of a server, in which its devices have calculations done: a pool for each module, made at its first use. A server whose devices
 * need none has none.
 */
export class ServerWorkers {
  readonly #options: ServerWorkersOptions;
  readonly #pools = new Map<string, TangoThreadPool<AnyModule>>();
  #hasEnded = false;

  /** Throws as `TangoThreadPool` when the first task comes, for options that are none. */
  constructor(options: ServerWorkersOptions = {}) {
    this.#options = options;
  }

  /** Runs a function. Rejects with what it throws, with a WorkerDiedError, TaskTimeoutError, PoolQueueFullError, PoolClosedError. */
  async run(task: WorkerTask, args: readonly unknown[]): Promise<unknown> {
    const { timeoutMs, transfer = false } = task.options;
    const own = args.map(ownMemory);
    return this.#poolOf(task.module).submitWith(
      {
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(transfer ? { transfer: movableMemory(own) } : {}),
      },
      task.name,
      ...own,
    );
  }

  /** What the workers do, by the module that they have. */
  get statistics(): Readonly<Record<string, PoolStatistics>> {
    return Object.fromEntries([...this.#pools].map(([module, { statistics }]) => [module, statistics]));
  }

  /** Terminates all at once: what they still do rejects with a PoolClosedError, as all that comes later. */
  async destroy(): Promise<void> {
    this.#hasEnded = true;
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }

  #poolOf(module: URL): TangoThreadPool<AnyModule> {
    let pool = this.#pools.get(module.href);
    if (pool === undefined) {
      pool = new TangoThreadPool<AnyModule>(module, this.#options);
      if (this.#hasEnded) void pool.destroy();
      this.#pools.set(module.href, pool);
    }
    return pool;
  }
}
