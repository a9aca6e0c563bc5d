/** What went wrong with a ZeroMQ connection. */
export type ZmtpErrorCode =
  /** No TCP connection could be made, or it broke; `cause` is Node's error, where there is one. */
  | "ZMTP_CONNECTION"
  /** The peer closed the connection. */
  | "ZMTP_PEER_CLOSED"
  /** The peer speaks ZMTP 2.0 or older, or no ZMTP at all. */
  | "ZMTP_VERSION"
  /** The peer wants another security mechanism than NULL. */
  | "ZMTP_MECHANISM"
  /** The peer is no socket that fits ours: PUB and XPUB talk with SUB and XSUB. */
  | "ZMTP_SOCKET_TYPE"
  /** The peer refused us with an ERROR command. */
  | "ZMTP_REFUSED"
  /** What the peer sent is no ZMTP. */
  | "ZMTP_PROTOCOL"
  /** The peer sent, or asked for, more than a limit allows. */
  | "ZMTP_LIMIT"
  /** The peer took too long: for the connection, the handshake, a message it began, or to take what it was sent. */
  | "ZMTP_TIMEOUT"
  /** The socket was closed on our side. */
  | "ZMTP_CLOSED"
  /** A send waited longer than its `timeoutMs`. */
  | "ZMTP_SEND_TIMEOUT";

/** A ZeroMQ connection that failed, or a message that could not be sent; `message` names the peer. */
export class ZmtpError extends Error {
  override readonly name = "ZmtpError";
  readonly code: ZmtpErrorCode;
  /** `host:port` of the peer, or of ourselves where it is about no single one. */
  readonly peer: string;

  constructor(code: ZmtpErrorCode, peer: string, problem: string, options?: ErrorOptions) {
    super(`${peer}: ${problem}`, options);
    this.code = code;
    this.peer = peer;
  }
}
