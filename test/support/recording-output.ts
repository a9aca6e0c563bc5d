import { Buffer } from "node:buffer";
import type { ServerOutput } from "../../src/giop/connection/request-sink.ts";
import { MessageDeframer } from "../../src/giop/message/message-deframer.ts";
import { messageTypeOf } from "../../src/giop/message/message-header.ts";

/** An output that keeps what an engine does with it. */
export class RecordingOutput implements ServerOutput {
  readonly chunks: Uint8Array[] = [];
  readonly ends: (Error | null)[] = [];
  /** What says that the memory of a chunk may be used again, for those that want to know. */
  readonly taken: (() => void)[] = [];
  reading = true;

  write(bytes: Uint8Array, onTaken?: () => void): void {
    this.chunks.push(bytes);
    if (onTaken !== undefined) this.taken.push(onTaken);
  }

  end(cause: Error | null): void {
    this.ends.push(cause);
  }

  pauseReading(): void {
    this.reading = false;
  }

  resumeReading(): void {
    this.reading = true;
  }

  /** All octets written since the last take. */
  take(): Buffer {
    return Buffer.concat(this.chunks.splice(0));
  }

  /** The messages written since the last take. */
  takeMessages(): Uint8Array[] {
    const messages: Uint8Array[] = [];
    new MessageDeframer((message) => messages.push(message)).push(this.take());
    return messages;
  }

  /** The types of the messages written since the last take. */
  takeTypes(): string[] {
    return this.takeMessages().map(messageTypeOf);
  }
}
