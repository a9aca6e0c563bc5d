import { AsyncResource } from "node:async_hooks";
import { listenForAbort } from "../../../iiop/abort-listener.ts";
import type { CallOptions } from "../../../iiop/call-options.ts";
import { devError } from "../../error/dev-error.ts";
import { ConnectionFailed } from "../../error/dev-failed-classes.ts";
import { logLevelName } from "../../value/log-level.ts";
import type { LogRecord } from "./log-record.ts";
import type { LogTarget, OnLogProblem } from "./log-target.ts";
import { RecordQueue, type RecordQueueLimits } from "./record-queue.ts";
import { targetName } from "./target-name.ts";

/** What a target needs of the log consumer, such as LogViewer: a DeviceProxy has it. */
export interface LogConsumer {
  ping(options?: CallOptions): Promise<unknown>;
  commandInout(
    command: "Log" | "Register" | "UnRegister",
    argument: string | readonly string[],
    options?: CallOptions,
  ): Promise<unknown>;
}

/** Finds a log consumer by the name of its device, as `(name) => new DeviceProxy(name)`. */
export type OpenLogConsumer = (device: string) => LogConsumer;

/** How long a ConsumerTarget waits, in milliseconds. */
export interface ConsumerTargetOptions {
  /** For the answer to a call: 3000 unless given. */
  readonly callTimeoutMs?: number;
  /** For what still waits when it is closed: 1000 unless given. */
  readonly closeTimeoutMs?: number;
}

/**
 * Sends records to a log consumer, one after the other; what it answers is of no interest. All its calls are made in the asynchronous context in
 * which it was made itself.
 */
export class ConsumerTarget implements LogTarget {
  readonly name: string;
  readonly opened: Promise<void>;
  readonly #device: string;
  readonly #onProblem: OnLogProblem;
  readonly #callTimeoutMs: number;
  readonly #closeTimeoutMs: number;
  readonly #queue = new RecordQueue(LIMITS, (records) => this.#send(records));
  readonly #sources = new Set<string>();
  /** In which calls are made, rather than in the call flow of a device that does not wait for them. */
  readonly #scope = new AsyncResource("ConsumerTarget");
  readonly #ending = new AbortController();
  #consumer: LogConsumer | undefined;
  #lost = 0;
  #isFailing = false;

  constructor(
    device: string,
    openConsumer: OpenLogConsumer,
    onProblem: OnLogProblem,
    options: ConsumerTargetOptions = {},
  ) {
    this.name = targetName("device", device);
    this.#device = device;
    this.#onProblem = onProblem;
    this.#callTimeoutMs = options.callTimeoutMs ?? 3000;
    this.#closeTimeoutMs = options.closeTimeoutMs ?? 1000;
    this.opened = this.#connect(openConsumer);
    this.opened.catch(() => {});
  }

  get lost(): number {
    return this.#lost + this.#queue.dropped;
  }

  attach(source: string): void {
    this.#sources.add(source);
    this.#tell("Register", source).catch(() => {});
  }

  detach(source: string): void {
    this.#sources.delete(source);
    this.#tell("UnRegister", source).catch(() => {});
  }

  write(record: LogRecord): void {
    this.#queue.push(record);
  }

  async isAlive(): Promise<boolean> {
    try {
      await this.opened;
      await this.#withinTime((options) => this.#consumer!.ping(options));
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    const timer = setTimeout(() => this.#ending.abort(), this.#closeTimeoutMs);
    await this.#queue.idle();
    await Promise.allSettled([...this.#sources].map((source) => this.#tell("UnRegister", source)));
    clearTimeout(timer);
    this.#ending.abort();
  }

  async #connect(openConsumer: OpenLogConsumer): Promise<void> {
    try {
      this.#consumer = openConsumer(this.#device);
      await this.#withinTime((options) => this.#consumer!.ping(options));
    } catch (cause) {
      const desc = `Could not connect to log consumer ${this.#device}`;
      const level = devError("API_ConnectionFailed", desc, "Logging::add_logging_target()");
      throw new ConnectionFailed([level], { cause });
    }
  }

  async #send([record]: readonly LogRecord[]): Promise<void> {
    try {
      await this.#tell("Log", logArgument(record!));
      this.#isFailing = false;
    } catch (error) {
      this.#lost++;
      if (this.#isFailing || this.#ending.signal.aborted) return;
      this.#isFailing = true;
      this.#onProblem(`cannot send the log to the device ${this.#device}`, error);
    }
  }

  async #tell(
    command: "Log" | "Register" | "UnRegister",
    argument: string | readonly string[],
  ): Promise<void> {
    await this.opened;
    await this.#withinTime((options) => this.#consumer!.commandInout(command, argument, options));
  }

  /** Ends with the target, even a call that heeds neither its signal nor its time. */
  #withinTime(call: (options: CallOptions) => Promise<unknown>): Promise<void> {
    const { signal } = this.#ending;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const stopListening = listenForAbort(signal, () => reject(signal.reason));
      const options = { timeoutMs: this.#callTimeoutMs, signal };
      this.#scope
        .runInAsyncScope(call, undefined, options)
        .finally(stopListening)
        .then(() => resolve(), reject);
    });
  }
}

/**
 * The argument of the command Log: time in milliseconds, level, device, message, context (never any), thread. Characters that a DevString cannot
 * carry become question marks.
 */
function logArgument({ time, level, device, message, thread }: LogRecord): readonly string[] {
  const text = message.replace(BEYOND_LATIN_1, "?").replaceAll("\0", "?");
  return [String(Math.floor(time)), logLevelName(level), device, text, "", `@${thread.toString(16)} [0]`];
}

const LIMITS: RecordQueueLimits = { maxRecords: 10_000, maxCharacters: 4 * 1024 * 1024, batchSize: 1 };

const BEYOND_LATIN_1 = /[\u0100-\u{10ffff}]/gu;
