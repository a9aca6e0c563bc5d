import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { type Transferable, Worker } from "node:worker_threads";

/** How a program ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/**
 * A program under `test/support/fixture` in a process of its own; it is killed when the test ends. `fileDescriptors` limits how many
 * it may have.
 */
export function forkFixture(
  t: TestContext,
  name: string,
  args: readonly (string | number)[] = [],
  options: ForkOptions & { fileDescriptors?: number } = {},
): { process: ChildProcess; exit: Promise<Exit>; message: () => Promise<unknown> } {
  const execArgv = ["--import", "tsx", ...(options.execArgv ?? [])];
  // Only a shell can lower the limit of what it starts.
  const limited = `ulimit -n ${options.fileDescriptors}; exec "${process.execPath}" ${execArgv.join(" ")} "$0" "$@"`;
  const child = fork(fixturePath(name), args.map(String), {
    ...(options.fileDescriptors === undefined
      ? { execArgv }
      : { execPath: "/bin/sh", execArgv: ["-c", limited] }),
    stdio: ["ignore", "inherit", "pipe", "ipc"],
    serialization: "advanced",
    env: options.env ?? process.env,
  });
  let stderr = "";
  child.stderr!.on("data", (chunk) => {
    stderr += chunk;
  });
  const exit = once(child, "close").then(([code, signal]) => ({ code, signal, stderr }));
  t.after(() => void child.kill("SIGKILL"));
  const messages: unknown[] = [];
  const takers: ((message: unknown) => void)[] = [];
  child.on("message", (message) => {
    const taker = takers.shift();
    if (taker) taker(message);
    else messages.push(message);
  });
  const message = () =>
    Promise.race([
      messages.length > 0
        ? Promise.resolve(messages.shift())
        : new Promise<unknown>((resolve) => takers.push(resolve)),
      exit.then(({ code, signal, stderr: text }) => {
        throw new Error(`${name} ended (${code ?? signal}) without a message: ${text}`);
      }),
    ]);
  return { process: child, exit, message };
}

/** A program under `test/support/fixture` in a thread of its own; `transferList` is what of `workerData` is moved there. */
export function workerFixture(
  name: string,
  workerData: unknown,
  transferList: readonly Transferable[] = [],
): Worker {
  // The loader of the main thread is not inherited by worker threads on every Node, so a line of JavaScript brings it in.
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(
    new URL(`./fixture/${name}`, import.meta.url).href,
  )}); });`;
  return new Worker(code, { eval: true, workerData, transferList: [...transferList] });
}

function fixturePath(name: string): string {
  return fileURLToPath(new URL(`./fixture/${name}`, import.meta.url));
}
