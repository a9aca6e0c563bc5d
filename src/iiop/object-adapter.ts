import { Buffer } from "node:buffer";
import type { Interface } from "../giop/idl/interface.ts";

/** A servant with the interface that it is called by. */
export interface ActiveObject {
  readonly definition: Interface;
  readonly servant: Readonly<Record<string, unknown>>;
}

/** Which servant answers for which object key. */
export class ObjectAdapter {
  readonly #active = new Map<string, ActiveObject>();
  #fallback: ((objectKey: Uint8Array) => ActiveObject | undefined) | undefined;

  /** Throws where the key is taken. */
  activate(objectKey: Uint8Array, object: ActiveObject): void {
    const key = textOf(objectKey);
    if (this.#active.has(key))
      throw new Error(`an object with the key ${JSON.stringify(key)} is active already`);
    this.#active.set(key, object);
  }

  /** False where there was none. */
  deactivate(objectKey: Uint8Array): boolean {
    return this.#active.delete(textOf(objectKey));
  }

  /** Asked for keys that no activation names: a default servant, or one made on demand. */
  setFallback(locate: (objectKey: Uint8Array) => ActiveObject | undefined): void {
    this.#fallback = locate;
  }

  find(objectKey: Uint8Array): ActiveObject | undefined {
    return this.#active.get(textOf(objectKey)) ?? this.#fallback?.(objectKey);
  }
}

/** Keys are octets; as latin-1 text they can be looked up in a Map. */
function textOf(objectKey: Uint8Array): string {
  return Buffer.from(objectKey.buffer, objectKey.byteOffset, objectKey.byteLength).toString("latin1");
}
