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
  readonly #sentWhileSlow: ChannelCall[] = [];
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
    this.#connectTimer = setTimeout(
      () => this.#close(connectFailed(this.peer, `no connection within ${options.connectTimeoutMs} ms`)),
      options.connectTimeoutMs,
    );
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
    } else if (!this.isUsable) {
      call.onUnprocessed();
    } else {
      this.#transmit(call);
      this.#updateKeepAlive();
    }
  }

  /** Forgets a call that its caller no longer waits for; true where the peer may have got it, and has now been told. */
  withdraw(call: ChannelCall): boolean {
    if (this.#waiting.delete(call)) return false;
    const sent = this.#engine.cancel(call.requestId);
    this.#updateKeepAlive();
    return sent;
  }

  /** Closes it where nothing used it since the last time this was asked. */
  closeIfIdle(): void {
    if (!this.#used && this.#engine.pending === 0 && this.#state === "open") this.end(null);
    this.#used = false;
  }

  /** Closes it now; calls in progress fail with `error`. */
  destroy(error: SystemException): void {
    this.#close(error);
  }

  onOpen(): void {
    if (this.#state !== "connecting") return;
    clearTimeout(this.#connectTimer);
    this.#state = "open";
    this.#publish();
    for (const call of this.#waiting) this.#transmit(call);
    this.#waiting.clear();
    this.#updateKeepAlive();
  }

  onData(chunk: Uint8Array): void {
    this.#engine.receive(chunk);
    this.#updateKeepAlive();
  }

  onDrain(): void {
    this.#slow = false;
    for (const call of this.#sentWhileSlow.splice(0)) call.onSent();
  }

  onClose(cause: Error | undefined): void {
    if (this.#state === "connecting") {
      this.#close(connectFailed(this.peer, cause?.message ?? "closed", cause));
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
    if (this.#slow) this.#sentWhileSlow.push(call);
    else call.onSent();
  }

  #close(error: SystemException): void {
    if (this.#state === "closed") return;
    const waiting = [...this.#waiting, ...this.#sentWhileSlow];
    this.#waiting.clear();
    this.#finish(error);
    this.#engine.fail(error);
    for (const call of waiting) call.onFailure(error);
  }

  #finish(error?: Error): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    clearTimeout(this.#connectTimer);
    this.#stream.destroy();
    this.#publish(error);
    this.#onClosed(this);
  }

  /** A connection keeps the process running while a call waits for its answer, and no longer. */
  #updateKeepAlive(): void {
    const wanted = this.#engine.pending > 0;
    if (wanted === this.#keepsAlive || this.#state !== "open") return;
    this.#keepsAlive = wanted;
    this.#stream.keepAlive(wanted);
  }

  #publish(error?: Error): void {
    if (!CONNECTION_STATE.hasSubscribers) return;
    CONNECTION_STATE.publish({ state: this.#state, role: "client", peer: this.peer, error });
  }
}

function connectFailed(peer: string, detail: string, cause?: unknown): SystemException {
  return new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_ConnectFailed, {
    detail: `cannot connect to ${peer}: ${detail}`,
    cause,
  });
}
