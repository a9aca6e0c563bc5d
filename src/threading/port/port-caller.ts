import { threadId } from "node:worker_threads";
import { listenForAbort } from "../../iiop/abort-listener.ts";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";
import { LONGEST_TIMER_MS } from "../../iiop/longest-timer.ts";
import { PortCallError } from "./port-call-error.ts";
import { type AnswererMessage, type CallerMessage, movableMemory, type Port } from "./port-message.ts";

/** What to do with a call while too many are unanswered. */
export type WhenFull = "wait" | "drop-newest" | "drop-oldest";

/** How a PortCaller works. */
export interface PortCallerOptions {
  /** What is at the other end, for the texts of errors: `the device test/source/1`. */
  readonly peer: string;
  /** Calls that may be unanswered at a time; others wait here. */
  readonly maxUnanswered: number;
  /** Calls that may wait; one more is refused. */
  readonly maxWaiting: number;
  /** The error that the other side packed. */
  readonly unpackError: (packed: unknown) => Error;
  /** The other side told something. */
  readonly onTold?: (what: unknown) => void;
  /** The other side wants this one to end. */
  readonly onEndWanted?: () => void;
  /** The port is closed: `error` is what calls fail with from now on. */
  readonly onClosed?: (error: Error) => void;
}

/** How one call is made. */
export interface PortCallOptions {
  /**
   * Where too many are unanswered: "wait", unless given, waits in turn; "drop-newest" drops this call; "drop-oldest" lets it wait,
   * and drops the call that has waited longest where as many wait as may be unanswered.
   */
  readonly whenFull?: WhenFull | undefined;
  /** The longest that it may take, in milliseconds; without end unless given. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait. The other side is told, and may have done it already. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the memory of arrays in the arguments is moved to the other thread, rather than copied: here they are empty then. */
  readonly transfer?: boolean | undefined;
}

/** What a PortCaller did so far. */
export interface PortCallerSnapshot {
  /** Calls that were sent and not answered yet. */
  readonly unanswered: number;
  /** Calls that wait to be sent. */
  readonly waiting: number;
  /** Calls that were answered well. */
  readonly answered: number;
  /** Calls that were dropped or refused since too many were under way. */
  readonly dropped: number;
}

/**
 * Makes calls to another thread over a port, which a PortAnswerer there answers: in order, and never more at a time than may be
 * unanswered. The port keeps this thread alive only while calls are under way.
 */
export class PortCaller {
  readonly #port: Port;
  readonly #options: PortCallerOptions;
  readonly #unanswered = new Map<number, PendingCall>();
  readonly #waiting = new Set<PendingCall>();
  #lastId = 0;
  #answered = 0;
  #dropped = 0;
  /** What calls fail with from now on; undefined while it is open. */
  #closed: Error | undefined;
  #closing: Promise<void> | undefined;
  /** Called when nothing is under way any more. */
  #onIdle: (() => void) | undefined;

