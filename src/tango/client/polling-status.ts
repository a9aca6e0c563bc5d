/** What is polled: an attribute or a command. */
export type PolledKind = "attribute" | "command";

/**
 * Finds the polling period of an attribute or command in what DevPollStatus answers, a text per polled object:
 *
 * ```
 * Polled attribute name = double_scalar
 * Polling period (mS) = 1000
 * Polling ring buffer depth = 10
 * ```
 * Gives milliseconds, 0 for one that is polled when its server is told to, and null for one that is not polled. Polled State and Status
 * are found as attribute and as command, as in cppTango.
 */
export function pollingPeriod(status: readonly string[], kind: PolledKind, name: string): number | null {
  const wanted = name.toLowerCase();
  for (const text of status) {
    const [, polledKind, polledName, details] = POLLED_OBJECT.exec(text) ?? [];
    if (polledName?.trim().toLowerCase() !== wanted) continue;
    const both = wanted === "state" || wanted === "status";
    if (polledKind !== kind && !(kind === "command" && both)) continue;
    if (details?.includes("triggered")) return 0;
    const period = PERIOD.exec(details ?? "")?.[1];
    if (period !== undefined) return Number(period);
  }
  return null;
}

// Some servers add ". S..." (a remark on the object) to the line with the name.
const POLLED_OBJECT = /^\S+ (attribute|command) [^=]*= (.*?)(?:\. S[^\n]*)?(?:\n([\s\S]*))?$/;
const PERIOD = /=\s*(\d+)/;
