import type { IncomingLocateRequest, IncomingRequest } from "../giop/connection/incoming-request.ts";
import type { RequestSink } from "../giop/connection/request-sink.ts";
import { ServerConnection, type ServerOutput } from "../giop/connection/server-connection.ts";
import { CONNECTION_STATE } from "./diagnostics.ts";
import { dispatch, locate } from "./dispatcher.ts";
import type { ObjectAdapter } from "./object-adapter.ts";
import type { OrbOptions } from "./orb-options.ts";
import type { AcceptedStream, StreamEvents } from "./transport.ts";

/** The server side of one connection: drives a GIOP engine over an accepted stream and hands requests to servants. */
export class ServerChannel implements ServerOutput, RequestSink, StreamEvents {
  readonly #stream: AcceptedStream;
  readonly #adapter: ObjectAdapter;
  readonly #engine: ServerConnection;
  readonly #onClosed: (channel: ServerChannel) => void;
  readonly #inProgress = new Map<number, AbortController>();
  readonly #messageTimeoutMs: number;
  #messageTimer: NodeJS.Timeout | undefined;
  #slow = false;
  #wantsReading = true;
  #closed = false;

  constructor(
    stream: AcceptedStream,
    adapter: ObjectAdapter,
    options: OrbOptions,
    onClosed: (channel: ServerChannel) => void,
  ) {
    this.#stream = stream;
    this.#adapter = adapter;
    this.#onClosed = onClosed;
    this.#messageTimeoutMs = options.messageTimeoutMs;
    this.#engine = new ServerConnection(this, this, {
      maxRequestsInProgress: options.maxRequestsPerConnection,
      limits: options.limits,
      ...(options.fragmentSize > 0 ? { fragmentSize: options.fragmentSize } : {}),
    });
    stream.start(this);
    this.#publish("open");
  }

  /** Answers what runs, says CloseConnection, and ends. */
  close(): void {
    this.#engine.close();
  }

  /** Ends at once; servants at work see their signal aborted. */
  destroy(): void {
    this.#stream.destroy();
    this.onClose(undefined);
  }

  onOpen(): void {}

  onData(chunk: Uint8Array): void {
    this.#engine.receive(chunk);
    this.#watchMessage();
  }

  onDrain(): void {
    this.#slow = false;
    this.#updateReading();
  }

  onClose(error: Error | undefined): void {
    if (this.#closed) return;
    this.#engine.socketClosed();
    this.#finish(error);
  }

  write(bytes: Uint8Array): void {
    if (this.#closed || this.#stream.write(bytes)) return;
    // A peer that does not read its answers gets no new requests read until it does.
    this.#slow = true;
    this.#updateReading();
  }

  pauseReading(): void {
    this.#wantsReading = false;
    this.#updateReading();
  }

  resumeReading(): void {
    this.#wantsReading = true;
    this.#updateReading();
  }

  end(cause: Error | null): void {
    this.#stream.end();
    this.#finish(cause ?? undefined);
  }

  onRequest(request: IncomingRequest): void {
    const abort = new AbortController();
    const { requestId } = request.header;
    this.#inProgress.set(requestId, abort);
    void dispatch(request, this.#adapter, this.#stream.peer, abort.signal).finally(() => {
      if (this.#inProgress.get(requestId) === abort) this.#inProgress.delete(requestId);
    });
  }

  onLocateRequest(request: IncomingLocateRequest): void {
    locate(request, this.#adapter);
  }

  onCancel(requestId: number): void {
    this.#inProgress.get(requestId)?.abort(new Error("the caller cancelled the request"));
  }

  #finish(error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#messageTimer);
    for (const abort of this.#inProgress.values()) abort.abort(new Error("the caller's connection ended"));
    this.#inProgress.clear();
    this.#publish("closed", error);
    this.#onClosed(this);
  }

  #updateReading(): void {
    if (this.#wantsReading && !this.#slow) this.#stream.resume();
    else this.#stream.pause();
  }

  /** A peer that begins a message must complete it in time, or it would hold memory for nothing. */
  #watchMessage(): void {
    clearTimeout(this.#messageTimer);
    this.#messageTimer = undefined;
    if (!this.#engine.isReceiving || this.#closed) return;
    this.#messageTimer = setTimeout(() => this.destroy(), this.#messageTimeoutMs).unref();
  }

  #publish(state: "open" | "closed", error?: Error): void {
    if (!CONNECTION_STATE.hasSubscribers) return;
    CONNECTION_STATE.publish({ state, role: "server", peer: this.#stream.peer, error });
  }
}
