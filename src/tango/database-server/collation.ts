/**
 * The order of texts in lists: that of MariaDB's `latin1_swedish_ci`, in which the tables of Tango databases are unless they were made with
 * MariaDB 11.5 or later. Letters compare as capitals, so `_` comes behind all of them; all else by its code.
 */
export function compareText(a: string, b: string): number {
  const left = a.toUpperCase();
  const right = b.toUpperCase();
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The texts in order, each once: of those that differ in case only the first, as `SELECT DISTINCT ... ORDER BY` gives. */
export function sortedUnique(texts: Iterable<string>): string[] {
  const byCapitals = new Map<string, string>();
  for (const text of texts) {
    const capitals = text.toUpperCase();
    if (!byCapitals.has(capitals)) byCapitals.set(capitals, text);
  }
  // Without a function that compares, sorting is several times faster; it is by code units, as compareText() is.
  return [...byCapitals.keys()].sort().map((capitals) => byCapitals.get(capitals)!);
}
