import { setImmediate as turn } from "node:timers/promises";

/** Waits until `condition` holds; rejects where it does not within 20 s, or the limit given: that is a failure, not a slow machine. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs: number = LIMIT_MS,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`this has not come true within ${limitMs} ms: ${condition}`);
    await turn();
  }
}

const LIMIT_MS = 20_000;
