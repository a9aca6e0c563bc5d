import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type ViewedError } from "./scenario.ts";

/** What our client sees differently from PyTango on purpose. */
export interface KnownDifference {
  /** Which calls of the scenario. */
  readonly id: RegExp;
  readonly releases: readonly ("9.3" | "10.0")[];
  readonly why: string;
  /** Whether this is that difference and no other. Both are what compare-views.ts compares. */
  isAccepted(ours: Json, theirs: Json): boolean;
}

const BOTH = ["9.3", "10.0"] as const;

/** All of them; docs/interop.md says the same. A test fails where one is not needed any more. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: /^read_attribute \w+_spectrum #4$/,
    releases: ["9.3"],
    why: "PyTango 9 loses type and value of a row of no elements; ours has the type and an empty array",
    isAccepted: equalButFor("type", "value"),
  },
  {
    id: /^(read_attributes (ten|all fail)|write_read_attributes reads fail|attribute_history throw_exception)$/,
    releases: ["10.0"],
    why: "PyTango 10 shows as the type of an attribute that failed what happens to stand in the message; ours is unknown",
    isAccepted: equalButFor("type"),
  },
  {
    id: /^db_get_(device|class)_attribute_property deleted$/,
    releases: ["9.3"],
    why: "PyTango 9 deletes only the properties of the first of several attributes; ours deletes all",
    isAccepted: (ours) =>
      isDeepStrictEqual(ours, { result: { bandoneon_attr: {}, Bandoneon_Other: {} } }) ||
      isDeepStrictEqual(ours, { result: { Bandoneon_Other: {}, bandoneon_attr: {} } }),
  },
  {
    id: /^connect wrong 'a\/b\/'$/,
    releases: BOTH,
    why: "A device name without a member is refused at once, not sent to the database to be unknown there",
    isAccepted: failsWith("WrongNameSyntax", "API_WrongDeviceNameSyntax"),
  },
  {
    id: /^connect wrong '(127\.0\.0\.1:|:10000|127\.0\.0\.1:port)\/sys\/tg_test\/1'$/,
    releases: BOTH,
    why: "A host without port, or with a port that is no number, is refused at once; PyTango connects to port 0",
    isAccepted: failsWith("WrongNameSyntax", "API_WrongDeviceNameSyntax"),
  },
  {
    id: /^(connect wrong '(taco|tango):sys\/tg_test\/1'|attribute_proxy 'taco:a\/b\/c\/d')$/,
    releases: BOTH,
    why: "The same error, but its text names the host and port that are wrong, not the fields that are left",
    isAccepted: equalButFor("desc"),
  },
  {
    id: /^connect wrong 'taco:\/\/sys\/tg_test\/1'$/,
    releases: ["9.3"],
    why: "The same error with the text that Tango 10 gives it",
    isAccepted: equalButFor("desc"),
  },
  {
    id: /^attribute_proxy ''$/,
    releases: BOTH,
    why: "An empty attribute name is refused at once, not looked up as an alias",
    isAccepted: failsWith("WrongNameSyntax", "API_WrongAttributeNameSyntax"),
  },
  {
    id: /^get_idl_version (not exported|nobody listens|no reference)$/,
    releases: BOTH,
    why: "PyTango gives 0 for a device that it never reached; ours tries, and says why it cannot",
    isAccepted: (ours, theirs) =>
      isDeepStrictEqual(theirs, { result: 0 }) &&
      (failsWith("ConnectionFailed", "API_DeviceNotExported", "API_CorbaException")(ours) ||
        failsWith("DevFailed", "API_CantConnectToDevice")(ours)),
  },
  {
    id: /^write_attribute_as (not exported|nobody listens|no reference)$/,
    releases: BOTH,
    why: "The error of a write that finds no device has one level more, which names the attribute, as that of a read has in PyTango",
    isAccepted: (ours, theirs) =>
      equalButFor("stack")(ours, theirs) && isDeepStrictEqual(stackOf(ours).slice(0, -1), stackOf(theirs)),
  },
  {
    id: /^db_get_device_property (\$\{device\}|bandoneon\/no\/device) none$/,
    releases: BOTH,
    why: "No names of properties give no properties, and nothing is asked; PyTango asks, and the database has an error for it",
    isAccepted: (ours, theirs) =>
      isDeepStrictEqual(ours, { result: {} }) && failsWith("DevFailed", "DB_IncorrectArguments")(theirs),
  },
];

/** Whether two results are equal but for these keys, at any depth. */
export function equalButFor(...keys: readonly string[]): (ours: Json, theirs: Json) => boolean {
  return (ours, theirs) => isDeepStrictEqual(without(ours, keys), without(theirs, keys));
}

function failsWith(name: string, ...reasons: readonly string[]): (ours: Json) => boolean {
  return (ours) => isObject(ours) && ours.class === name && reasons.includes(stackOf(ours)[0]?.reason ?? "");
}

function stackOf(seen: Json): readonly ViewedError[] {
  return isObject(seen) && Array.isArray(seen.stack) ? (seen.stack as unknown as ViewedError[]) : [];
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
