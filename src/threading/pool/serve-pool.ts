import { cleanup } from "../orb-registry.ts";
import { RunningTask } from "./current-task.ts";
import type { ErrorTransfer } from "./error-transfer.ts";
import { messageOf } from "./message-of.ts";
import { openParentPort, type ParentPort } from "./parent-port.ts";
import type { CalledTask, ToWorker } from "./pool-message.ts";

/**
 * What a worker of a pool is: loads the module of its tasks, runs one after the other, and closes the ORB context of its thread or
 * process before it ends. The entry file of a pool's workers calls it, and does nothing else.
 */
export function servePool(errors: ErrorTransfer): void {
  new PoolServer(errors);
}

class PoolServer {
  readonly #errors: ErrorTransfer;
  readonly #port: ParentPort;
  #module: Record<string, unknown> = {};
  #running: { readonly id: number; readonly task: RunningTask } | undefined;

  constructor(errors: ErrorTransfer) {
    this.#errors = errors;
    this.#port = openParentPort({
      onMessage: (message) => this.#onMessage(message),
      onGone: () => void this.#end(),
    });
    // It only listens: Node ends the worker after it, as it would without.
    process.on("uncaughtExceptionMonitor", (error) =>
      this.#port.post({ type: "crash", error: errors.pack(error) }),
    );
  }

  #onMessage(message: ToWorker): void {
    switch (message.type) {
      case "start":
        return void this.#start(message.module, message.initializer);
      case "task":
        return void this.#run(message.id, message);
      case "abort":
        if (message.id === this.#running?.id) this.#running.task.abort(this.#errors.unpack(message.reason));
        return;
      case "end":
        return void this.#end();
    }
  }

  async #start(module: string, initializer: CalledTask | null): Promise<void> {
    try {
      this.#module = await import(module);
      if (initializer !== null) await this.#call(new RunningTask(initializer.name), initializer.args);
    } catch (error) {
      this.#port.post({ type: "unusable", error: this.#errors.pack(error) });
      return this.#end();
    }
    this.#port.post({ type: "ready" });
  }

  async #run(id: number, { name, args }: CalledTask): Promise<void> {
    const task = new RunningTask(name);
    this.#running = { id, task };
    try {
      this.#give(id, task, await this.#call(task, args));
    } catch (error) {
      this.#port.post({ type: "failure", id, error: this.#errors.pack(error) });
    }
    this.#running = undefined;
  }

  #give(id: number, task: RunningTask, value: unknown): void {
    try {
      this.#port.post({ type: "result", id, value }, task.moved);
    } catch (cause) {
      throw new TypeError(`what the task ${task.name} gives cannot be posted: ${messageOf(cause)}`, {
        cause,
      });
    }
  }

  #call(task: RunningTask, args: readonly unknown[]): unknown {
    const call = taskOf(this.#module, task.name);
    return task.run(() => call(...args));
  }

  async #end(): Promise<void> {
    this.#running?.task.abort(new Error("the pool of this task is gone"));
    // What fails to end is gone with the worker.
    await cleanup().catch(() => undefined);
    // Whatever the tasks left running: in a thread this ends the thread alone.
    process.exit(0);
  }
}

/** The function of a module. Those of a CommonJS module may all be in its default export. */
function taskOf(module: Record<string, unknown>, name: string): (...args: readonly unknown[]) => unknown {
  const { default: inner } = module;
  const found =
    module[name] ??
    (typeof inner === "object" && inner !== null ? (inner as typeof module)[name] : undefined);
  if (typeof found === "function") return found as never;
  const others = Object.keys(module).filter((key) => typeof module[key] === "function");
  throw new TypeError(
    `the module of the tasks exports no function ${name}, but ${others.join(", ") || "none"}`,
  );
}
