// The events that are recorded from real peers: see record-events.ts.

/** An event to be recorded: how it is subscribed to, and what brings it about. */
export interface EventCase {
  readonly name: string;
  /** The attribute or pipe; undefined for an event of the device. */
  readonly object?: string;
  readonly event: string;
  /** The IDL version that the subscriber says it has; null where it says none, as Tango 8. */
  readonly client: string | null;
  readonly act: EventAction;
  /** The lowest release of Tango that has it. */
  readonly release?: 10;
  /** The message is the first one with an error, or the first one without. */
  readonly hasError?: true;
}

/** A command of push_server.py, or what a client does. */
export type EventAction =
  | { readonly command: string; readonly argument: Readonly<Record<string, unknown>> }
  /** Sets the unit of the attribute. */
  | { readonly configure: string }
  /** Polls the attribute, having set what it gives. */
  | {
      readonly polled: Readonly<Record<string, unknown>>;
      readonly changed?: Readonly<Record<string, unknown>>;
    }
  /** Polls the attribute, and then no more. */
  | { readonly stopPolling: true };

/** A scalar and another one of each type. */
const VALUES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  boolean: [true, false],
  uchar: [200, 1],
  short: [-32768, 2],
  ushort: [65535, 3],
  long: [-2147483648, 4],
  ulong: [4294967295, 5],
  long64: ["-9007199254740993", "6"],
  ulong64: ["18446744073709551615", "7"],
  float: [1.5, -0.25],
  double: [Math.PI, -1e300],
  string: ["Gr\u00fc\u00dfe", ""],
  state: ["RUNNING", "FAULT"],
  enum: [2, 1],
};

const ERRORS = [
  { reason: "API_First", desc: "what failed first", origin: "here", severity: "ERR" },
  { reason: "API_Second", desc: "what that led to", origin: "there", severity: "PANIC" },
];

const BLOB = {
  name: "blob",
  elements: [
    { name: "boolean", value: true },
    { name: "long64", value: 9007199254740991 },
    { name: "double", value: 1.5 },
    { name: "string", value: "text" },
    { name: "strings", value: ["a", "b"] },
    { name: "longs64", value: [1, -2] },
    { name: "doubles", value: [0.5, -1.5] },
    { name: "inner", value: { name: "deep", elements: [{ name: "x", value: 2.5 }] } },
  ],
};

