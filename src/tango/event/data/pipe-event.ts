import type { DevError } from "../../error/dev-error.ts";
import type { DevicePipe } from "../../value/pipe-blob.ts";
import { type EventAddress, type EventHead, eventHead } from "./event-head.ts";

/** An event that carries the contents of a pipe. All subscribers of one event are given the same `pipeValue`. */
export interface PipeEvent<D = unknown> extends EventHead<"pipe", D> {
  /** `tango://host:port/d/f/m/pipe[#dbase=no]`, in lower case. */
  readonly pipeName: string;
  /** The contents; null where the event tells of errors instead, and in the first event of a subscription in mode Async. */
  readonly pipeValue: DevicePipe | null;
}

/** The event for one subscriber. */
export function pipeEvent(
  address: EventAddress,
  pipeValue: DevicePipe | null,
  errors: readonly DevError[],
): PipeEvent {
  return { ...eventHead("pipe", address, errors), pipeName: address.name, pipeValue };
}
