import type { ClientCall } from "../giop/connection/client-call.ts";
import { ClientConnection } from "../giop/connection/client-connection.ts";
import type { ConnectionOutput } from "../giop/connection/connection-output.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { SystemException } from "../giop/exception/system-exception.ts";
import type { CallTarget } from "./call-target.ts";
import { CONNECTION_STATE, UNEXPECTED_REPLY } from "./diagnostics.ts";
import type { OrbOptions } from "./orb-options.ts";
import type { ByteStream, StreamEvents, Transport } from "./transport.ts";

/** A call as a channel carries it. It has the outcomes of ClientCall or ClientLocate, or one of these. */
export interface ChannelCall extends Pick<ClientCall, "requestId" | "onUnprocessed" | "onFailure"> {
  /** Whether nothing answers it. */
  readonly oneway: boolean;
  /** Sends it; what this throws goes to onRejected, and then nothing was sent. */
  sendOn(connection: ClientConnection): void;
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
 * Calls made while it connects, or while the peer has not taken much of what was sent, wait here: they cost no memory for octets, and
 * can still go elsewhere. A closed channel is never used again; its owner makes another. What was written before an
 * orderly end may still be on its way then.
 */
export class ClientChannel implements ConnectionOutput, StreamEvents {
  readonly key: string;
  readonly #mayCancel: boolean;
  readonly #engine: ClientConnection;
  readonly #stream: ByteStream;
  readonly #options: OrbOptions;
  readonly #onClosed: (channel: ClientChannel, gone: Promise<void>) => void;
  readonly #waiting = new Set<ChannelCall>();
  readonly #sentWhileSlow = new Set<ChannelCall>();
  readonly #connectTimer: NodeJS.Timeout;
  #state: "connecting" | "open" | "closed" = "connecting";
  #keepsAlive = true;
  #slow = false;
  /** Octets that were written since the peer is slow. */
  #queued = 0;
  #used = true;
  #gone: Promise<void> | undefined;

