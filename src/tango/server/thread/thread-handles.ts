/** Something by which a thread drives a device, and which ends with it. */
export interface EndingHandle {
  /** Tells the thread to end, waits for it as long as the handle says, and at most `timeoutMs` milliseconds, and cuts it off. */
  end(timeoutMs?: number): Promise<void>;
}

/** The handles of one device by which threads drive it. */
export class ThreadHandles {
  readonly #handles = new Set<EndingHandle>();
  #haveEnded = false;

  /** Whether the device has ended: there will be no more. */
  get haveEnded(): boolean {
    return this.#haveEnded;
  }

  /** How many there are. */
  get size(): number {
    return this.#handles.size;
  }

  add(handle: EndingHandle): void {
    this.#handles.add(handle);
  }

  delete(handle: EndingHandle): void {
    this.#handles.delete(handle);
  }

  /** Ends all, each within its own time and `timeoutMs` milliseconds. No more are made. */
  async endAll(timeoutMs: number): Promise<void> {
    this.#haveEnded = true;
    await Promise.all([...this.#handles].map((handle) => handle.end(timeoutMs)));
  }
}
