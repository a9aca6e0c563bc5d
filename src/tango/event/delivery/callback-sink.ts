import { isPromise } from "../../../iiop/is-promise.ts";
import type { TangoEvent } from "../data/tango-event.ts";
import type { EventCallback } from "./event-callback.ts";
import { EVENT_CALLBACK_ERROR } from "./event-diagnostics.ts";
import type { EventSink } from "./event-sink.ts";

/** Gives each event to a callback as it comes. */
export class CallbackSink implements EventSink {
  readonly #callback: EventCallback<TangoEvent>;
  #hasWarned = false;

  constructor(callback: EventCallback<TangoEvent>) {
    this.#callback = callback;
  }

  put(event: TangoEvent): void {
    const callback = this.#callback;
    try {
      const outcome = typeof callback === "function" ? callback(event) : callback.pushEvent(event);
      if (isPromise(outcome)) outcome.then(undefined, (error: unknown) => this.#report(error, event));
    } catch (error) {
      this.#report(error, event);
    }
  }

  end(): void {
    // A callback hears of events only.
  }

  #report(error: unknown, event: TangoEvent): void {
    if (EVENT_CALLBACK_ERROR.hasSubscribers) EVENT_CALLBACK_ERROR.publish({ error, event });
    else if (!this.#hasWarned) {
      this.#hasWarned = true;
      process.emitWarning(`the callback of a subscription to ${event.event} events failed: ${String(error)}`);
    }
  }
}
