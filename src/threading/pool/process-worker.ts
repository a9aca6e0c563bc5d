import { fork } from "node:child_process";
import { type FromWorker, isPosted, toPost } from "./pool-message.ts";
import { typescriptLoader } from "./typescript-loader.ts";
import type { StartWorker } from "./worker-link.ts";

/** Starts a worker as a process. */
export const startProcess: StartWorker = (settings, events) => {
  const { entry, module, env, execArgv = process.execArgv } = settings;
  const loader = typescriptLoader([entry, module]);
  const child = fork(entry, {
    // As between threads: typed arrays, maps, bigints.
    serialization: "advanced",
    execArgv: [...execArgv, ...(loader === null ? [] : ["--import", loader.href])],
    ...(env && { env }),
  });
  let cause: unknown;
  let exit: { readonly exitCode: number | null; readonly signal: NodeJS.Signals | null } | undefined;
  child.on("message", (message) => {
    if (isPosted<FromWorker>(message)) events.onMessage(message);
  });
  // The last messages may come after the exit: the end of the channel is behind them.
  const end = () => {
    if (exit !== undefined && !child.connected) events.onExit(exit, cause);
  };
  child.once("exit", (exitCode, signal) => {
    exit = { exitCode, signal };
    end();
  });
  child.once("disconnect", end);
  child.on("error", (error) => {
    cause = error;
    // It did not even start: no exit follows.
    if (child.pid === undefined && exit === undefined) {
      exit = { exitCode: null, signal: null };
      end();
    }
  });
  return {
    name: `process ${child.pid ?? "that did not start"}`,
    // What the callback would be told, the exit tells.
    post: (message) => child.connected && void child.send(toPost(message), undefined, {}, () => undefined),
    hold(holds) {
      if (holds) {
        child.ref();
        child.channel?.ref();
      } else {
        child.unref();
        child.channel?.unref();
      }
    },
    terminate: () => void child.kill("SIGKILL"),
  };
};
