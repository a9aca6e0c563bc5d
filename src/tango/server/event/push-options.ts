import { isTime } from "../../client/call-deadline.ts";
import { describeArgument, wrongArgument } from "../../error/wrong-argument.ts";
import type { PushOptions } from "./event-socket.ts";

/** Throws WrongData for what are no options of a push, whether or not anybody has subscribed. */
export function checkPushOptions(options: PushOptions | undefined): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) {
    const given = describeArgument(options as unknown);
    throw wrongArgument(
      `the options of a push are an object as { whenFull, timeoutMs, signal }, not ${given}`,
    );
  }
  const { whenFull, timeoutMs, signal } = options;
  if (whenFull !== undefined && !WHEN_FULL.has(whenFull)) {
    const given = describeArgument(whenFull as unknown);
    throw wrongArgument(`whenFull is "wait", "drop-newest" or "drop-oldest", not ${given}`);
  }
  if (timeoutMs !== undefined && !isTime(timeoutMs)) {
    const given = describeArgument(timeoutMs as unknown);
    throw wrongArgument(`timeoutMs is a number of milliseconds from 0 on, not ${given}`);
  }
  if (signal !== undefined && !(signal instanceof EventTarget && typeof signal.aborted === "boolean")) {
    throw wrongArgument(`signal is an AbortSignal, not ${describeArgument(signal as unknown)}`);
  }
}

const WHEN_FULL: ReadonlySet<string> = new Set(["wait", "drop-newest", "drop-oldest"]);
