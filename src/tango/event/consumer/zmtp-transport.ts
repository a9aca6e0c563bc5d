import type { Transport } from "../../../iiop/transport.ts";
import { SubSocket } from "../../zmtp/sub-socket.ts";
import { VALUE_PREFIX } from "../message/event-message.ts";
import type { ConnectEventSocket } from "./event-transport.ts";

/** Connects to publishers by ZMTP over a transport, which all its sockets share. */
export function zmtpConnector(transport: Transport): ConnectEventSocket {
  return (address, { onMessage, onClosed }, { connectTimeoutMs }) =>
    new SubSocket(address, {
      onMessage,
      onClosed,
      transport,
      connectTimeoutMs,
      handshakeTimeoutMs: connectTimeoutMs,
      // Behind the prefix of four octets doubles are aligned then, and arrays need no copy.
      frameOffset: VALUE_PREFIX,
    });
}
