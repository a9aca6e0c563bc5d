import { TcpTransport } from "../../iiop/tcp-transport.ts";
import type { Transport } from "../../iiop/transport.ts";
import { type Clock, MACHINE_CLOCK } from "../../threading/clock.ts";
import type { FrameLimits } from "./frame-limits.ts";
import type { ChannelTimeouts } from "./zmtp-channel.ts";
import type { ZmtpError } from "./zmtp-error.ts";

/** How a PubSocket works; what is not given has the default. */
export interface PubSocketOptions {
  /** Messages that may wait for one subscriber; 0: any number. 1000 unless given, as libzmq's ZMQ_SNDHWM. */
  readonly highWaterMark?: number;
  /** Octets that may wait for one subscriber, or one message of any size; 64 MiB unless given. Sends that may wait do so from 4 MiB on. */
  readonly maxQueuedBytes?: number;
  /** Connections at a time; further ones are closed at once. 1024 unless given. */
  readonly maxConnections?: number;
  /** Different topics that one subscriber may subscribe to; 65536 unless given. */
  readonly maxSubscriptions?: number;
  /** Octets of these; 16 MiB unless given. */
  readonly maxSubscriptionBytes?: number;
  /** For a subscriber to finish the handshake; 30 s unless given, as libzmq's ZMQ_HANDSHAKE_IVL. */
  readonly handshakeTimeoutMs?: number;
  /** For a subscriber to send a message that it began; 30 s unless given. */
  readonly messageTimeoutMs?: number;
  /** A subscriber that takes nothing of what it is sent for so long is disconnected; 30 s unless given. */
  readonly stallTimeoutMs?: number;
  /** Where to close() as long as messages wait, how long; 0, unless given, drops them, as Tango's sockets do. */
  readonly lingerMs?: number;
  /** Something was subscribed or cancelled. */
  onSubscriptions?(): void;
  /** A subscriber is gone: its code is ZMTP_PEER_CLOSED where it closed by itself. */
  onPeerClosed?(error: ZmtpError): void;
  /** What carries the octets; TCP unless given. */
  readonly transport?: Transport;
  /** The time; that of the machine unless given. */
  readonly clock?: Clock;
}

/** What a PubSocket goes by. */
export interface PubSocketSettings extends ChannelTimeouts {
  /** Infinity for any number. */
  highWaterMark: number;
  readonly maxQueuedBytes: number;
  readonly maxConnections: number;
  readonly maxSubscriptions: number;
  readonly maxSubscriptionBytes: number;
  readonly lingerMs: number;
  readonly limits: FrameLimits;
  readonly transport: Transport;
  readonly clock: Clock;
}

/** The settings that options, and the defaults for what they lack, make. */
export function pubSocketSettings(options: PubSocketOptions): PubSocketSettings {
  return {
    ...DEFAULTS,
    ...given(options),
    highWaterMark:
      options.highWaterMark === 0
        ? Number.POSITIVE_INFINITY
        : (options.highWaterMark ?? DEFAULTS.highWaterMark),
    transport: options.transport ?? new TcpTransport(),
  };
}

/** Without what is there but undefined, which would hide a default. */
function given(options: PubSocketOptions): Partial<PubSocketSettings> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

const DEFAULTS: Omit<PubSocketSettings, "transport"> = {
  highWaterMark: 1000,
  maxQueuedBytes: 64 * 1024 * 1024,
  maxConnections: 1024,
  maxSubscriptions: 65_536,
  maxSubscriptionBytes: 16 * 1024 * 1024,
  handshakeTimeoutMs: 30_000,
  messageTimeoutMs: 30_000,
  stallTimeoutMs: 30_000,
  lingerMs: 0,
  // A subscriber sends nothing but topics.
  limits: { maxMessageSize: 64 * 1024, maxFrames: 16, maxCommandSize: 64 * 1024 },
  clock: MACHINE_CLOCK,
};
