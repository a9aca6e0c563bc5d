// Compiled, never run: what a pool can be asked for, and what it gives.

import { TangoThreadPool } from "../../src/index.ts";
import type { Equal } from "./expect.ts";

/** Does not compile for anything but true. */
declare function check<T extends true>(): T;

/** The module of the tasks, as `typeof import("./tasks.ts")` is. */
interface Tasks {
  readonly scan: (device: string, points: number) => Promise<Float64Array>;
  readonly state: (device: string, retries?: number) => string;
  readonly beep: () => void;
  readonly generic: <T>(value: T) => T;
  readonly LIMIT: number;
  readonly Shutter: new () => object;
}

export async function submissions(module: URL, signal: AbortSignal): Promise<void> {
  const pool = new TangoThreadPool<Tasks>(module, {
    size: 2,
    kind: "process",
    initializer: ["state", "a/b/c"],
  });
  const scan = await pool.submit("scan", "a/b/c", 100);
  check<Equal<typeof scan, Float64Array>>();
  const state = await pool.submit("state", "a/b/c");
  check<Equal<typeof state, string>>();
  const nothing = await pool.submit("beep");
  check<Equal<typeof nothing, void>>();
  await pool.submitWith({ signal, timeoutMs: 100 }, "scan", "a/b/c", 1);
  await pool.submit("generic", 1);

  // @ts-expect-error there is no such task
  await pool.submit("scann", "a/b/c", 100);
  // @ts-expect-error a number is no task
  await pool.submit("LIMIT");
  // @ts-expect-error a class is no task
  await pool.submit("Shutter");
  // @ts-expect-error an argument is missing
  await pool.submit("scan", "a/b/c");
  // @ts-expect-error an argument is of the wrong type
  await pool.submit("scan", "a/b/c", "100");
  // @ts-expect-error there is one argument too many
  await pool.submit("beep", 1);
  // @ts-expect-error the options come first
  await pool.submitWith("scan", "a/b/c", 100);
  // @ts-expect-error the initializer lacks its argument
  new TangoThreadPool<Tasks>(module, { initializer: ["state"] });
  // @ts-expect-error there is no such kind
  new TangoThreadPool<Tasks>(module, { kind: "fork" });
}

export async function mappings(pool: TangoThreadPool<Tasks>): Promise<void> {
  for await (const state of pool.map("state", ["a/b/c"], { ordered: false }))
    check<Equal<typeof state, string>>();
  for await (const nothing of pool.map("beep", [1])) check<Equal<typeof nothing, void>>();

  // @ts-expect-error the inputs are of the wrong type
  pool.map("state", [1]);
  // @ts-expect-error a task that needs two arguments cannot be mapped over one
  pool.map("scan", ["a/b/c"]);
}
