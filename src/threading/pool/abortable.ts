import { listenForAbort } from "../../iiop/abort-listener.ts";

/**
 * A promise that also rejects, with the signal's reason, when `signal` is aborted. `begin` starts what settles it, and gives how to leave
 * that: called once it is settled, in whatever way.
 */
export function abortable(
  signal: AbortSignal | undefined,
  begin: (resolve: () => void, reject: (error: unknown) => void) => () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let settled = false;
    let leave: (() => void) | undefined;
    let stopListening: (() => void) | undefined;
    const settle = (tell: () => void) => {
      if (settled) return;
      settled = true;
      leave?.();
      stopListening?.();
      tell();
    };
    if (signal?.aborted) return reject(signal.reason);
    leave = begin(
      () => settle(resolve),
      (error) => settle(() => reject(error)),
    );
    if (settled) return leave();
    if (signal !== undefined)
      stopListening = listenForAbort(signal, () => settle(() => reject(signal.reason)));
  });
}
