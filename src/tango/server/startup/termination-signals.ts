import type { EventEmitter } from "node:events";

/** The signals that end a Tango server in order: an interrupted or closed terminal, and whoever asks it to end. */
export const TERMINATION_SIGNALS = ["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP"] as const;

/** One of them. */
export type TerminationSignal = (typeof TERMINATION_SIGNALS)[number];

/**
 * Calls back once, at the first of these signals that this process gets; a second one does again what it does without this. The function
 * returned lets go of them before. Several servers of a process each have their own.
 */
export function onTermination(
  callback: (signal: TerminationSignal) => void,
  source: Pick<EventEmitter, "on" | "off"> = process,
): () => void {
  const release = () => {
    for (const signal of TERMINATION_SIGNALS) source.off(signal, receive);
  };
  const receive = (signal: TerminationSignal) => {
    release();
    callback(signal);
  };
  for (const signal of TERMINATION_SIGNALS) source.on(signal, receive);
  return release;
}
