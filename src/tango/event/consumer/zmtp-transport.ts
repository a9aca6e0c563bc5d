import { SubSocket } from "../../zmtp/sub-socket.ts";
import { VALUE_PREFIX } from "../message/event-message.ts";
import type { ConnectEventSocket } from "./event-transport.ts";

/** Connects to publishers by ZMTP over TCP. */
export const connectZmtp: ConnectEventSocket = (address, { onMessage, onClosed }, { connectTimeoutMs }) =>
  new SubSocket(address, {
    onMessage,
    onClosed,
    connectTimeoutMs,
    handshakeTimeoutMs: connectTimeoutMs,
    // Behind the prefix of four octets doubles are aligned then, and arrays need no copy.
    frameOffset: VALUE_PREFIX,
  });
