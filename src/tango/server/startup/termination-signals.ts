import type { EventEmitter } from "node:events";

/** The signals that end a Tango server in order: an interrupted terminal, and whoever asks it to end. */
export const TERMINATION_SIGNALS = ["SIGINT", "SIGTERM", "SIGQUIT"] as const;

/** One of them. */
export type TerminationSignal = (typeof TERMINATION_SIGNALS)[number];

/**
 * Calls back once, at the first of these signals that this process gets; a second one does again what it does without this. SIGHUP is
 * ignored meanwhile, as by cppTango: a server outlives the terminal in which it was started. The function returned lets go of
 * them all before. Several servers of a process each have their own.
 */
export function onTermination(
  callback: (signal: TerminationSignal) => void,
  source: Pick<EventEmitter, "on" | "off"> = process,
): () => void {
  const release = () => {
    for (const signal of TERMINATION_SIGNALS) source.off(signal, receive);
    source.off("SIGHUP", ignore);
  };
  const receive = (signal: TerminationSignal) => {
    release();
    callback(signal);
  };
  const ignore = () => {};
  for (const signal of TERMINATION_SIGNALS) source.on(signal, receive);
  source.on("SIGHUP", ignore);
  return release;
}
