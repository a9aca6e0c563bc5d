import type { Clock } from "../../../threading/clock.ts";
import type { HostPort } from "../../naming/tango-host.ts";

/** One ZeroMQ connection to a publisher. It connects once: whoever uses it makes another where it is lost. */
export interface EventSocket {
  /** Resolves when the publisher has agreed and has been sent what is subscribed to; rejects where it does not come to that. */
  readonly ready: Promise<void>;
  /** Wants the messages whose first frame begins with this topic. */
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  /** Resolves when the publisher has taken what was subscribed to so far, or does not say so in a while. */
  confirmed(): Promise<unknown>;
  close(): void;
}

/** What an EventSocket tells. */
export interface EventSocketListener {
  onMessage(frames: readonly Uint8Array[]): void;
  /** The connection is lost, or was never made; not called for one that was closed here. */
  onClosed(error: Error | null): void;
}

/** How long a connection may take to be made. */
export interface EventConnectOptions {
  readonly connectTimeoutMs: number;
}

/** Connects to publishers. */
export type ConnectEventSocket = (
  address: HostPort,
  listener: EventSocketListener,
  options: EventConnectOptions,
) => EventSocket;

/** What an event system is built on. */
export interface EventEnvironment {
  readonly connect: ConnectEventSocket;
  readonly clock: Clock;
}
