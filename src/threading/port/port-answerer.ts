import { isPromise } from "../../iiop/is-promise.ts";
import { type AnswererMessage, type CallerMessage, movableMemory, type Port } from "./port-message.ts";

/** How a PortAnswerer works. */
export interface PortAnswererOptions {
  /** Does what was called; `call` says when nobody waits for it any more. */
  readonly answer: (method: string, args: readonly unknown[], call: AnsweredCall) => unknown;
  /** An error as plain data, for the `unpackError` of the other side. */
  readonly packError: (error: unknown) => unknown;
  /** The other side is there, in the thread of this number. */
  readonly onHello?: (thread: number) => void;
  /** It is over. Calls that were in progress are aborted; what they give is lost. */
  readonly onClosed?: (end: PortEnd) => void;
}

/** How it ended. */
export interface PortEnd {
  /** "ended": the caller closed, and all was answered; "gone": its thread ended without a word; "cut off": this side ended it. */
  readonly how: "ended" | "gone" | "cut off";
  /** Calls that were not answered. */
  readonly unanswered: number;
}

/** Answers the calls that a PortCaller in another thread makes. The port does not keep this thread alive. */
export class PortAnswerer {
  readonly #port: Port;
  readonly #options: PortAnswererOptions;
  readonly #inProgress = new Map<number, AnsweredCall>();
  #hasCaller = false;
  #end: PortEnd | undefined;
  /** Those who wait for the end. */
  readonly #onEnd = new Set<() => void>();

  constructor(port: Port, options: PortAnswererOptions) {
    this.#port = port;
    this.#options = options;
    port.on("message", (message: CallerMessage) => this.#receive(message));
    port.on("close", () => this.#finish("gone"));
    port.unref();
  }

  /** How it ended; undefined while it is open. */
  get end(): PortEnd | undefined {
    return this.#end;
  }

  /** Tells the other side something beside all calls. */
  tell(what: unknown): void {
    this.#post({ kind: "told", what });
  }

  /**
   * Tells the caller to end, and waits until it has, for `timeoutMs` milliseconds at most; then it is cut off, at once where there is no
   * caller yet. Of several calls at a time the one that waits the shortest ends all.
   */
  async endWithin(timeoutMs: number, why: () => Error): Promise<void> {
    if (this.#end === undefined && this.#hasCaller && timeoutMs > 0) {
      if (this.#onEnd.size === 0) this.#post({ kind: "end wanted" });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#onEnd.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    this.cutOff(why());
  }

  /** Answers nothing any more: calls fail with `error` on the other side. */
  cutOff(error: Error): void {
    if (this.#end !== undefined) return;
    this.#post({ kind: "cut off", error: this.#options.packError(error) });
    this.#finish("cut off");
    this.#port.close();
  }

  #receive(message: CallerMessage): void {
    switch (message.kind) {
      case "hello":
        this.#hasCaller = true;
        this.#options.onHello?.(message.thread);
        break;
      case "call":
        this.#answer(message.id, message.method, message.args);
        break;
      case "cancel":
        this.#inProgress.get(message.id)?.abort();
        break;
      case "end":
        this.#finish("ended");
        break;
    }
  }

  #answer(id: number, method: string, args: readonly unknown[]): void {
    if (this.#end !== undefined) return;
    const call = new AnsweredCall();
    this.#inProgress.set(id, call);
    const done = (value: unknown) => this.#settle(id, { kind: "answer", id, value });
    const failed = (error: unknown) =>
      this.#settle(id, { kind: "failure", id, error: this.#options.packError(error) });
    try {
      const outcome = this.#options.answer(method, args, call);
      if (isPromise(outcome)) outcome.then(done, failed);
      else done(outcome);
    } catch (error) {
      failed(error);
    }
  }

  #settle(id: number, message: AnswererMessage): void {
    if (!this.#inProgress.delete(id) || this.#end !== undefined) return;
    try {
      this.#port.postMessage(message, message.kind === "answer" ? movableMemory(message.value) : []);
    } catch (cause) {
      // The caller would wait for ever.
      const problem = new TypeError("the answer cannot be posted to another thread", { cause });
      this.#post({ kind: "failure", id, error: this.#options.packError(problem) });
    }
  }

  #finish(how: PortEnd["how"]): void {
    if (this.#end !== undefined) return;
    this.#end = { how, unanswered: this.#inProgress.size };
    for (const call of this.#inProgress.values()) call.abort();
    this.#inProgress.clear();
    for (const tell of this.#onEnd) tell();
    this.#options.onClosed?.(this.#end);
  }

  #post(message: AnswererMessage): void {
    this.#port.postMessage(message);
  }
}

/** A call that is being answered. What waits for nothing never asks for its signal, and then there is none. */
export class AnsweredCall {
  #controller: AbortController | undefined;
  #isAborted = false;

  /** Aborted when nobody waits for the answer: the caller gave up, or is gone. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted) this.#controller.abort();
    return this.#controller.signal;
  }

  /** Nobody waits for it. */
  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort();
  }
}
