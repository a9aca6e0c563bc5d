import { MessageChannel, type MessagePort } from "node:worker_threads";

/** One end of the channel between two threads. */
export type Port = MessagePort;

/** A channel between two threads: its ends. */
export function openChannel(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel();
  return [port1, port2];
}

/** What a PortCaller posts. */
export type CallerMessage =
  /** It is there, in the thread of this number. */
  | { readonly kind: "hello"; readonly thread: number }
  | { readonly kind: "call"; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  /** Nobody waits for this call any more. */
  | { readonly kind: "cancel"; readonly id: number }
  /** It makes no more calls; all that it made were answered. */
  | { readonly kind: "end" };

/** What a PortAnswerer posts. */
export type AnswererMessage =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  /** The call failed: with what `packError` made of the error. */
  | { readonly kind: "failure"; readonly id: number; readonly error: unknown }
  /** Something that the other side is to know, beside all calls. */
  | { readonly kind: "told"; readonly what: unknown }
  /** It wants the caller to end: to come to an end of what it does, and to close. */
  | { readonly kind: "end wanted" }
  /** It answers no more calls, for this reason. The port is closed behind it. */
  | { readonly kind: "cut off"; readonly error: unknown };

/**
 * The memory that may be moved to another thread, anywhere in plain data: of arrays that have it for themselves. That of parts of others (and so
 * Node's pool of Buffers) is copied, and what threads share stays where it is.
 */
export function movableMemory(data: unknown): ArrayBuffer[] {
  const found: ArrayBuffer[] = [];
  // What is posted may contain itself, and be nested deeper than calls can be. The loop also comes to what is added meanwhile.
  const parts = new Set<unknown>([data]);
  for (const part of parts) {
    if (part instanceof ArrayBuffer) found.push(part);
    else if (ArrayBuffer.isView(part)) {
      if (part.byteLength === part.buffer.byteLength) parts.add(part.buffer);
    } else if (typeof part === "object" && part !== null) {
      for (const inner of Object.values(part)) if (typeof inner === "object") parts.add(inner);
    }
  }
  return found;
}

/** The same array with memory of its own, where it is a part of a larger one: all of that would be posted with it. */
export function ownMemory(value: unknown): unknown {
  if (!ArrayBuffer.isView(value) || value.byteLength === value.buffer.byteLength) return value;
  return value instanceof DataView ? value : Uint8Array.prototype.slice.call(value);
}
