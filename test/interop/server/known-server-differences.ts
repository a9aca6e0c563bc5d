import { isDeepStrictEqual } from "node:util";
import type { KnownDifference } from "../tango/known-differences.ts";
import { isObject, type Json, type ViewedError } from "../tango/scenario.ts";

const BOTH = ["9.3", "10.0"] as const;

/** What clients see differently of our TangoTest server on purpose; docs/interop.md says the same. A test fails where one is not needed. */
export const KNOWN_SERVER_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: /^info\b/,
    releases: ["10.0"],
    why: "The versions of libraries are those that the server is made of",
    isAccepted: equalButFor("version_info"),
  },
  {
    id: /^info(_3)?\b/,
    releases: ["9.3"],
    why: "Ours is a device of IDL 6, by whatever client it is called",
    isAccepted: equalAfter(asIdl5),
  },
  {
    id: /^(write_attribute_as|write_read_attributes?|write_attributes?|write_attributes_[34]|write_read_attributes_[45]|write) /,
    releases: ["9.3"],
    why: "The error of a value of the wrong type is that of Tango 10, which also names the type found",
    isAccepted: equalAfter((text) =>
      text.replace(
        /Incompatible attribute type: expected (Tango::\w+) \(even for single value\), found Tango::[\w<>=]+/g,
        "Incompatible attribute type, expected type is : $1 (even for single value)",
      ),
    ),
  },
  {
    id: /^(command_list_query admin|command_query admin ZmqEventSubscriptionChange)\b/,
    releases: ["9.3"],
    why: "The kinds of events that may be subscribed to are those of Tango 10: alarm events, and none of the quality alone",
    isAccepted: equalAfter((text) => text.replaceAll('\\"alarm\\"', '\\"quality\\"')),
  },
  {
    id: /^(get_pipe_config \[\]|get_attribute_config(_\d)? \(\)|set_attribute_config_5 nothing|write_(read_)?attributes_\d by union 11|command_inout (Un)?LockDevice no )/,
    releases: BOTH,
    why: "An empty list where there must be something is no error, or has one that says so; the C++ server reads past its end and answers with BAD_PARAM",
    isAccepted: (_ours, theirs) => JSON.stringify(theirs).includes("BAD_PARAM_IndexOutOfRange"),
  },
  {
    id: /^configured \S+ (min_value|max_value|alarms\.\w+) '(99999999999999999999|300)'$/,
    releases: BOTH,
    why: "A limit that is no number of the type of its attribute is refused; the C++ server takes what is left of it, or 0",
    isAccepted: (ours, theirs) =>
      refuses(ours, "is defined in an unsupported format") || equalButFor("delta_t")(ours, theirs),
  },
  {
    id: /^configured enum_scalar alarms\.delta_val '/,
    releases: ["10.0"],
    why: "An enumeration has no distance between what is written and what is read; the C++ server takes one",
    isAccepted: (ours) => refuses(ours, "The property delta_val is not settable for the attribute data type"),
  },
  {
    id: /^(read_attribute|read_attributes|command_inout) CACHE\b.* nodb$/,
    releases: BOTH,
    why: "Without database, too, a value is too old after four periods; the C++ server then takes every value of its cache for too old",
    isAccepted: (_ours, theirs) => JSON.stringify(theirs).includes("API_NotUpdatedAnyMore"),
  },
  {
    id: /^(get_logging_target|command_inout GetLoggingTarget)\b/,
    releases: ["10.0"],
    why: "Tango 10 counts what it sends to OpenTelemetry among the targets of logging; ours sends nothing there",
    isAccepted: (ours, theirs) =>
      isDeepStrictEqual(
        ours,
        kept(theirs, (item) => item !== "telemetry_logs_appender"),
      ),
  },
  {
    id: /^read_attribute string_scalar #7 ~$/,
    releases: BOTH,
    why: "Where the first of several written values is refused, the others are written; the C++ server writes what they were before",
    isAccepted: (ours, theirs) =>
      isObject(ours) &&
      isDeepStrictEqual(resultField(ours, "value"), "written all the same") &&
      equalButFor("value")(ours, theirs),
  },
  {
    id: /^(read_attribute enum_(spectrum|spectrum_ro|image_ro)\b.*|random_reading #2[12]|all_attributes\b.*)$/,
    releases: ["10.0"],
    why: "Each enumeration has what was written to it; in the C++ TangoTest they share their dimensions, which can only shrink",
    isAccepted: equalButFor("value", "dim_x", "dim_y", "nb_read"),
  },
  {
    id: /^command_inout admin \w+ with Dev(Double|Void)\b/,
    releases: BOTH,
    why: "The error of an argument of the wrong type is worded and spelt alike for all commands, also those of the admin device",
    isAccepted: equalAfter((text) =>
      text.replace(
        /Incompatible command argument type, expected type is : Tango::(\w+)/,
        (_, type: string) =>
          `Imcompatible command argument type, expected type is : ${type === "DevString" ? "string" : type}`,
      ),
    ),
  },
  {
    id: /^read back double_image #[678]$/,
    releases: BOTH,
    why: "An image that is written with a width and no height has one row; the C++ server gives its width back, and no height",
    isAccepted: equalButFor("read", "written", "value"),
  },
  {
    id: /^command_inout_history_4 Status 0$/,
    releases: BOTH,
    why: "A history of no records has an empty value of its type; that of the C++ server has none at all",
    isAccepted: (ours, theirs) =>
      equalButFor("value")(ours, theirs) && JSON.stringify(theirs).includes('"kind 0"'),
  },
  {
    id: /^get_attribute_config of a default after \w+$/,
    releases: BOTH,
    why: "A text that is the default of the library is kept where the class has another; the C++ server loses it at the next start",
    isAccepted: equalButFor("description"),
  },
  {
    id: /^command_history DevVoid\b/,
    releases: ["10.0"],
    why: "The history of a command without result tells when it was executed, as of Tango 9; Tango 10 refuses it",
    isAccepted: (_ours, theirs) => JSON.stringify(theirs).includes("Unhandled command argument type DevVoid"),
  },
];

