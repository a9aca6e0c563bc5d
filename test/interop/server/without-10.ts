import { isObject, type Json, type ViewEntry } from "../tango/scenario.ts";

/** What the TangoTest of Tango 10 has and that of 9.3.4 has not: attributes, and a pipe. Ours is that of Tango 10. */
const SINCE_10: ReadonlySet<Json> = new Set([
  "enum_scalar",
  "enum_scalar_ro",
  "enum_spectrum",
  "enum_spectrum_ro",
  "enum_image",
  "enum_image_ro",
  "freq",
  "generic_blob_rw",
]);

/** What is seen of our TangoTest, but for what that of 9.3.4 has not: it is taken out of every list, and calls about it left out. */
export function without10(results: readonly ViewEntry[]): ViewEntry[] {
  return results
    .filter(({ id, call }) => call !== "c++" || !id.split(" ").some((word) => SINCE_10.has(word)))
    .map((entry) => (entry.result === undefined ? entry : { ...entry, result: filtered(entry.result) }));
}

function filtered(value: Json): Json {
  if (Array.isArray(value)) {
    return value.filter((item: Json) => !isAbout10(item)).map((item: Json) => filtered(item));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filtered(item)]));
}

function isAbout10(item: Json): boolean {
  return SINCE_10.has(item) || (isObject(item) && SINCE_10.has(item.name ?? null));
}
