import { Worker } from "node:worker_threads";
import { type FromWorker, isPosted, toPost } from "./pool-message.ts";
import { runnable, typescriptLoader } from "./typescript-loader.ts";
import type { StartWorker } from "./worker-link.ts";

/** Starts a worker as a thread. */
export const startThread: StartWorker = (settings, events) => {
  const { entry, module, env, execArgv, resourceLimits } = settings;
  const loader = typescriptLoader([entry, module]);
  // What is imported first is not over when the file of a thread begins, so the thread begins with it.
  const first =
    loader === null
      ? entry
      : runnable(
          `await import(${JSON.stringify(loader.href)}); await import(${JSON.stringify(entry.href)});`,
        );
  const worker = new Worker(first, {
    ...(env && { env }),
    ...(execArgv && { execArgv: [...execArgv] }),
    ...(resourceLimits && { resourceLimits }),
  });
  const name = `thread ${worker.threadId}`;
  let cause: unknown;
  worker.on("message", (message) => {
    if (isPosted<FromWorker>(message)) events.onMessage(message);
  });
  worker.on("error", (error) => {
    cause = error;
  });
  // What cannot be read is lost, and with it the outcome of a task.
  worker.on("messageerror", (error) => {
    cause = error;
    void worker.terminate();
  });
  worker.once("exit", (exitCode) => events.onExit({ exitCode, signal: null }, cause));
  return {
    name,
    post: (message, moved = []) => worker.postMessage(toPost(message), moved),
    hold: (holds) => (holds ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
};
