/** The names of the functions that a module exports: what a pool can run of it. `M` is `typeof import("./tasks.ts")`. */
export type TaskName<M> = {
  [K in keyof M & string]: M[K] extends (...args: never[]) => unknown ? K : never;
}[keyof M & string];

/** What the task `K` of the module `M` is called with. */
export type TaskArguments<M, K extends TaskName<M>> = M[K] extends (...args: infer A) => unknown ? A : never;

/** The one argument of a task that can be called with one; never for a task that needs more. */
export type TaskInput<M, K extends TaskName<M>> = M[K] extends (input: infer A) => unknown ? A : never;

/** What a task gives, once its promise has resolved. */
export type TaskResult<M, K extends TaskName<M>> = M[K] extends (...args: never[]) => infer R
  ? Awaited<R>
  : never;

/** A task with its arguments, as `["connect", "sys/tg_test/1"]`. */
export type TaskCall<M> = {
  [K in TaskName<M>]: readonly [name: K, ...args: TaskArguments<M, K>];
}[TaskName<M>];
