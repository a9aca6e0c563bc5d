import type { IncomingLocateRequest, IncomingRequest } from "../giop/connection/incoming-request.ts";
import type { RequestSink, ServerOutput } from "../giop/connection/request-sink.ts";
import { ServerConnection } from "../giop/connection/server-connection.ts";
import { CONNECTION_STATE } from "./diagnostics.ts";
import { dispatch, locate } from "./dispatcher.ts";
import { InvocationContext } from "./invocation-context.ts";
import type { ObjectAdapter } from "./object-adapter.ts";
import type { OrbOptions } from "./orb-options.ts";
import type { AcceptedStream, StreamEvents } from "./transport.ts";

/** The server side of one connection: drives a GIOP engine over an accepted stream and hands requests to servants. */
export class ServerChannel implements ServerOutput, RequestSink, StreamEvents {
  readonly #stream: AcceptedStream;
  readonly #adapter: ObjectAdapter;
  readonly #engine: ServerConnection;
  readonly #onClosed: (channel: ServerChannel) => void;
  readonly #inProgress = new Map<IncomingRequest, InvocationContext>();
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
    const context = new InvocationContext(request, this.#stream.peer);
    this.#inProgress.set(request, context);
    void dispatch(request, this.#adapter, context).finally(() => this.#inProgress.delete(request));
  }

  onLocateRequest(request: IncomingLocateRequest): void {
    locate(request, this.#adapter);
  }

  onCancel(request: IncomingRequest): void {
    this.#inProgress
      .get(request)
      ?.abort(new Error("the caller no longer waits: it cancelled, or its connection ended"));
  }

  #finish(error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#messageTimer);
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
