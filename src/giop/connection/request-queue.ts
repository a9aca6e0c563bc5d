import type { IncomingLocateRequest, IncomingRequest } from "./incoming-request.ts";
import type { RequestSink, ServerOutput } from "./request-sink.ts";

/**
 * The requests of one server connection: those that run, and those that wait for room, in order. At most `maximum` run, and no more
 * begin while those that do have `maxBytes` octets or more. As soon as one must wait reading is paused; it resumes when none
 * waits and half of the room is free. While the queue is held nothing new runs, and reading is paused too.
 */
export class RequestQueue {
  readonly #output: ServerOutput;
  readonly #sink: RequestSink;
  readonly #maximum: number;
  readonly #maxBytes: number;
  /** In no order. An array, since a Set that has one member again and again makes its table anew each time. */
  readonly #running: (IncomingRequest | IncomingLocateRequest)[] = [];
  #bytes = 0;
  #waiting: IncomingRequest[] = [];
  #paused = false;
  #held = false;
  #delivering = false;

  constructor(output: ServerOutput, sink: RequestSink, maximum: number, maxBytes: number) {
    this.#output = output;
    this.#sink = sink;
    this.#maximum = maximum;
    this.#maxBytes = maxBytes;
  }

  /** How many run. */
  get inProgress(): number {
    return this.#running.length;
  }

  /** Delivers a request, now or when there is room. */
  deliver(request: IncomingRequest): void {
    if (!this.#held && this.#waiting.length === 0 && this.#hasRoom) {
      this.#run(request);
      return;
    }
    this.#waiting.push(request);
    this.#pause();
  }

  /** The client does not take its answers: until release() none more are made. */
  hold(): void {
    this.#held = true;
    this.#pause();
  }

  /** The client took what was sent. */
  release(): void {
    this.#held = false;
    this.#runWaiting();
  }

  /** Counts something that runs without waiting for room. */
  count(incoming: IncomingRequest | IncomingLocateRequest): void {
    this.#running.push(incoming);
    if ("size" in incoming) this.#bytes += incoming.size;
  }

  /** Something has ended: the next may run. */
  done(incoming: IncomingRequest | IncomingLocateRequest): void {
    this.#remove(incoming);
    this.#runWaiting();
  }

  #runWaiting(): void {
    // A request may end while it is delivered; the loop below then goes on instead of nesting.
    if (this.#delivering) return;
    this.#delivering = true;
    while (!this.#held && this.#waiting.length > 0 && this.#hasRoom) {
      this.#run(this.#waiting.shift()!);
    }
    this.#delivering = false;
    if (
      this.#paused &&
      !this.#held &&
      this.#waiting.length === 0 &&
      this.#running.length * 2 <= this.#maximum &&
      this.#bytes * 2 <= this.#maxBytes
    ) {
      this.#paused = false;
      this.#output.resumeReading();
    }
  }

  /** The client gave up this request, if it is here. One that waits is never delivered. */
  cancel(requestId: number): void {
    const waiting = this.#waiting.findIndex((request) => waitsFor(request, requestId));
    if (waiting >= 0) {
      this.#waiting.splice(waiting, 1);
      return;
    }
    for (const incoming of [...this.#running]) {
      if ("cancel" in incoming && waitsFor(incoming, requestId)) this.#cancel(incoming);
    }
  }

  /** Forgets those that wait. */
  dropWaiting(): void {
    this.#waiting = [];
  }

  /** Nobody waits for any answer any more. */
  cancelAll(): void {
    this.dropWaiting();
    this.#paused = false;
    for (const incoming of [...this.#running]) if ("cancel" in incoming) this.#cancel(incoming);
  }

  #remove(incoming: IncomingRequest | IncomingLocateRequest): void {
    const at = this.#running.indexOf(incoming);
    if (at < 0) return;
    const last = this.#running.pop()!;
    if (last !== incoming) this.#running[at] = last;
    if ("size" in incoming) this.#bytes -= incoming.size;
  }

  get #hasRoom(): boolean {
    return this.#running.length < this.#maximum && this.#bytes < this.#maxBytes;
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#output.pauseReading();
  }

  #run(request: IncomingRequest): void {
    this.count(request);
    this.#sink.onRequest(request);
  }

  #cancel(request: IncomingRequest): void {
    if (request.cancelled) return;
    request.cancel();
    this.#sink.onCancel(request);
  }
}

/** Whether the client waits for an answer under this id; ids of oneway requests may be used again. */
function waitsFor(request: IncomingRequest, requestId: number): boolean {
  return request.responseExpected && request.header.requestId === requestId;
}
