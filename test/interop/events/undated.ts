import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type View, type ViewEntry } from "../tango/scenario.ts";

/**
 * A view without what is never the same with two servers: times of the present, where in a source an error comes from, how often an event that
 * comes every so many milliseconds came while nothing happened, and that polling was late on a busy machine.
 */
export function undated({ results }: Pick<View, "results">): Pick<View, "results"> {
  const masked = results.map(({ result, ...entry }) => ({
    ...entry,
    ...(result !== undefined && { result: mask(result) }),
  }));
  return { results: withoutTiming(masked) };
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

/** The same without what only time has brought about, counted anew. */
function withoutTiming(entries: readonly ViewEntry[]): ViewEntry[] {
  const polled = new Map<string, PolledEvents>();
  return entries.flatMap((entry) => {
    const [, tag, isFirst] = /^(\w+ of polled_\w+) (first)?/.exec(entry.id) ?? [];
    if (tag === undefined) return [entry];
    const events = polled.get(tag) ?? new PolledEvents(tag);
    polled.set(tag, events);
    return isFirst ? [events.first(entry)] : events.next(entry);
  });
}

/** The events of one subscription to a polled attribute, in their order. */
class PolledEvents {
  readonly #tag: string;
  /** Whether they come again and again. */
  readonly #isTimed: boolean;
  #last: Json | undefined;
  #wasLate = false;
  #count = 0;

  constructor(tag: string) {
    this.#tag = tag;
    this.#isTimed = /^(periodic of \w+|archive of polled_archive_period)$/.test(tag);
  }

  first(entry: ViewEntry): ViewEntry {
    this.#last = said(entry.result);
    return entry;
  }

  /** The event, unless it says that polling was late, or, where it may, what was said before. */
  next(entry: ViewEntry): ViewEntry[] {
    if (JSON.stringify(entry.result).includes("API_PollThreadOutOfSync")) {
      this.#wasLate = true;
      return [];
    }
    const now = said(entry.result);
    const isRepetition = (this.#isTimed || this.#wasLate) && isDeepStrictEqual(now, this.#last);
    this.#wasLate = false;
    this.#last = now;
    if (isRepetition) return [];
    this.#count++;
    return [{ ...entry, id: `${this.#tag} #${this.#count}` }];
  }
}

/** What an event says of its attribute, but for when. */
function said(result: Json | undefined): Json {
  if (result === undefined || !isObject(result)) return null;
  const { attr_value: reading = null, err = null } = result;
  return isObject(reading) ? [reading.value ?? null, reading.quality ?? null] : [err];
}
