import type { ResourceLimits } from "node:worker_threads";
import { LONGEST_TIMER_MS } from "../../iiop/longest-timer.ts";
import type { TaskCall } from "./task-module.ts";

/** How a pool works; `M` is the module of its tasks. */
export interface PoolOptions<M = unknown> {
  /** How many workers there are at most; each is started when a task needs it. `os.availableParallelism()` unless given. */
  readonly size?: number;
  /** What a worker is: a thread of this process, or a process of its own. "thread" unless given. */
  readonly kind?: "thread" | "process";
  /** A task of the module that each worker runs before all others, with its arguments: `["connect", "sys/tg_test/1"]`. */
  readonly initializer?: TaskCall<M>;
  /** How many tasks may wait while all workers are busy. 10000 unless given. */
  readonly maxQueued?: number;
  /**
   * Which task is not run when one more than these is submitted: it, or the one that has waited for the longest. That one rejects with a
   * PoolQueueFullError. "drop-newest" unless given; `room()` waits until there is room.
   */
  readonly whenFull?: "drop-newest" | "drop-oldest";
  /**
   * How long a worker has to end a task that nobody wants any more, or itself, before it is terminated, in milliseconds. 1000 unless
   * given.
   */
  readonly graceMs?: number;
  /** How long a worker may take to load the module and to run the initializer, in milliseconds. 30000 unless given. */
  readonly startTimeoutMs?: number;
  /** After how many failed starts in a row the pool is broken, and rejects all tasks with a PoolBrokenError. 3 unless given. */
  readonly maxFailedStarts?: number;
  /** The environment of the workers; a copy of this process's unless given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Options of Node for the workers; those of this process unless given. */
  readonly execArgv?: readonly string[];
  /** How much memory each thread may have. */
  readonly resourceLimits?: ResourceLimits;
  /** The file that workers begin with, for programs of which a bundler makes one file: see docs/threading.md. */
  readonly workerUrl?: URL;
}

/** The options without those that the pool itself has no use for, all given. */
export type PoolSettings = Required<
  Pick<
    PoolOptions,
    "size" | "kind" | "maxQueued" | "whenFull" | "graceMs" | "startTimeoutMs" | "maxFailedStarts"
  >
>;

/** Throws a RangeError or TypeError for what is not possible. */
export function poolSettings(options: Partial<PoolSettings>, size: number): PoolSettings {
  const settings: PoolSettings = {
    size: options.size ?? size,
    kind: options.kind ?? "thread",
    maxQueued: options.maxQueued ?? 10_000,
    whenFull: options.whenFull ?? "drop-newest",
    graceMs: options.graceMs ?? 1000,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
    maxFailedStarts: options.maxFailedStarts ?? 3,
  };
  for (const name of ["size", "maxFailedStarts"] as const) {
    if (!(Number.isInteger(settings[name]) && settings[name] > 0))
      throw new RangeError(`${name} is a number from 1, not ${settings[name]}`);
  }
  for (const name of ["maxQueued", "graceMs", "startTimeoutMs"] as const) {
    if (!(settings[name] >= 0 && settings[name] <= LONGEST_TIMER_MS))
      throw new RangeError(`${name} is from 0 to ${LONGEST_TIMER_MS}, not ${settings[name]}`);
  }
  if (settings.kind !== "thread" && settings.kind !== "process")
    throw new TypeError(`kind is "thread" or "process", not ${settings.kind}`);
  if (settings.whenFull !== "drop-newest" && settings.whenFull !== "drop-oldest")
    throw new TypeError(`whenFull is "drop-newest" or "drop-oldest", not ${settings.whenFull}`);
  return settings;
}
