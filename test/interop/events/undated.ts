import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type View, type ViewEntry } from "../tango/scenario.ts";

/**
 * A view without what is never the same with two servers: times of the present, where in a source an error comes from, and how often an event
 * that comes every so many milliseconds came while nothing happened.
 */
export function undated({ results }: Pick<View, "results">): Pick<View, "results"> {
  const masked = results.map(({ result, ...entry }) => ({
    ...entry,
    ...(result !== undefined && { result: mask(result) }),
  }));
  const [timed, others] = [masked.filter(isTimed), masked.filter((entry) => !isTimed(entry))];
  return { results: [...others, ...renumbered(timed)] };
}

function mask(value: Json): Json {
  if (Array.isArray(value)) return value.map(mask);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskMember(key, item)]));
}

function maskMember(key: string, item: Json): Json {
  if (key === "same_origin") return GIVEN_ORIGINS.has(item) ? item : "somewhere";
  if (key === "same_time" && isObject(item) && Number(item.tv_sec) > LONG_AGO) return "now";
  return mask(item);
}

/** What the scenario says is older. */
const LONG_AGO = 1_600_000_000;
/** Those that the scenario gives. */
const GIVEN_ORIGINS: ReadonlySet<Json> = new Set(["here", "there"]);

function isTimed({ id }: ViewEntry): boolean {
  return /^(periodic of \w+|archive of polled_archive_period) #/.test(id);
}

/** The same without repetitions, counted anew. */
function renumbered(entries: readonly ViewEntry[]): ViewEntry[] {
  const last = new Map<string, ViewEntry>();
  const counts = new Map<string, number>();
  return entries.flatMap((entry) => {
    const tag = entry.id.replace(/ #\d+$/, "");
    if (isRepetition(last.get(tag), entry)) return [];
    last.set(tag, entry);
    const count = (counts.get(tag) ?? 0) + 1;
    counts.set(tag, count);
    return [{ ...entry, id: `${tag} #${count}` }];
  });
}

function isRepetition(before: ViewEntry | undefined, { result }: ViewEntry): boolean {
  return before !== undefined && isDeepStrictEqual(undatedEvent(before.result), undatedEvent(result));
}

function undatedEvent(result: Json | undefined): Json | undefined {
  return result !== undefined && isObject(result) ? { ...result, reception_date: null } : result;
}