  /** Takes the port over. Throws a TypeError where another PortCaller has it. */
  constructor(port: Port, options: PortCallerOptions) {
    takeOver(port);
    this.#port = port;
    this.#options = options;
    port.on("message", (message: AnswererMessage) => this.#receive(message));
    port.on("close", () => this.#close(this.#gone()));
    this.#post({ kind: "hello", thread: threadId });
    port.unref();
  }

  /** Why it is closed; undefined while it is open. */
  get closed(): Error | undefined {
    return this.#closed;
  }

  /** What it did so far. */
  snapshot(): PortCallerSnapshot {
    return {
      unanswered: this.#unanswered.size,
      waiting: this.#waiting.size,
      answered: this.#answered,
      dropped: this.#dropped,
    };
  }

  /**
   * Calls `method` of the other side. What is passed is copied at once, or moved. Rejects with what the other side failed with, with a
   * PortCallError, with a CallAbortedError, or with what the port was closed for.
   */
  async call(
    method: string,
    args: readonly unknown[],
    options: PortCallOptions = NO_OPTIONS,
  ): Promise<unknown> {
    if (this.#closed !== undefined) throw this.#closed;
    if (this.#closing !== undefined) {
      throw new PortCallError(
        "PORT_CLOSED",
        `${method}: what leads to ${this.#options.peer} is being closed`,
      );
    }
    const { signal, timeoutMs, transfer = false } = options;
    if (signal?.aborted) throw new CallAbortedError(this.#describe(method), signal.reason);
    const isFull = this.#unanswered.size >= this.#options.maxUnanswered;
    if (isFull) this.#makeRoom(method, options.whenFull ?? "wait");
    return new Promise((resolve, reject) => {
      const call = new PendingCall(++this.#lastId, method, resolve, reject);
      if (isFull) {
        call.args = this.#copied(method, args, transfer);
        this.#waiting.add(call);
      } else {
        this.#send(call, args, transfer ? movableMemory(args) : NO_MEMORY);
      }
      this.#limit(call, timeoutMs, signal);
    });
  }

  /** Ends it when all that is under way has been answered. Every call joins the first. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    if (this.#closed !== undefined) return;
    if (this.#unanswered.size + this.#waiting.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    if (this.#closed !== undefined) return;
    this.#post({ kind: "end" });
    this.#close(new PortCallError("PORT_CLOSED", `what led to ${this.#options.peer} has been closed`));
  }

  #makeRoom(method: string, whenFull: WhenFull): void {
    const { maxUnanswered, maxWaiting, peer } = this.#options;
    const { size } = this.#waiting;
    if (whenFull === "drop-oldest" && size >= maxUnanswered) {
      const [oldest] = this.#waiting;
      this.#drop(oldest!, this.#full(oldest!.method, "and newer ones came"));
    } else if (whenFull === "drop-newest") {
      this.#dropped++;
      throw this.#full(method, "as many as may be");
    } else if (size >= maxWaiting) {
      this.#dropped++;
      throw new PortCallError(
        "PORT_FULL",
        `${method}: ${size} calls wait already for ${peer}; await some of them`,
      );
    }
  }

  #drop(call: PendingCall, error: Error): void {
    this.#dropped++;
    this.#waiting.delete(call);
    call.reject(error);
  }

  #full(method: string, why: string): PortCallError {
    const { maxUnanswered, peer } = this.#options;
    return new PortCallError(
      "PORT_FULL",
      `${method} was dropped: ${maxUnanswered} calls of ${peer} are unanswered, ${why}`,
    );
  }

  #copied(method: string, args: readonly unknown[], transfer: boolean): readonly unknown[] {
    try {
      return structuredClone(args, { transfer: transfer ? movableMemory(args) : [] });
    } catch (cause) {
      throw notPostable(method, cause);
    }
  }

  #send(call: PendingCall, args: readonly unknown[], memory: readonly ArrayBuffer[]): void {
    const { id, method } = call;
    try {
      this.#port.postMessage({ kind: "call", id, method, args } satisfies CallerMessage, memory);
    } catch (cause) {
      throw notPostable(method, cause);
    }
    if (this.#unanswered.size === 0) this.#port.ref();
    this.#unanswered.set(id, call);
  }

  #limit(call: PendingCall, timeoutMs: number | undefined, signal: AbortSignal | undefined): void {
    if (signal !== undefined) {
      call.stopListening = listenForAbort(signal, () =>
        this.#giveUp(call, new CallAbortedError(this.#describe(call.method), signal.reason)),
      );
    }
    if (timeoutMs === undefined || timeoutMs > LONGEST_TIMER_MS) return;
    call.timer = setTimeout(() => {
      const problem = `${this.#describe(call.method)} was not answered within ${timeoutMs} ms`;
      this.#giveUp(call, new PortCallError("PORT_TIMEOUT", problem));
    }, timeoutMs);
  }

  /** Nobody waits for it. One that was sent counts as unanswered until it is answered. */
  #giveUp(call: PendingCall, error: Error): void {
    if (!this.#waiting.delete(call)) this.#post({ kind: "cancel", id: call.id });
    call.reject(error);
  }

  #receive(message: AnswererMessage): void {
    switch (message.kind) {
      case "answer":
        this.#answered++;
        this.#take(message.id)?.resolve(message.value);
        break;
      case "failure":
        this.#take(message.id)?.reject(this.#options.unpackError(message.error));
        break;
      case "told":
        this.#options.onTold?.(message.what);
        break;
      case "end wanted":
        this.#options.onEndWanted?.();
        break;
      case "cut off":
        this.#close(this.#options.unpackError(message.error));
        break;
    }
  }

  /** The call that was answered; another takes its place. */
  #take(id: number): PendingCall | undefined {
    const call = this.#unanswered.get(id);
    this.#unanswered.delete(id);
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      this.#send(next, next.args, movableMemory(next.args));
      break;
    }
    if (this.#unanswered.size === 0) {
      this.#port.unref();
      this.#onIdle?.();
    }
    return call;
  }

  #close(error: Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    const lost = [...this.#unanswered.values(), ...this.#waiting];
    this.#unanswered.clear();
    this.#waiting.clear();
    this.#port.close();
    for (const call of lost) call.reject(error);
    this.#onIdle?.();
    this.#options.onClosed?.(error);
  }

  #gone(): PortCallError {
    return new PortCallError("PORT_CLOSED", `${this.#options.peer} is gone, with the thread that it was in`);
  }

  #describe(method: string): string {
    return `${method} of ${this.#options.peer}`;
  }

  #post(message: CallerMessage): void {
    this.#port.postMessage(message);
  }
}

/** A call that has not been answered. */
class PendingCall {
  readonly id: number;
  readonly method: string;
  /** While it waits to be sent: its own copy. */
  args: readonly unknown[] = [];
  timer: NodeJS.Timeout | undefined;
  stopListening: (() => void) | undefined;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: Error) => void;

  constructor(id: number, method: string, resolve: (value: unknown) => void, reject: (error: Error) => void) {
    this.id = id;
    this.method = method;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  resolve(value: unknown): void {
    this.#release();
    this.#resolve(value);
  }

  reject(error: Error): void {
    this.#release();
    this.#reject(error);
  }

  #release(): void {
    clearTimeout(this.timer);
    this.stopListening?.();
  }
}

function takeOver(port: Port): void {
  if (Object.hasOwn(port, TAKEN))
    throw new TypeError("this port is in use: what was made of it is to be shared");
  Object.defineProperty(port, TAKEN, { value: true });
}

function notPostable(method: string, cause: unknown): PortCallError {
  const problem = `${method}: what is passed cannot be posted to another thread: ${(cause as Error).message}`;
  return new PortCallError("PORT_DATA", problem, { cause });
}

const TAKEN: unique symbol = Symbol.for("bandoneon.port-caller") as never;
const NO_OPTIONS: PortCallOptions = {};
const NO_MEMORY: readonly ArrayBuffer[] = [];
