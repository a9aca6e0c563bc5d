import { formatAddress } from "../../../giop/ior/format-address.ts";
import { eventSystemFailed } from "./event-failure.ts";
import type { EventLimits } from "./event-limits.ts";
import type { ConnectEventSocket, EventSocket } from "./event-transport.ts";
import type { EndpointPair } from "./subscription-reply.ts";

/** What the connections to one server tell. */
export interface ChannelSocketsListener {
  onHeartbeat(frames: readonly Uint8Array[]): void;
  onEvent(frames: readonly Uint8Array[]): void;
  /** One of the two is lost, after both were there. */
  onClosed(error: Error | null): void;
}

/** The two connections to a server: one for its heartbeats, one for its events. */
export class ChannelSockets {
  readonly #connect: ConnectEventSocket;
  readonly #listener: ChannelSocketsListener;
  readonly #topics = new Set<string>();
  #pair: Pair | null = null;
  #endpoint: EndpointPair | null = null;
  #isClosed = false;
  /** Rejects when it is closed: whoever waits for it to open waits no longer. */
  readonly #closing: Promise<never>;
  #rejectClosing: (error: Error) => void = () => undefined;

  constructor(connect: ConnectEventSocket, listener: ChannelSocketsListener) {
    this.#connect = connect;
    this.#listener = listener;
    this.#closing = new Promise((_, reject) => {
      this.#rejectClosing = reject;
    });
    this.#closing.catch(() => undefined);
  }

  /** Where they lead; null before they are open. */
  get endpoint(): EndpointPair | null {
    return this.#endpoint;
  }

  /** Opens both, in the first network in which the server can be reached. Rejects with API_ZmqFailed where it is in none. */
  async open(endpoints: readonly EndpointPair[], limits: EventLimits): Promise<void> {
    const failures: string[] = [];
    // With others to try, one that does not answer must not hold up for long.
    const connectTimeoutMs = endpoints.length > 1 ? PROBE_TIMEOUT_MS : limits.connectTimeoutMs;
    for (const endpoint of endpoints) {
      const pair = this.#connectPair(endpoint, connectTimeoutMs);
      this.#pair = pair;
      try {
        await Promise.race([Promise.all([pair.heartbeat.ready, pair.events.ready]), this.#closing]);
        // One that was there first may be gone when the other is.
        if (pair.isLost) throw new Error("the server closed the connection at once");
      } catch (error) {
        closePair(pair);
        if (this.#pair === pair) this.#pair = null;
        failures.push(`${formatAddress(endpoint.events)}: ${(error as Error).message}`);
        if (this.#isClosed) break;
        continue;
      }
      if (!this.#isClosed) this.#endpoint = endpoint;
      return;
    }
    const desc =
      "Failed to create connection to event channel!\n" +
      "Impossible to create a network connection to any of the event endpoints returned by server";
    throw eventSystemFailed("API_ZmqFailed", `${desc} (${failures.join("; ")})`);
  }

  subscribe(topic: string): void {
    this.#topics.add(topic);
    this.#pair?.events.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#topics.delete(topic);
    this.#pair?.events.unsubscribe(topic);
  }

  /** Resolves when the server has taken what was subscribed to so far; see EventSocket. */
  async confirmed(): Promise<void> {
    await this.#pair?.events.confirmed();
  }

  close(): void {
    this.#isClosed = true;
    this.#rejectClosing(new Error("nobody wants events of this server any more"));
    if (this.#pair !== null) closePair(this.#pair);
    this.#pair = null;
  }

  #connectPair(endpoint: EndpointPair, connectTimeoutMs: number): Pair {
    const listener = this.#listener;
    let isLost = false;
    const onClosed = (error: Error | null) => {
      if (this.#isClosed) return;
      if (this.#endpoint === endpoint) listener.onClosed(error);
      else isLost = true;
    };
    const options = { connectTimeoutMs };
    const heartbeat = this.#connect(
      endpoint.heartbeat,
      { onMessage: (frames) => listener.onHeartbeat(frames), onClosed },
      options,
    );
    const events = this.#connect(
      endpoint.events,
      { onMessage: (frames) => listener.onEvent(frames), onClosed },
      options,
    );
    // All heartbeats there: a server sends none but its own, and one under another name tells what is wrong.
    heartbeat.subscribe("");
    for (const topic of this.#topics) events.subscribe(topic);
    return {
      heartbeat,
      events,
      get isLost() {
        return isLost;
      },
    };
  }
}

interface Pair {
  readonly heartbeat: EventSocket;
  readonly events: EventSocket;
  /** Whether one of the two was lost before both were there. */
  readonly isLost: boolean;
}

function closePair({ heartbeat, events }: Pair): void {
  heartbeat.close();
  events.close();
}

const PROBE_TIMEOUT_MS = 1000;