/** All of them, in the order in which they are recorded. */
export const EVENT_CASES: readonly EventCase[] = [
  ...Object.entries(VALUES).flatMap(([type, [one, other]]) => [
    pushed(`change-${type}-scalar`, `${type}_scalar`, "change", { value: one }),
    pushed(`change-${type}-spectrum`, `${type}_spectrum`, "change", { value: [one, other, one] }),
    // A few types show how images are laid out.
    ...(["boolean", "double", "enum", "long64", "state", "string"].includes(type)
      ? [
          pushed(`change-${type}-image`, `${type}_image`, "change", {
            value: { dim_x: 3, dim_y: 2, data: [one, other, one, one, other, other] },
          }),
        ]
      : []),
  ]),
  pushed("change-encoded-scalar", "encoded_scalar", "change", { value: ["raw", "00ff10"] }),
  pushed("change-long-frame", "double_spectrum", "change", {
    value: Array.from({ length: 100 }, (_, i) => i / 4),
  }),
  pushed("change-empty-spectrum", "long_spectrum", "change", { value: [] }),
  pushed("change-dated", "double_scalar", "change", {
    value: 2.5,
    time: 1_000_000_000.25,
    quality: "ATTR_ALARM",
  }),
  pushed("change-nan", "double_scalar", "change", { value: "NaN", quality: "ATTR_WARNING" }),
  pushed("change-changing", "double_scalar", "change", { value: 1, quality: "ATTR_CHANGING" }),
  pushed("change-invalid", "double_scalar", "change", { value: 1, quality: "ATTR_INVALID" }),
  failed("change-error", "double_scalar", "change"),
  pushed("change-state", "State", "change", {}),
  pushed("change-status", "Status", "change", {}),
  pushed("archive-double", "double_scalar", "archive", { value: 4.5 }),
  failed("archive-error", "double_scalar", "archive"),
  pushed("user-double", "double_scalar", "user_event", { value: 5.5 }),
  failed("user-error", "double_scalar", "user_event", 10),
  {
    ...pushed("alarm-double", "double_scalar", "alarm", { value: 6.5, quality: "ATTR_ALARM" }, "6"),
    release: 10,
  },
  failed("alarm-error", "double_scalar", "alarm", 10),
  pushed("data-ready", "long_scalar", "data_ready", { ctr: 42 }),
  {
    name: "pipe",
    object: "readings",
    event: "pipe",
    client: "5",
    act: push({ pipe: "readings", blob: BLOB }),
  },
  {
    name: "pipe-error",
    object: "readings",
    event: "pipe",
    client: "5",
    act: push({ pipe: "readings", errors: ERRORS }),
    hasError: true,
  },
  configured("attr-conf-double", "double_scalar", "5"),
  configured("attr-conf-enum", "enum_scalar", "5"),
  configured("attr-conf-image", "string_image", "5"),
  {
    name: "interface-change",
    event: "intr_change",
    client: "5",
    act: { command: "AddAttribute", argument: { name: "added" } },
  },
  polled("polled-change", "polled_abs", "change", { value: 1 }, { value: 3 }),
  polled("polled-change-error", "polled_rel", "change", { value: 1 }, { errors: ERRORS }),
  polled("polled-periodic", "polled_periodic", "periodic", { value: 7.5 }),
  polled("polled-periodic-error", "polled_periodic", "periodic", { errors: ERRORS }),
  polled("polled-archive", "polled_archive", "archive", { value: 1 }, { value: 3 }),
  {
    ...polled("polled-alarm", "polled_alarm", "alarm", { value: 1 }, { value: 15 }),
    client: "6",
    release: 10,
  },
  {
    name: "periodic-polling-stopped",
    object: "polled_float",
    event: "periodic",
    client: "5",
    act: { stopPolling: true },
    hasError: true,
  },
  // Clients of Tango 8 and older.
  ...["4", "3"].flatMap((client) => [
    ...Object.entries(VALUES).map(([type, [one]]) =>
      pushed(`idl-${client}-change-${type}-scalar`, `${type}_scalar`, "change", { value: one }, client),
    ),
    pushed(
      `idl-${client}-change-encoded-scalar`,
      "encoded_scalar",
      "change",
      { value: ["raw", "00ff10"] },
      client,
    ),
    pushed(
      `idl-${client}-change-string-spectrum`,
      "string_spectrum",
      "change",
      { value: ["a", "b"] },
      client,
    ),
    pushed(
      `idl-${client}-change-long-image`,
      "long_image",
      "change",
      { value: { dim_x: 2, dim_y: 1, data: [1, 2] } },
      client,
    ),
    pushed(
      `idl-${client}-change-invalid`,
      "double_scalar",
      "change",
      { value: 1, quality: "ATTR_INVALID" },
      client,
    ),
    failed(`idl-${client}-change-error`, "double_scalar", "change", undefined, client),
    pushed(`idl-${client}-archive-double`, "double_scalar", "archive", { value: 4.5 }, client),
    pushed(`idl-${client}-user-double`, "double_scalar", "user_event", { value: 5.5 }, client),
    polled(`idl-${client}-periodic`, "polled_periodic", "periodic", { value: 7.5 }, undefined, client),
    configured(`idl-${client}-attr-conf-double`, "double_scalar", client),
    pushed(`idl-${client}-data-ready`, "long_scalar", "data_ready", { ctr: 43 }, client),
  ]),
  pushed("no-idl-change-double", "double_scalar", "change", { value: 8.5 }, null),
  configured("no-idl-attr-conf-double", "double_scalar", null),
];

function push(argument: Readonly<Record<string, unknown>>): EventAction {
  return { command: "Push", argument };
}

function pushed(
  name: string,
  object: string,
  event: string,
  what: Readonly<Record<string, unknown>>,
  client: string | null = "5",
): EventCase {
  return { name, object, event, client, act: push({ attr: object, event, ...what }) };
}

function failed(
  name: string,
  object: string,
  event: string,
  release?: 10,
  client = release === 10 ? "6" : "5",
): EventCase {
  const all = pushed(name, object, event, { errors: ERRORS }, client);
  return release === undefined ? { ...all, hasError: true } : { ...all, hasError: true, release };
}

function configured(name: string, object: string, client: string | null): EventCase {
  return { name, object, event: "attr_conf", client, act: { configure: object } };
}

function polled(
  name: string,
  object: string,
  event: string,
  first: Readonly<Record<string, unknown>>,
  then?: Readonly<Record<string, unknown>>,
  client = "5",
): EventCase {
  const act = { polled: { attr: object, ...first }, ...(then && { changed: { attr: object, ...then } }) };
  return {
    name,
    object,
    event,
    client,
    act,
    ...("errors" in (then ?? first) && { hasError: true as const }),
  };
}
