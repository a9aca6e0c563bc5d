import type { ClientCall } from "../giop/connection/client-call.ts";
import { ClientConnection } from "../giop/connection/client-connection.ts";
import type { ConnectionOutput } from "../giop/connection/connection-output.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { SystemException } from "../giop/exception/system-exception.ts";
import { RESPONSE_NONE } from "../giop/message/request.ts";
import type { CallTarget } from "./call-target.ts";
import { CONNECTION_STATE, UNEXPECTED_REPLY } from "./diagnostics.ts";
import type { OrbOptions } from "./orb-options.ts";
import type { ByteStream, StreamEvents, Transport } from "./transport.ts";

/** A call as a channel carries it. Beside the outcomes of ClientCall it may end in one of these. */
export interface ChannelCall extends ClientCall {
  /** A oneway request is on its way. */
  onSent(): void;
  /** The arguments do not encode: nothing was sent. */
  onRejected(error: unknown): void;
  /** The connection did not come about: nothing was sent. */
  onUnreachable(error: SystemException): void;
}

/**
 * The client side of one connection: drives a GIOP engine over a stream.
 *
 * ```
 *   connecting --open--> open --close--> closed
 *        \___________failure____________/
 * ```
 * Calls made while connecting wait for it. A closed channel is never used again; its owner makes another.
 */
export class ClientChannel implements ConnectionOutput, StreamEvents {
  readonly key: string;
  readonly #engine: ClientConnection;
  readonly #stream: ByteStream;
  readonly #onClosed: (channel: ClientChannel) => void;
  readonly #waiting = new Set<ChannelCall>();
  readonly #sentWhileSlow = new Set<ChannelCall>();
  readonly #connectTimer: NodeJS.Timeout;
  #state: "connecting" | "open" | "closed" = "connecting";
  #keepsAlive = true;
  #slow = false;
  #used = true;

  constructor(
    transport: Transport,
    target: CallTarget,
    options: OrbOptions,
    onClosed: (channel: ClientChannel) => void,
  ) {
    this.key = target.connectionKey;
    this.#onClosed = onClosed;
    this.#engine = new ClientConnection(this, {
      giopMinor: target.giopMinor,
      codeSets: target.codeSets,
      ...(options.fragmentSize > 0 ? { fragmentSize: options.fragmentSize } : {}),
      limits: options.limits,
      onUnexpectedReply: (requestId) => UNEXPECTED_REPLY.publish({ requestId, peer: this.peer }),
    });
    this.#stream = transport.connect(target.address, this);
    // What keeps the process running is the stream, as long as a call waits.
    this.#connectTimer = setTimeout(() => {
      const detail = `no connection within ${options.connectTimeoutMs} ms`;
      this.#close(connectFailed(this.peer, detail, MINOR_CODE.TRANSIENT_CallTimedout));
    }, options.connectTimeoutMs).unref();
  }

  get peer(): string {
    return this.#stream.peer;
  }

  /** Whether calls may still be given to it. */
  get isUsable(): boolean {
    return this.#state === "connecting" || (this.#state === "open" && this.#engine.isOpen);
  }

  send(call: ChannelCall): void {
    this.#used = true;
    if (this.#state === "connecting") {
      this.#waiting.add(call);
      this.#updateKeepAlive();
    } else if (!this.isUsable) {
      call.onUnprocessed();
    } else {
      this.#transmit(call);
      this.#updateKeepAlive();
    }
  }

  /** Forgets a call that its caller no longer waits for. True where nothing of it was sent; else the peer is told. */
  withdraw(call: ChannelCall): boolean {
    const unsent = this.#waiting.delete(call);
    if (!unsent) {
      this.#sentWhileSlow.delete(call);
      this.#engine.cancel(call.requestId);
    }
    this.#updateKeepAlive();
    return unsent;
  }

  /** Closes it where nothing used it since the last time this was asked. */
  closeIfIdle(): void {
    if (!this.#used && !this.#isBusy && this.#state === "open") this.end(null);
    this.#used = false;
  }

  /** Closes it now; calls in progress fail with `error`. Resolves when nothing is left of it. */
  destroy(error: SystemException): Promise<void> {
    this.#close(error);
    return this.#stream.destroy();
  }

  get #isBusy(): boolean {
    return this.#engine.pending > 0 || this.#waiting.size > 0 || this.#sentWhileSlow.size > 0;
  }

  onOpen(): void {
    if (this.#state !== "connecting") return;
    clearTimeout(this.#connectTimer);
    this.#state = "open";
    this.#publish();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const call of waiting) this.#transmit(call);
    this.#updateKeepAlive();
  }

  onData(chunk: Uint8Array): void {
    this.#engine.receive(chunk);
    this.#updateKeepAlive();
  }

  onDrain(): void {
    this.#slow = false;
    const sent = [...this.#sentWhileSlow];
    this.#sentWhileSlow.clear();
    for (const call of sent) call.onSent();
    this.#updateKeepAlive();
  }

  onClose(cause: Error | undefined): void {
    if (this.#state === "connecting") {
      const detail = cause?.message ?? "it was closed at once";
      this.#close(connectFailed(this.peer, detail, MINOR_CODE.TRANSIENT_ConnectFailed, cause));
    } else if (this.#state === "open") {
      this.#engine.socketClosed(cause);
      this.#finish(cause);
    }
  }

  write(bytes: Uint8Array): void {
    if (!this.#stream.write(bytes)) this.#slow = true;
  }

  /** The engine is through with this connection. */
  end(cause: Error | null): void {
    this.#stream.end();
    this.#finish(cause ?? undefined);
  }

  #transmit(call: ChannelCall): void {
    try {
      this.#engine.send(call);
    } catch (error) {
      call.onRejected(error);
      return;
    }
    if (call.responseFlags !== RESPONSE_NONE) return;
    // Whoever awaits a oneway call must not overrun a slow peer.
    if (this.#slow) this.#sentWhileSlow.add(call);
    else call.onSent();
  }

  #close(error: SystemException): void {
    if (this.#state === "closed") return;
    this.#finish(error);
    this.#engine.fail(error);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const call of waiting) call.onUnreachable(error);
  }

  #finish(error?: Error): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    clearTimeout(this.#connectTimer);
    void this.#stream.destroy();
    this.#publish(error);
    this.#onClosed(this);
    const lost = [...this.#sentWhileSlow];
    this.#sentWhileSlow.clear();
    for (const call of lost) call.onFailure(onewayLost(this.peer, error));
  }

  /** A connection keeps the process running while a call waits for something, and no longer. */
  #updateKeepAlive(): void {
    const wanted = this.#isBusy;
    if (wanted === this.#keepsAlive || this.#state === "closed") return;
    this.#keepsAlive = wanted;
    this.#stream.keepAlive(wanted);
  }

  #publish(error?: Error): void {
    if (!CONNECTION_STATE.hasSubscribers) return;
    CONNECTION_STATE.publish({ state: this.#state, role: "client", peer: this.peer, error });
  }
}

function connectFailed(peer: string, detail: string, minor: number, cause?: unknown): SystemException {
  return new SystemException("TRANSIENT", minor, { detail: `cannot connect to ${peer}: ${detail}`, cause });
}

function onewayLost(peer: string, cause: unknown): SystemException {
  return new SystemException("COMM_FAILURE", MINOR_CODE.COMM_FAILURE_WaitingForReply, {
    completed: "MAYBE",
    detail: `the connection to ${peer} ended before it took a oneway request`,
    cause,
  });
}
