import { listenForAbort } from "../../../iiop/abort-listener.ts";
import { refusePosting } from "../../../iiop/refuse-posting.ts";
import type { TangoEvent } from "../data/tango-event.ts";
import { EventQueue } from "./event-queue.ts";
import type { EventQueueOptions } from "./event-queue-options.ts";
import type { EventSink } from "./event-sink.ts";
import type { EventStream } from "./event-stream.ts";

/** Makes a subscription with this sink, until `over` is aborted. */
export type Subscribe = (sink: EventSink, over: AbortSignal) => Promise<unknown>;

/** An EventStream over a subscription that `subscribe` makes. */
export class QueuedEventStream implements EventStream<TangoEvent>, EventSink {
  readonly #subscribe: Subscribe;
  readonly #queue: EventQueue;
  /** Aborted when nothing is wanted any more. */
  readonly #over = new AbortController();
  readonly #signal: AbortSignal | undefined;
  #begun = false;
  #failure: unknown = undefined;
  #hasFailed = false;
  readonly #waiting: Waiting[] = [];
  #stopListening: (() => void) | null = null;

  constructor(subscribe: Subscribe, options: EventQueueOptions, signal: AbortSignal | undefined) {
    this.#subscribe = subscribe;
    this.#queue = new EventQueue(options);
    refusePosting(this, () => "a stream of events belongs to one thread: post what its events hold");
    this.#signal = signal;
  }

  get size(): number {
    return this.#queue.size;
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  next(): Promise<IteratorResult<TangoEvent, undefined>> {
    const event = this.#queue.take();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#hasFailed) {
      this.#hasFailed = false;
      return Promise.reject(this.#failure);
    }
    // Until it begins it does not listen: it may never be asked for anything, and its signal live for ever.
    if (this.#signal?.aborted) this.#finish();
    if (this.#over.signal.aborted) return Promise.resolve(DONE);
    if (!this.#begun) this.#begin();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<TangoEvent, undefined>> {
    this.#finish();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#finish();
    return Promise.resolve();
  }

  put(event: TangoEvent): void {
    const first = this.#waiting.shift();
    if (first === undefined) this.#queue.put(event);
    else first.resolve({ done: false, value: event });
  }

  end(reason: Error | null): void {
    if (reason === null) this.#finish();
    else this.#fail(reason);
  }

  #begin(): void {
    this.#begun = true;
    if (this.#signal !== undefined) this.#stopListening = listenForAbort(this.#signal, () => this.#finish());
    this.#subscribe(this, this.#over.signal).catch((error: unknown) => this.#fail(error));
  }

  /** The next one who asks is told; what came before he is given all the same. */
  #fail(error: unknown): void {
    if (this.#over.signal.aborted) return;
    this.#release();
    const [first, ...rest] = this.#waiting.splice(0);
    if (first !== undefined) first.reject(error);
    else {
      this.#failure = error;
      this.#hasFailed = true;
    }
    for (const { resolve } of rest) resolve(DONE);
  }

  #finish(): void {
    if (this.#over.signal.aborted) return;
    this.#release();
    this.#queue.takeAll();
    for (const { resolve } of this.#waiting.splice(0)) resolve(DONE);
  }

  #release(): void {
    this.#over.abort();
    this.#stopListening?.();
    this.#stopListening = null;
  }
}

/** Somebody who has asked for an event. */
interface Waiting {
  resolve(result: IteratorResult<TangoEvent, undefined>): void;
  reject(error: unknown): void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };
