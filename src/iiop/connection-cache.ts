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
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(transport: Transport, options: OrbOptions) {
    this.#transport = transport;
    this.#options = options;
  }

  /** How many connections there are. */
  get size(): number {
    return this.#channels.size;
  }

  /** The connection to a target: the one in use, or a new one that begins to connect. */
  channelTo(target: CallTarget): ClientChannel {
    const present = this.#channels.get(target.connectionKey);
    if (present?.isUsable) return present;
    const channel = new ClientChannel(this.#transport, target, this.#options, (closed) =>
      this.#forget(closed),
    );
    this.#channels.set(target.connectionKey, channel);
    this.#watchIdle();
    return channel;
  }

  /** Closes every connection; calls in progress fail with `error`. Resolves when nothing is left of them. */
  async destroy(error: SystemException): Promise<void> {
    this.#stopWatching();
    await Promise.all([...this.#channels.values()].map((channel) => channel.destroy(error)));
  }

  #forget(channel: ClientChannel): void {
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
