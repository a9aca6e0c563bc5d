import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../../support/source-files.ts";

/** A release whose programs are started. */
export interface Release {
  readonly release: "9.3" | "10.0";
  readonly script: "tango93.sh" | "tango10.sh";
  /** The variable by which the script is told the port of the database. */
  readonly port: "TANGO93_PORT" | "TANGO10_PORT";
}

export const RELEASES: readonly Release[] = [
  { release: "9.3", script: "tango93.sh", port: "TANGO93_PORT" },
  { release: "10.0", script: "tango10.sh", port: "TANGO10_PORT" },
];

/** A program of a real Tango, which finds the database at a port of this host. */
export class PeerProgram {
  readonly #process: ChildProcess;
  /** Resolves with its exit code when it has ended and all is read. */
  readonly ended: Promise<number | null>;
  #output = "";
  readonly #listeners = new Set<() => void>();

  constructor({ script, port }: Release, databasePort: number, command: readonly string[]) {
    // A process group of its own, with all that it starts.
    this.#process = spawn("bash", [join(ROOT, "test/interop/peers", script), "exec", ...command], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, [port]: String(databasePort), TANGO_HOST: `127.0.0.1:${databasePort}` },
    });
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        this.#output += chunk;
        for (const listener of this.#listeners) listener();
      });
    }
    this.ended = once(this.#process, "close").then(([code]) => code);
  }

  /** All that it wrote so far. */
  get output(): string {
    return this.#output;
  }

  /** Resolves when it has written this; rejects where it ends before. */
  async says(text: string): Promise<void> {
    const said = new Promise<true>((resolve) => {
      const look = () => this.#output.includes(text) && resolve(true);
      this.#listeners.add(look);
      look();
    });
    const wasSaid = await Promise.race([said, this.ended.then(() => this.#output.includes(text))]);
    if (!wasSaid) throw new Error(`it ended before it said "${text}": ${this.#output}`);
  }

  /** Ends it, whatever it does. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      process.kill(-this.#process.pid!, "SIGKILL");
    }
    await this.ended;
  }
}
