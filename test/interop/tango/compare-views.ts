import { isDeepStrictEqual } from "node:util";
import type { KnownDifference } from "./known-differences.ts";
import { isObject, type Json, type View, type ViewEntry } from "./scenario.ts";

/** A call that the two sides saw differently. */
export interface Difference {
  readonly id: string;
  readonly ours: string;
  readonly theirs: string;
}

/** What came of a comparison. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** How many calls were compared, by the way in which they were. */
  readonly counts: Readonly<Record<ViewEntry["compare"], number>>;
  /** How many differences each of the known ones stood for, in their order. */
  readonly known: readonly number[];
}

/** Every call that the two views do not agree on, by the rules at the top of view.py, but for the known differences. */
export function compareViews(
  ours: Pick<View, "results">,
  theirs: Pick<View, "results">,
  known: readonly KnownDifference[],
): Comparison {
  const left = new Map(ours.results.map((entry) => [entry.id, entry]));
  const differences: Difference[] = [];
  const counts = { exact: 0, shape: 0, fails: 0 };
  const uses = known.map(() => 0);
  for (const entry of theirs.results) {
    counts[entry.compare]++;
    const our = left.get(entry.id);
    left.delete(entry.id);
    const [a, b] = [our === undefined ? "not called" : compared(our), compared(entry)];
    if (isDeepStrictEqual(a, b)) continue;
    const index = known.findIndex(({ id, isAccepted }) => id.test(entry.id) && isAccepted(a, b));
    if (index < 0) differences.push({ id: entry.id, ...shown(a, b) });
    else uses[index]!++;
  }
  for (const [id, entry] of left) {
    differences.push({ id, ours: text(compared(entry)), theirs: "not called" });
  }
  return { differences, counts, known: uses };
}

/** What of an entry is compared, by deep equality. */
function compared(entry: ViewEntry): Json {
  const { compare, error, result } = entry;
  if (compare === "fails") return error === undefined ? "a result" : "an error";
  if (error !== undefined) {
    if (compare === "exact") return reduced(error as unknown as Json, new Set(["origin"]));
    return { class: error.class, reasons: error.stack.map(({ reason }) => reason) };
  }
  if (compare === "shape") return { result: shape(result!) };
  return { result: reduced(result!, new Set(["time", "origin", ...entry.volatile])) };
}

function reduced(value: Json, volatile: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reduced(item, volatile));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      volatile.has(key) ? shape(item) : reduced(item, volatile),
    ]),
  );
}

function shape(value: Json): Json {
  if (value === null) return "null";
  if (typeof value === "string" && REALS.has(value)) return "number";
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0] as Json)];
  if (!isObject(value)) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]));
}

/** Numbers that JSON has none for. */
const REALS: ReadonlySet<string> = new Set(["NaN", "Infinity", "-Infinity", "-0"]);

/** Only the fields in which the two differ, where both are objects of the same keys. */
function shown(a: Json, b: Json): { ours: string; theirs: string } {
  if (isObject(a) && isObject(b) && isObject(a.result) && isObject(b.result)) {
    const [one, other] = [a.result, b.result];
    const keys = Object.keys({ ...one, ...other }).filter((key) => !isDeepStrictEqual(one[key], other[key]));
    const part = (object: { readonly [key: string]: Json }) =>
      text(Object.fromEntries(keys.map((key) => [key, object[key] ?? "missing"])));
    return { ours: part(one), theirs: part(other) };
  }
  return { ours: text(a), theirs: text(b) };
}

function text(value: Json): string {
  const json = JSON.stringify(value);
  return json.length > 1500 ? `${json.slice(0, 1500)}...` : json;
}
