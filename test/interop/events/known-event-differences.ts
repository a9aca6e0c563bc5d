import { isDeepStrictEqual } from "node:util";
import { equalButFor, type KnownDifference } from "../tango/known-differences.ts";
import { isObject, type Json } from "../tango/scenario.ts";

/** All events that our client sees differently from PyTango; docs/interop.md says the same. A test fails where one is not needed any more. */
export const KNOWN_EVENT_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: /^(change|archive|user_event) of \w+ (first|#3)$/,
    releases: ["9.3"],
    why: "PyTango 9 loses the type of a value whose quality is invalid; ours has it",
    isAccepted: equalButFor("type"),
  },
  {
    id: /^(change|user_event) of (State|Status) #1$/,
    releases: ["9.3", "10.0"],
    why: "PyTango changes the name of a value that was sent to lower case, not of one that was read; ours is as the server spells it",
    isAccepted: equalButFor("name"),
  },
];

/** All subscriptions that fail differently, likewise. */
export const KNOWN_SUBSCRIPTION_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: /^(no such attribute or pipe|not polled|no criteria): /,
    releases: ["9.3", "10.0"],
    why: "A subscription that a server refuses fails with EventSystemFailed, of which PyTango makes a DevFailed",
    isAccepted: (ours, theirs) =>
      isObject(ours) && ours.class === "EventSystemFailed" && equalButFor("class")(ours, theirs),
  },
  {
    id: /^(not exported|no server there): /,
    releases: ["9.3", "10.0"],
    why: "The error of a device that is not reached says in its second level why; PyTango has the first one alone",
    isAccepted: (ours, theirs) => isDeepStrictEqual(withoutCause(ours), theirs),
  },
  {
    id: /^not exported: intr_change of the device/,
    releases: ["9.3"],
    why: "The interface of a device that is not running is subscribed to as anything else; PyTango takes the device for too old",
    isAccepted: (ours, theirs) =>
      JSON.stringify(ours).includes("API_CantConnectToDevice") &&
      JSON.stringify(theirs).includes("API_NotSupportedFeature"),
  },
  {
    id: /^no server there: change of double_scalar, stateless$/,
    releases: ["9.3", "10.0"],
    why: "The event of a device without database that was never reached names its server; PyTango names a database",
    isAccepted: (ours, theirs) => equalButFor("name")(withoutCause(ours), theirs),
  },
];

/** Without the further levels of errors that say that a device is not reached. */
function withoutCause(value: Json): Json {
  if (Array.isArray(value)) {
    const [first] = value;
    const isUnreached = isObject(first) && first.reason === "API_CantConnectToDevice";
    return isUnreached ? [first] : value.map(withoutCause);
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutCause(member)]));
}

/** All events of our servers that are not those of PyTango's, likewise. */
export const KNOWN_SERVER_EVENT_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: /^pipe of readings #1$/,
    releases: ["9.3", "10.0"],
    why: "PyTango pushes a boolean in a pipe as a DevLong64",
    isAccepted: (ours, theirs) =>
      JSON.stringify(ours).replace('"type":"DevBoolean","value":true', '"type":"DevLong64","value":"1"') ===
      JSON.stringify(theirs),
  },
  {
    id: /^pipe of readings #2$/,
    releases: ["9.3", "10.0"],
    why: "PyTango pushes errors of a pipe with the severity ERR, whatever they have",
    isAccepted: (ours, theirs) => JSON.stringify(ours).replace("PANIC", "ERR") === JSON.stringify(theirs),
  },
];

/** All subscriptions that our servers answer differently, likewise. */
export const KNOWN_REFUSAL_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: / ZmqEventSubscriptionChange \[\]$/,
    releases: ["10.0"],
    why: "A subscription without arguments is refused like one with too few; cppTango raises BAD_PARAM",
    isAccepted: (ours) => JSON.stringify(ours).includes("Not enough input arguments"),
  },
  {
    id: / ZmqEventSubscriptionChange .*"Change"/,
    releases: ["10.0"],
    why: "The name of an event may be in upper case; cppTango takes it for one that is polled",
    isAccepted: (ours) => JSON.stringify(ours).includes("double_scalar.idl5_change"),
  },
  {
    id: / EventConfirmSubscription .*"foo"/,
    releases: ["10.0"],
    why: "To confirm an event that does not exist is refused as such; cppTango takes it for one that is polled",
    isAccepted: (ours) => JSON.stringify(ours).includes("not  valid event type"),
  },
];
