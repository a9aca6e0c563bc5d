import type { Writable } from "node:stream";
import { formatConsoleLine } from "./console-layout.ts";
import type { LogRecord } from "./log-record.ts";
import type { LogTarget, OnLogProblem } from "./log-target.ts";
import { targetName } from "./target-name.ts";

/** Writes records as lines to a stream that is somebody else's, as a rule the standard output. */
export class ConsoleTarget implements LogTarget {
  readonly name = targetName("console", "");
  readonly opened = Promise.resolve();
  readonly #output: Writable;
  readonly #onError: (error: unknown) => void;
  #lost = 0;

  constructor(output: Writable, onProblem: OnLogProblem) {
    this.#output = output;
    this.#onError = (error) => onProblem("cannot write the log to the console", error);
    output.on("error", this.#onError);
  }

  get lost(): number {
    return this.#lost;
  }

  attach(): void {}

  detach(): void {}

  /** Loses the record where the stream has ended, or where its reader has stopped and too much waits. */
  write(record: LogRecord): void {
    if (!this.#output.writable || this.#output.writableLength > MAX_WAITING_OCTETS) this.#lost++;
    else this.#output.write(formatConsoleLine(record));
  }

  async isAlive(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {
    this.#output.off("error", this.#onError);
  }
}

const MAX_WAITING_OCTETS = 16 * 1024 * 1024;