  /** `onClosed` hears when no call can be given to it any more; the promise resolves when nothing is left of it. */
  constructor(
    transport: Transport,
    target: CallTarget,
    options: OrbOptions,
    onClosed: (channel: ClientChannel, gone: Promise<void>) => void,
  ) {
    this.key = target.connectionKey;
    this.#options = options;
    this.#mayCancel = target.mayCancel;
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
    // That it opened while this thread was busy is heard of before it is given up.
    const giveUp = () => this.#failToConnect();
    this.#connectTimer = setTimeout(() => void setImmediate(giveUp), options.connectTimeoutMs).unref();
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
    if (!this.isUsable) return call.onUnprocessed();
    if (this.#state === "connecting" || this.#queued > MOST_QUEUED) this.#waiting.add(call);
    else this.#transmit(call);
    this.#updateKeepAlive();
  }

  /** Forgets a call that its caller no longer waits for. True where nothing of it was sent; else the peer is told, if it may be. */
  withdraw(call: ChannelCall): boolean {
    const unsent = this.#waiting.delete(call);
    if (!unsent) {
      this.#sentWhileSlow.delete(call);
      this.#engine.cancel(call.requestId, { notifyPeer: this.#mayCancel });
    }
    this.#updateKeepAlive();
    return unsent;
  }

  /** Closes it where nothing used it since the last time this was asked. */
  closeIfIdle(): void {
    if (!this.#used && !this.#isBusy && this.#state === "open") this.end(null);
    this.#used = false;
  }

  /**
   * Closes it as soon as what was sent has left, within `drainTimeoutMs`; calls in progress fail with `error`. Resolves when nothing is
   * left of it.
   */
  async close(error: SystemException): Promise<void> {
    this.#close(error, this.#state === "open" ? "when sent" : "now");
    await this.#gone;
  }

  /** Closes it now; calls in progress fail with `error`. Resolves when nothing is left of it. */
  destroy(error: SystemException): Promise<void> {
    this.#close(error, "now");
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
    this.#sendWaiting();
  }

  onData(chunk: Uint8Array): void {
    this.#engine.receive(chunk);
    this.#updateKeepAlive();
  }

  onDrain(): void {
    this.#slow = false;
    this.#queued = 0;
    this.#stream.watchStall(0);
    const sent = [...this.#sentWhileSlow];
    this.#sentWhileSlow.clear();
    for (const call of sent) call.onSent();
    this.#sendWaiting();
  }

  onStall(): void {
    const detail = `the peer took nothing of what was sent for ${this.#options.messageTimeoutMs} ms`;
    this.#close(connectionLost(detail), "now");
  }

  onClose(cause: Error | undefined): void {
    if (this.#state === "connecting") {
      const detail = cause?.message ?? "it was closed at once";
      this.#close(connectFailed(detail, MINOR_CODE.TRANSIENT_ConnectFailed, cause), "now");
    } else {
      this.#close(connectionLost("the connection was closed while waiting for the reply", cause), "now");
    }
  }

  write(bytes: Uint8Array): void {
    if (this.#stream.write(bytes)) return;
    this.#queued += bytes.length;
    if (this.#slow) return;
    this.#slow = true;
    this.#stream.watchStall(this.#options.messageTimeoutMs);
  }

  /** The engine is through with this connection. */
  end(cause: Error | null): void {
    for (const call of this.#finish("when sent", cause ?? undefined)) call.onUnprocessed();
  }

  #sendWaiting(): void {
    for (const call of this.#waiting) {
      if (this.#queued > MOST_QUEUED) break;
      this.#waiting.delete(call);
      this.#transmit(call);
    }
    this.#updateKeepAlive();
  }

  #transmit(call: ChannelCall): void {
    try {
      call.sendOn(this.#engine);
    } catch (error) {
      call.onRejected(error);
      return;
    }
    if (!call.oneway) return;
    // Whoever awaits a oneway call must not overrun a slow peer.
    if (this.#slow) this.#sentWhileSlow.add(call);
    else call.onSent();
  }

  #failToConnect(): void {
    if (this.#state !== "connecting") return;
    const detail = `no connection within ${this.#options.connectTimeoutMs} ms`;
    this.#close(connectFailed(detail, MINOR_CODE.TRANSIENT_CallTimedout), "now");
  }

  #close(error: SystemException, when: "now" | "when sent"): void {
    if (this.#state === "closed") return;
    const wasOpen = this.#state === "open";
    const unsent = this.#finish(when, error);
    this.#engine.fail(error);
    for (const call of unsent) {
      if (wasOpen) call.onUnprocessed();
      else call.onUnreachable(error);
    }
  }

  /** Returns the calls of which nothing was sent. */
  #finish(when: "now" | "when sent", error: Error | undefined): readonly ChannelCall[] {
    if (this.#state === "closed") return [];
    this.#state = "closed";
    clearTimeout(this.#connectTimer);
    this.#gone = when === "now" ? this.#stream.destroy() : this.#endStream();
    this.#publish(error);
    this.#onClosed(this, this.#gone);
    const lost = [...this.#sentWhileSlow];
    this.#sentWhileSlow.clear();
    for (const call of lost) {
      call.onFailure(connectionLost("the connection ended before it took a oneway request", error));
    }
    const unsent = [...this.#waiting];
    this.#waiting.clear();
    return unsent;
  }

  async #endStream(): Promise<void> {
    this.#stream.keepAlive(true);
    const timer = setTimeout(() => void this.#stream.destroy(), this.#options.drainTimeoutMs);
    await this.#stream.end();
    clearTimeout(timer);
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

function connectFailed(detail: string, minor: number, cause?: unknown): SystemException {
  return new SystemException("TRANSIENT", minor, { detail: `cannot connect: ${detail}`, cause });
}

function connectionLost(detail: string, cause?: unknown): SystemException {
  return new SystemException("COMM_FAILURE", MINOR_CODE.COMM_FAILURE_WaitingForReply, {
    completed: "MAYBE",
    detail,
    cause,
  });
}

// Enough for the peer to have something to take at any time.
const MOST_QUEUED = 1024 * 1024;
