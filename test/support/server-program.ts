import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

/** A device server that runs as a process of its own. */
export interface ServerProgram {
  readonly process: ChildProcess;
  /** Resolves with how it ended: its exit code, or the signal that killed it. */
  readonly exit: Promise<number | NodeJS.Signals>;
  /** What it wrote so far. */
  readonly output: { stdout: string; stderr: string };
  /** Resolves when it has written this to its standard output; rejects where it ends before. */
  says(text: string): Promise<void>;
  /** The port at which it listens, as it says; resolves when it is ready. */
  port(): Promise<number>;
}

/** Starts `test/support/fixture/device-server.ts`, or another of these servers, with these arguments. It is killed when the test ends. */
export function serverProgram(
  t: TestContext,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  file = "device-server.ts",
): ServerProgram {
  const program = fileURLToPath(new URL(`fixture/${file}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  t.after(() => void child.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const exit = once(child, "close").then(([code, signal]) => code ?? signal);
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!output.stdout.includes(text)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
      void exit.then((how) =>
        reject(
          new Error(`the server ended (${how}) before it said "${text}": ${output.stdout}${output.stderr}`),
        ),
      );
    });
  return {
    process: child,
    exit,
    output,
    says,
    async port() {
      await says("Ready to accept request\n");
      return Number(/^Listening at giop:tcp:.*:(\d+)$/m.exec(output.stdout)?.[1]);
    },
  };
}
