import { isPromise } from "../../../iiop/is-promise.ts";
import { returnOutsideCallFlows } from "../../../threading/call-flow.ts";
import type { TangoEvent } from "../data/tango-event.ts";
import type { EventCallback } from "./event-callback.ts";
import { EVENT_CALLBACK_ERROR } from "./event-diagnostics.ts";
import type { EventSink } from "./event-sink.ts";

/** Gives each event to a callback as it comes, where its subscriber ran, but in no call flow: the device that subscribed is not locked then. */
export class CallbackSink implements EventSink {
  /** A callback loses none. */
  readonly dropped = 0;
  readonly #callback: EventCallback<TangoEvent>;
  readonly #run = returnOutsideCallFlows();
  #hasWarned = false;

  constructor(callback: EventCallback<TangoEvent>) {
    this.#callback = callback;
  }

  put(event: TangoEvent): void {
    const callback = this.#callback;
    try {
      const outcome =
        typeof callback === "function" ? this.#run(callback, event) : this.#run(call, callback, event);
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
      process.emitWarning(`the callback of a subscription to ${event.event} events failed: ${textOf(error)}`);
    }
  }
}

function call(callback: { pushEvent(event: TangoEvent): unknown }, event: TangoEvent): unknown {
  return callback.pushEvent(event);
}

/** What was thrown, which may be anything: also what refuses to be a text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "with what is no text";
  }
}