/** Whether the two are equal without the members of these names. */
function equalButFor(...keys: readonly string[]): (ours: Json, theirs: Json) => boolean {
  return (ours, theirs) => isDeepStrictEqual(without(ours, keys), without(theirs, keys));
}

/** Whether ours is theirs when its JSON is changed. */
function equalAfter(change: (ours: string) => string): (ours: Json, theirs: Json) => boolean {
  return (ours, theirs) => isDeepStrictEqual(JSON.parse(change(JSON.stringify(ours))), theirs);
}

/** The information about a device, as one of IDL 5 gives it. */
function asIdl5(ours: string): string {
  return ours
    .replace('"server_version":6', '"server_version":5')
    .replace(/^(\{"result":\["[^"]*","[^"]*",)6/, (_, before) => `${before}5`);
}

/** Whether a step of changing a configuration was refused for a reason with this text. */
function refuses(seen: Json, text: string): boolean {
  const failure = isObject(seen) ? resultField(seen, "failure") : undefined;
  return (
    Array.isArray(failure) && (failure as unknown as ViewedError[]).some(({ desc }) => desc.includes(text))
  );
}

function resultField(seen: { readonly [key: string]: Json }, name: string): Json | undefined {
  return isObject(seen.result) ? seen.result[name] : undefined;
}

function without(value: Json, keys: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => without(item, keys));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !keys.includes(key))
      .map(([key, item]) => [key, without(item, keys)]),
  );
}

/** A copy with only those items of every list that are kept. */
function kept(value: Json, isKept: (item: Json) => boolean): Json {
  if (Array.isArray(value)) return value.filter(isKept).map((item: Json) => kept(item, isKept));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, kept(item, isKept)]));
}
