import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { ROOT } from "../../support/source-files.ts";
import { end, run, type TangoRelease } from "../../support/tango-release.ts";

/** PyTango's Database in a process of its own, whose methods are called by their names. */
export class PyTangoDatabase {
  readonly #program: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  #said = "";
  /** The last call: one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(release: TangoRelease) {
    const python = release.version === "9.3" ? "/usr/bin/python3" : "python3";
    const source = readFileSync(join(ROOT, "test/interop/tango/database_calls.py"), "utf8");
    this.#program = run(release, python, "-c", source);
    this.#program.stderr.on("data", (chunk) => {
      this.#said += chunk;
    });
    this.#lines = createInterface({ input: this.#program.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** What a method gives. Rejects with a PyTangoError where it raises something. */
  call<T = unknown>(method: string, ...args: unknown[]): Promise<T> {
    const answer = this.#last.then(async () => {
      this.#program.stdin.write(`${JSON.stringify([method, args])}\n`);
      const { value: line, done } = await this.#answers.next();
      if (done) throw new Error(`PyTango ended at ${method}: ${this.#said}`);
      const { value, errors } = JSON.parse(line) as { value: T; errors?: string[] };
      if (errors !== undefined) throw new PyTangoError(method, errors);
      return value;
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async stop(): Promise<void> {
    this.#lines.close();
    await end(this.#program);
  }
}

/** What PyTango raised: the reasons of a DevFailed, or another exception in words. */
export class PyTangoError extends Error {
  readonly reasons: readonly string[];

  constructor(method: string, reasons: readonly string[]) {
    super(`${method}: ${reasons.join(", ")}`);
    this.reasons = reasons;
  }
}
