import type { SystemException } from "../giop/exception/system-exception.ts";
import type { CallTarget } from "./call-target.ts";
import { ClientChannel } from "./client-channel.ts";
import type { OrbOptions } from "./orb-options.ts";
import type { Transport } from "./transport.ts";

/** The client connections of one Orb: one per endpoint, GIOP version and code set, made when first needed. */
export class ConnectionCache {
  readonly #transport: Transport;
  readonly #options: OrbOptions;
  readonly #channels = new Map<string, ClientChannel>();
  /** Those closed, of which something is left: octets on their way, say. */
  readonly #ending = new Set<ClientChannel>();
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(transport: Transport, options: OrbOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  /** How many connections there are that calls can be given to. */
  get size(): number {
    return this.#channels.size;
  }

  /** The connection to a target: the one in use, or a new one that begins to connect. */
  channelTo(target: CallTarget): ClientChannel {
    const present = this.#channels.get(target.connectionKey);
    if (present?.isUsable) return present;
    const channel = new ClientChannel(this.#transport, target, this.#options, (closed, gone) =>
      this.#forget(closed, gone),
    );
    this.#channels.set(target.connectionKey, channel);
    this.#watchIdle();
    return channel;
  }

  /** Closes every connection when what was sent has left; calls in progress fail with `error`. Resolves when nothing is left of them. */
  async close(error: SystemException): Promise<void> {
    await Promise.all(this.#all().map((channel) => channel.close(error)));
  }

  /** Closes every connection now; calls in progress fail with `error`. Resolves when nothing is left of them. */
  async destroy(error: SystemException): Promise<void> {
    await Promise.all(this.#all().map((channel) => channel.destroy(error)));
  }

  #all(): ClientChannel[] {
    return [...this.#channels.values(), ...this.#ending];
  }

  #forget(channel: ClientChannel, gone: Promise<void>): void {
    this.#ending.add(channel);
    void gone.then(() => this.#ending.delete(channel));
    if (this.#channels.get(channel.key) === channel) this.#channels.delete(channel.key);
    if (this.#channels.size === 0) this.#stopWatching();
  }

  #watchIdle(): void {
    if (this.#idleTimer !== undefined || this.#options.idleTimeoutMs === 0) return;
    this.#idleTimer = setInterval(() => {
      for (const channel of [...this.#channels.values()]) channel.closeIfIdle();
    }, this.#options.idleTimeoutMs);
    this.#idleTimer.unref();
  }

  #stopWatching(): void {
    clearInterval(this.#idleTimer);
    this.#idleTimer = undefined;
  }
}
