/** Whether a name fits a filter with `*` in it, whatever the case, as SQL's LIKE compares it in the database. */
export function matchesWildcard(filter: string, name: string): boolean {
  const [first = "", ...rest] = filter.toLowerCase().split("*");
  const text = name.toLowerCase();
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  const last = rest.pop()!;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
