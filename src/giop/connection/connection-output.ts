/** Where a connection engine's octets go: what its driver (a socket, or a test) gives it. */
export interface ConnectionOutput {
  /**
   * Sends these octets, in the order of the calls. The engine does not touch them before `onTaken` is called, which says that their memory
   * may be used again; where nobody knows when that is it is never called.
   */
  write(bytes: Uint8Array, onTaken?: () => void): void;
  /**
   * Called once, when the engine is done with the connection by itself: what was written is to be sent, then the
   * connection closed. `cause` says what went wrong, or is null after an orderly end.
   */
  end(cause: Error | null): void;
}

/** Sends the chunks of a message one by one. */
export function writeAll(output: ConnectionOutput, chunks: readonly Uint8Array[]): void {
  for (const chunk of chunks) output.write(chunk);
}
