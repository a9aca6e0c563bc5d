/** How one event was pushed, under cppTango 10.1's names for it. */
export interface PushSample {
  /** Microseconds since the one before; null for the first. */
  readonly micros_since_last_event: number | null;
  /** Microseconds from the push until its messages were handed to the socket. */
  readonly push_event_micros: number;
}

/** How the last events were pushed, for those who look into the performance of events. */
export class PushSamples {
  #samples: PushSample[] = [];
  #lastAt: number | null = null;

  /** An event was pushed, from this moment on (`performance.now()`) until now. */
  add(beganAt: number): void {
    const now = performance.now();
    this.#samples.push({
      micros_since_last_event: this.#lastAt === null ? null : micros(now - this.#lastAt),
      push_event_micros: micros(now - beganAt),
    });
    if (this.#samples.length > MOST) this.#samples.shift();
    this.#lastAt = now;
  }

  /** The last ones, which are forgotten then: whoever asks next is told of others. */
  take(): readonly PushSample[] {
    const samples = this.#samples;
    this.#samples = [];
    return samples;
  }
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}

/** As cppTango 10.1 keeps. */
const MOST = 256;
