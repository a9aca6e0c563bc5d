/** Says whether a text matches a wildcard. */
export interface LikePattern {
  (text: string): boolean;
  /** The one text that matches, in lower case, so that it can be looked up by its key; null where the wildcard has a `*`. */
  readonly exact: string | null;
}

/**
 * A wildcard as SQL has it in its `LIKE`, where the real database shows it in replies and errors: `*` is `%`, and what would mean something
 * is behind a backslash.
 */
export function sqlWildcard(wildcard: string): string {
  return wildcard.replaceAll(/[%_"']/g, "\\$&").replaceAll("*", "%");
}

/**
 * What the database makes of a wildcard in an argument: `*` stands for any characters, also none or a slash, and all others for themselves
 * whatever their case. So `LIKE` of SQL does in the real one, where `%`, `_` and quotes are escaped before; hence "" matches "" alone.
 * Where it forgets to escape them, `any` is `%`: that stands for any characters then, and `*` for itself. `_`, which names are full of, is itself here.
 * It takes no longer than the text is long times the parts between the stars, however the wildcard is made.
 */
export function likePattern(wildcard: string, any: "*" | "%" = "*"): LikePattern {
  const parts = wildcard.toLowerCase().split(any);
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined)
    return Object.assign((text: string) => text.toLowerCase() === first, { exact: first });
  const between = others.filter((part) => part !== "");
  const matches = (text: string) => {
    const lower = text.toLowerCase();
    const end = lower.length - last.length;
    if (end < first.length || !lower.startsWith(first) || !lower.endsWith(last)) return false;
    let from = first.length;
    for (const part of between) {
      const at = lower.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= end;
  };
  return Object.assign(matches, { exact: null });
}
