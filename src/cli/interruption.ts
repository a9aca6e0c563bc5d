/** Whether the user, or the system, wants the command to end. */
export interface Interruption {
  /** Aborted by Ctrl-C (SIGINT), SIGTERM, or the end of the terminal (SIGHUP). */
  readonly signal: AbortSignal;
  /** Listens no more: the next such signal ends the process, as it does one that listens to none. */
  release(): void;
}

/** Listens for signals that end a command that goes on by itself, so that it can end in order. The second one ends the process at once. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const release = () => {
    for (const name of SIGNALS) process.off(name, onSignal);
  };
  const onSignal = () => {
    release();
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return { signal: controller.signal, release };
}

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
