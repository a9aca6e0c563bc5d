/**
 * What carries octets for GIOP: TCP here, and the place for TLS, unix sockets, WebSocket or MessagePort later.
 */
export interface Transport {
  /**
   * Begins to connect; `events` tell how it went. The octets passed to `onData` are only valid during the call.
   */
  connect(address: Address, events: StreamEvents): ByteStream;
  /** Listens at `address` (port 0: any free one) and hands each accepted stream to `accept`. */
  listen(address: Address, accept: (stream: AcceptedStream) => void): Promise<ByteListener>;
}

/** Where a peer listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A stream of octets both ways. */
export interface ByteStream {
  /** `host:port` of the peer, for messages to people. */
  readonly peer: string;
  /**
   * Sends `bytes`: at once where this turn of the event loop sent nothing yet, else together with all that this turn
   * still sends. False when the peer is slow to take it: then `onDrain` tells when to go on. `onTaken` is called when the memory of
   * `bytes` may be used again, unless the stream ends before.
   */
  write(bytes: Uint8Array, onTaken?: () => void): boolean;
  /** Sends what was written, then closes: `onClose` tells when that is done. Resolves as destroy() does, which may cut it short. */
  end(): Promise<void>;
  /** Closes at once. No event comes after it. Resolves when the system's resources are released. */
  destroy(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Whether the stream keeps the process running. */
  keepAlive(wanted: boolean): void;
  /** From now on `onStall` tells when nothing moved on the stream, either way, for `timeoutMs`; 0: never. */
  watchStall(timeoutMs: number): void;
}

/** What happens on a stream. */
export interface StreamEvents {
  onOpen(): void;
  onData(chunk: Uint8Array): void;
  onDrain(): void;
  /** The peer takes nothing: see ByteStream.watchStall. */
  onStall(): void;
  /** The stream is closed, once; `error` where that was not in order. */
  onClose(error: Error | undefined): void;
}

/** A stream that a listener accepted. Its events are told to whoever `start` names. */
export interface AcceptedStream extends ByteStream {
  start(events: StreamEvents): void;
}

/** Where a transport listens. */
export interface ByteListener {
  readonly address: Address;
  /** Stops accepting. Accepted streams go on. */
  close(): Promise<void>;
}
