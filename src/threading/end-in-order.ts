/**
 * Ends what was opened, one step after the other, and what is in one step at the same time; nothing is left out where something fails to end.
 * Rejects with the first failure, once all is done.
 */
export async function endInOrder(...steps: readonly (readonly (() => unknown)[])[]): Promise<void> {
  const outcomes: PromiseSettledResult<unknown>[] = [];
  for (const step of steps) outcomes.push(...(await Promise.allSettled(step.map(async (end) => end()))));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
