import { Buffer } from "node:buffer";
import type { Transport } from "../../../iiop/transport.ts";
import { outsideCallFlows } from "../../../threading/call-flow.ts";
import { SubSocket } from "../../zmtp/sub-socket.ts";
import { VALUE_PREFIX } from "../message/event-message.ts";
import type { ConnectEventSocket } from "./event-transport.ts";

/** Connects to publishers by ZMTP over a transport, which all its sockets share. No message may be larger than `maxMessageSize`. */
export function zmtpConnector(transport: Transport, maxMessageSize: number): ConnectEventSocket {
  return (address, { onMessage, onClosed }, { connectTimeoutMs }) =>
    outsideCallFlows(() => {
      const socket = new SubSocket(address, {
        onMessage,
        onClosed,
        transport,
        maxMessageSize,
        maxFrames: MAX_FRAMES,
        connectTimeoutMs,
        handshakeTimeoutMs: connectTimeoutMs,
        // Behind the prefix of four octets doubles are aligned then, and arrays need no copy.
        frameOffset: VALUE_PREFIX,
      });
      return {
        ready: socket.ready,
        subscribe: (topic) => socket.subscribe(octetsOf(topic)),
        unsubscribe: (topic) => socket.unsubscribe(octetsOf(topic)),
        confirmed: () => socket.confirmed(CONFIRMATION_TIMEOUT_MS),
        close: () => socket.close(),
      };
    });
}

/** Names are of ISO 8859-1 on the wire, in topics as in calls. */
function octetsOf(topic: string): Uint8Array {
  return Buffer.from(topic, "latin1");
}

/** An event has four; nothing that has many more is one. */
const MAX_FRAMES = 16;
/** libzmq answers a PING in its own time, whatever the server does. */
const CONFIRMATION_TIMEOUT_MS = 1000;
