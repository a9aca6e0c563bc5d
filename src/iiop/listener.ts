import { SpareMemory } from "../giop/cdr/spare-memory.ts";
import { CONNECTION_STATE } from "./diagnostics.ts";
import type { ObjectAdapter } from "./object-adapter.ts";
import type { OrbOptions } from "./orb-options.ts";
import { refusePosting } from "./refuse-posting.ts";
import { ServerChannel } from "./server-channel.ts";
import type { AcceptedStream, ByteListener, Transport } from "./transport.ts";

/** Where to listen. */
export interface ListenOptions {
  /** The address to bind; 127.0.0.1 unless given. */
  readonly host?: string;
  /** The port; 0, unless given, takes any free one. */
  readonly port?: number;
  /** The host that references name, where it differs from the bound one (NAT); needed where that stands for all interfaces. */
  readonly publishedHost?: string;
}

/** Accepts connections for the objects of one Orb. */
export class Listener {
  readonly host: string;
  readonly port: number;
  readonly #options: OrbOptions;
  readonly #adapter: ObjectAdapter;
  readonly #channels = new Set<ServerChannel>();
  /** For the replies on all its connections. */
  readonly #memory = new SpareMemory();
  readonly #onClosed: (listener: Listener) => void;
  #bytes!: ByteListener;
  #closing: Promise<void> | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void) | undefined;

  private constructor(
    host: string,
    port: number,
    adapter: ObjectAdapter,
    options: OrbOptions,
    onClosed: (listener: Listener) => void,
  ) {
    this.#onClosed = onClosed;
    this.host = host;
    this.port = port;
    this.#adapter = adapter;
    this.#options = options;
    refusePosting(this, () => "a Listener belongs to one thread");
  }

  /**
   * Listens; rejects with Node's error where the address cannot be bound, and with a RangeError where it stands for all interfaces
   * and no host is named for references. `onClosed` hears when nothing is left of it.
   */
  static async open(
    transport: Transport,
    adapter: ObjectAdapter,
    options: OrbOptions,
    { host = "127.0.0.1", port = 0, publishedHost }: ListenOptions,
    onClosed: (listener: Listener) => void,
  ): Promise<Listener> {
    let listener: Listener | undefined;
    const bytes = await transport.listen({ host, port }, (stream) => {
      if (listener !== undefined) listener.#accept(stream);
    });
    const { address } = bytes;
    if (publishedHost === undefined && ALL_INTERFACES.has(address.host)) {
      await bytes.close();
      throw new RangeError(
        `listen() on all interfaces (${address.host}) needs a publishedHost: the host that references shall name`,
      );
    }
    listener = new Listener(publishedHost ?? address.host, address.port, adapter, options, onClosed);
    listener.#bytes = bytes;
    listener.#watchIdle();
    return listener;
  }

  /** Whether it accepts connections. */
  get isOpen(): boolean {
    return this.#closing === undefined;
  }

  /** How many connections there are. */
  get connections(): number {
    return this.#channels.size;
  }

  #accept(stream: AcceptedStream): void {
    const refusal = this.#refusalOf(stream.peer);
    if (refusal !== undefined) {
      void stream.destroy();
      if (!CONNECTION_STATE.hasSubscribers) return;
      CONNECTION_STATE.publish({
        state: "refused",
        role: "server",
        peer: stream.peer,
        error: new Error(refusal),
      });
      return;
    }
    const channel = new ServerChannel(stream, this.#adapter, this.#options, this.#memory, (closed) => {
      this.#channels.delete(closed);
      if (this.#channels.size === 0) this.#whenEmpty?.();
    });
    this.#channels.add(channel);
  }

  /**
   * Stops accepting, answers what runs, says CloseConnection to every client and ends; what still runs after
   * `drainTimeoutMs` is cut off. Every call joins the first.
   */
  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }

  /** Ends at once. */
  async destroy(): Promise<void> {
    clearInterval(this.#idleTimer);
    this.#closing ??= this.#bytes.close();
    await Promise.all([...this.#channels].map((channel) => channel.destroy()));
    await this.#closing;
    this.#onClosed(this);
  }

  #refusalOf(peer: string): string | undefined {
    const { maxConnections, maxConnectionsPerHost } = this.#options;
    if (this.#closing !== undefined) return "the listener is closed";
    if (this.#channels.size >= maxConnections) return `there are ${maxConnections} connections`;
    if (this.#channels.size < maxConnectionsPerHost) return undefined;
    const host = hostOf(peer);
    const present = [...this.#channels].filter((channel) => hostOf(channel.peer) === host).length;
    return present < maxConnectionsPerHost ? undefined : `there are ${present} connections from ${host}`;
  }

  #watchIdle(): void {
    if (this.#options.serverIdleTimeoutMs === 0) return;
    this.#idleTimer = setInterval(() => {
      for (const channel of [...this.#channels]) channel.closeIfIdle();
    }, this.#options.serverIdleTimeoutMs);
    this.#idleTimer.unref();
  }

  async #drain(): Promise<void> {
    clearInterval(this.#idleTimer);
    const stopped = this.#bytes.close();
    for (const channel of [...this.#channels]) channel.close();
    if (this.#channels.size > 0) await this.#emptyWithin(this.#options.drainTimeoutMs);
    await Promise.all([...this.#channels].map((channel) => channel.destroy()));
    await stopped;
    this.#onClosed(this);
  }

  #emptyWithin(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#whenEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The host of `host:port`. */
function hostOf(peer: string): string {
  return peer.slice(0, peer.lastIndexOf(":"));
}

const ALL_INTERFACES: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
