import type { SpareMemory } from "../giop/cdr/spare-memory.ts";
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
  /** The requests whose servants have promised an answer. */
  readonly #inProgress = new Map<IncomingRequest, InvocationContext>();
  readonly #messageTimeoutMs: number;
  #messageTimer: NodeJS.Timeout | undefined;
  #unfinished: unknown;
  /** Octets that came since the timer for messages began. */
  #received = 0;
  #used = true;
  #slow = false;
  #reading = true;
  #ending = false;
  #cause: Error | undefined;
  #closed = false;

  constructor(
    stream: AcceptedStream,
    adapter: ObjectAdapter,
    options: OrbOptions,
    memory: SpareMemory,
    onClosed: (channel: ServerChannel) => void,
  ) {
    this.#stream = stream;
    this.#adapter = adapter;
    this.#onClosed = onClosed;
    this.#messageTimeoutMs = options.messageTimeoutMs;
    this.#engine = new ServerConnection(this, this, {
      maxRequestsInProgress: options.maxRequestsPerConnection,
      maxBytesInProgress: options.maxBytesPerConnection,
      limits: options.limits,
      memory,
      ...(options.fragmentSize > 0 ? { fragmentSize: options.fragmentSize } : {}),
    });
    stream.start(this);
    this.#publish("open");
    this.#watchMessage();
  }

  /** Answers what runs, says CloseConnection, and ends. */
  close(): void {
    this.#engine.close();
  }

  /** `host:port` of the client. */
  get peer(): string {
    return this.#stream.peer;
  }

  /** Closes it in order where nothing came since the last time this was asked, and nothing runs. */
  closeIfIdle(): void {
    if (!this.#used && this.#engine.inProgress === 0) this.#engine.close();
    this.#used = false;
  }

  /** Ends at once; servants at work see their signal aborted. Resolves when nothing is left of it. */
  destroy(): Promise<void> {
    const gone = this.#stream.destroy();
    this.onClose(undefined);
    return gone;
  }

  onOpen(): void {}

  onData(chunk: Uint8Array): void {
    this.#used = true;
    this.#received += chunk.length;
    this.#engine.receive(chunk);
    this.#watchMessage();
  }

  onDrain(): void {
    this.#slow = false;
    this.#stream.watchStall(0);
    this.#engine.release();
  }

  /** A client that does not take its answers would hold the memory of all that are made for it. */
  onStall(): void {
    this.#cause = new Error(`the client took nothing of what was sent for ${this.#messageTimeoutMs} ms`);
    void this.destroy();
  }

  onClose(error: Error | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#messageTimer);
    this.#engine.socketClosed();
    this.#publish("closed", error ?? this.#cause);
    this.#onClosed(this);
  }

  write(bytes: Uint8Array, onTaken?: () => void): void {
    if (this.#closed || this.#stream.write(bytes, onTaken) || this.#slow) return;
    this.#slow = true;
    this.#stream.watchStall(this.#messageTimeoutMs);
    this.#engine.hold();
  }

  pauseReading(): void {
    this.#reading = false;
    this.#stream.pause();
  }

  resumeReading(): void {
    this.#reading = true;
    this.#stream.resume();
  }

  /** The engine is through; what was sent last is still on its way, for which there is as much time as for a message. */
  end(cause: Error | null): void {
    this.#ending = true;
    this.#cause = cause ?? undefined;
    void this.#stream.end();
    clearTimeout(this.#messageTimer);
    this.#messageTimer = setTimeout(() => void this.destroy(), this.#messageTimeoutMs).unref();
  }

  onRequest(request: IncomingRequest): void {
    const context = new InvocationContext(request, this.#stream.peer);
    const running = dispatch(request, this.#adapter, context);
    if (running === undefined) return;
    // What the servant did before it made the promise may have ended the connection.
    if (request.cancelled) abort(context);
    this.#inProgress.set(request, context);
    void running.then(() => this.#inProgress.delete(request));
  }

  onLocateRequest(request: IncomingLocateRequest): void {
    locate(request, this.#adapter, this.#stream.peer);
  }

  onCancel(request: IncomingRequest): void {
    const context = this.#inProgress.get(request);
    if (context !== undefined) abort(context);
  }

  /** A peer that begins a message, or a connection, must get on with it in time: it would hold memory for nothing. */
  #watchMessage(): void {
    const { unfinished } = this.#engine;
    if (unfinished === this.#unfinished || this.#ending || this.#closed) return;
    this.#unfinished = unfinished;
    this.#received = 0;
    clearTimeout(this.#messageTimer);
    if (unfinished === undefined) return;
    this.#messageTimer = setTimeout(() => this.#expire(), this.#messageTimeoutMs).unref();
  }

  #expire(): void {
    const getsOn = this.#received >= this.#messageTimeoutMs * LEAST_RATE;
    this.#received = 0;
    // While we do not read, the peer is not to blame.
    if (getsOn || !this.#reading) {
      this.#messageTimer?.refresh();
    } else if (this.#engine.isReceiving) {
      this.#engine.giveUp(`the client sends too slowly: no whole message in ${this.#messageTimeoutMs} ms`);
    } else {
      this.#engine.close();
    }
  }

  #publish(state: "open" | "closed", error?: Error): void {
    if (!CONNECTION_STATE.hasSubscribers) return;
    CONNECTION_STATE.publish({ state, role: "server", peer: this.#stream.peer, error });
  }
}

function abort(context: InvocationContext): void {
  const reason = new Error("the caller no longer waits: it cancelled, or its connection ended");
  InvocationContext.abort(context, reason);
}

// Octets per ms. Below it a message of 1 MiB takes more than 4 minutes.
const LEAST_RATE = 4;
