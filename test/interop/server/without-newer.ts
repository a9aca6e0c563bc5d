import { isObject, type Json, type ViewEntry } from "../tango/scenario.ts";

/** The attributes and the pipe that the TangoTest of Tango 10 has and that of 9.3.4 has not. */
const SINCE_10 = [
  "enum_scalar",
  "enum_scalar_ro",
  "enum_spectrum",
  "enum_spectrum_ro",
  "enum_image",
  "enum_image_ro",
  "freq",
  "generic_blob_rw",
];
/** Commands of the admin device. */
const SINCE_10_1 = ["QueryEventSystem", "EnableEventSystemPerfMon"];
/** What our server has and the C++ one of a release has not. */
const NEWER: Readonly<Record<"9.3" | "10.0", ReadonlySet<Json>>> = {
  "9.3": new Set([...SINCE_10, ...SINCE_10_1]),
  "10.0": new Set(SINCE_10_1),
};

/** What is seen of our server, but for what that of the release has not: it is taken out of every list, and calls about it left out. */
export function withoutNewer(results: readonly ViewEntry[], release: "9.3" | "10.0"): ViewEntry[] {
  const newer = NEWER[release];
  // What the scenario of PyTango asks is what the release has, but for the commands of the admin device, which it takes from there.
  const isAsked = ({ id, call }: ViewEntry) =>
    (call !== "c++" && call !== "command_query") || !id.split(" ").some((word) => newer.has(word));
  return results
    .filter(isAsked)
    .map((entry) =>
      entry.result === undefined ? entry : { ...entry, result: filtered(entry.result, newer) },
    );
}

function filtered(value: Json, newer: ReadonlySet<Json>): Json {
  if (Array.isArray(value)) {
    return value.filter((item: Json) => !isNewer(item, newer)).map((item: Json) => filtered(item, newer));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filtered(item, newer)]));
}

function isNewer(item: Json, newer: ReadonlySet<Json>): boolean {
  return newer.has(item) || (isObject(item) && newer.has(item.name ?? item.cmd_name ?? null));
}
