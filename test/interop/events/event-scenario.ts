import type { DeviceProxy } from "../../../src/index.ts";
import type { EventType } from "../../../src/tango/event/message/event-type.ts";
import type { Json } from "../tango/scenario.ts";
import type { PushArgument } from "./push-server.ts";

// What is subscribed to and what is done then, for our client and PyTango's to see side by side: events-client-scenario.test.ts.

/** A subscription of both. */
export interface Watched {
  readonly as: string;
  /** The InterfaceChanger rather than the EventPusher. */
  readonly ofChanger?: true;
  readonly attr?: string;
  readonly event: EventType;
  /** It is polled every 50 ms. */
  readonly isPolled?: true;
}

/** The two devices of a PushServer. */
export interface Pushers {
  readonly pusher: DeviceProxy;
  readonly changer: DeviceProxy;
}

/** Something that brings events about. */
export interface EventAct {
  act(devices: Pushers): Promise<void>;
  /** The subscription whose next event ends the act; without it nothing is waited for. */
  readonly until?: string;
  /** What that event looks like. */
  isIt?(event: { readonly [key: string]: Json }): boolean;
}

/** One value and another of each type. */
const VALUES: Readonly<Record<string, readonly [Json, Json]>> = {
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
  string: ["Gruß", ""],
  state: ["RUNNING", "FAULT"],
  enum: [2, 1],
};

/** The attributes that are pushed, with two values of each. */
const PUSHED: readonly (readonly [attr: string, one: Json, other: Json])[] = [
  ...Object.entries(VALUES).flatMap(([type, [one, other]]) => [
    [`${type}_scalar`, one, other] as const,
    [`${type}_spectrum`, [one, other, one], [other]] as const,
    [
      `${type}_image`,
      { dim_x: 3, dim_y: 2, data: [one, other, one, one, other, other] },
      { dim_x: 1, dim_y: 1, data: [other] },
    ] as const,
  ]),
  ["encoded_scalar", ["raw", "00ff10"], ["", ""]],
];

const ERRORS = [
  { reason: "API_First", desc: "what failed first", origin: "here", severity: "ERR" },
  { reason: "API_Second", desc: "what that led to", origin: "there", severity: "PANIC" },
];

const BLOB: Json = {
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

const POLLED: readonly (readonly [attr: string, event: EventType, from: Json, to: Json])[] = [
  ["polled_rel", "change", 100, 120],
  ["polled_abs", "change", 1, 2.5],
  ["polled_pair", "change", 1, 4],
  ["polled_long_rel", "change", 100, 120],
  ["polled_float", "change", 1, 2.5],
  ["polled_spectrum", "change", [100, 100], [100, 120]],
  ["polled_image", "change", { dim_x: 1, dim_y: 1, data: [1] }, { dim_x: 1, dim_y: 1, data: [9] }],
  ["polled_boolean", "change", false, true],
  ["polled_string", "change", "before", "after"],
  ["polled_enum", "change", 0, 3],
  ["polled_state", "change", "ON", "FAULT"],
  ["polled_encoded", "change", ["a", "00"], ["b", "01"]],
  ["polled_periodic", "periodic", 1, 2],
  ["polled_archive", "archive", 1, 3],
  ["polled_archive_period", "archive", 1, 3],
  ["polled_archive_rel", "archive", 100, 120],
  ["polled_alarm", "alarm", 1, 15],
];

/** The kinds of values that are pushed by code. */
function pushedTypes(release: string): readonly EventType[] {
  return release === "9.3"
    ? ["change", "archive", "user_event"]
    : ["change", "archive", "user_event", "alarm"];
}

/** What is subscribed to with a release. */
export function watched(release: string): readonly Watched[] {
  const types = pushedTypes(release);
  return [
    ...types.flatMap((event) => PUSHED.map(([attr]) => watch(attr, event))),
    watch("State", "change"),
    watch("Status", "change"),
    watch("State", "user_event"),
    ...["double_scalar", "enum_scalar", "string_image", "long_spectrum"].map((attr) =>
      watch(attr, "attr_conf"),
    ),
    ...Object.keys(VALUES).map((type) => watch(`${type}_scalar`, "data_ready")),
    watch("encoded_scalar", "data_ready"),
    watch("double_image", "data_ready"),
    watch("readings", "pipe"),
    watch("settings", "pipe"),
    { as: "intr_change", event: "intr_change", ofChanger: true },
    ...polled(release).map(
      ([attr, event]): Watched => ({ as: tagOf(attr, event), attr, event, isPolled: true }),
    ),
  ];
}

/** What both give before they are told to. */
export function initialValues(release: string): readonly PushArgument[] {
  return [
    ...polled(release).map(([attr, , value]) => ({ attr, value })),
    { attr: "float_image", errors: ERRORS },
    { attr: "short_spectrum", value: [1, 2, 3], time: 1e9, quality: "ATTR_WARNING" },
    { attr: "long64_image", value: { dim_x: 2, dim_y: 1, data: ["1", "-2"] }, quality: "ATTR_INVALID" },
  ];
}

/** All that is done, in this order. */
export function acts(release: string): readonly EventAct[] {
  const first = pushedTypes(release).flatMap((event) =>
    PUSHED.flatMap(([attr, one, other]) => [
      push({ attr, event, value: one }),
      push({ attr, event, value: other, time: 1_000_000_000.25, quality: "ATTR_ALARM" }),
      push({ attr, event, value: one, quality: "ATTR_INVALID" }),
      // PyTango 9.3 cannot push errors as user events.
      ...(event === "user_event" && release === "9.3" ? [] : [push({ attr, event, errors: ERRORS })]),
      push({ attr, event, value: one, quality: "ATTR_CHANGING" }),
    ]),
  );
  const types = Object.keys(VALUES);
  return [
    ...first,
    push({ attr: "double_scalar", event: "change", value: "NaN" }),
    push({ attr: "double_spectrum", event: "change", value: ["Infinity", "-Infinity", "NaN", -0.5] }),
    push({ attr: "long_spectrum", event: "change", value: [] }),
    push({ attr: "string_spectrum", event: "change", value: [] }),
    push({ attr: "double_spectrum", event: "change", value: Array.from({ length: 256 }, (_, i) => i / 4) }),
    push({ attr: "State", event: "change" }),
    push({ attr: "Status", event: "change" }),
    push({ attr: "State", event: "user_event" }),
    ...types.map((type, i) => push({ attr: `${type}_scalar`, event: "data_ready", ctr: i * 1000 })),
    push({ attr: "encoded_scalar", event: "data_ready", ctr: -1 }),
    push({ attr: "double_image", event: "data_ready", ctr: 2147483647 }),
    push({ pipe: "readings", blob: BLOB }),
    push({ pipe: "settings", blob: { name: "", elements: [{ name: "only", value: "text" }] } }),
    push({ pipe: "readings", errors: ERRORS }),
    ...["double_scalar", "enum_scalar", "string_image", "long_spectrum"].map((attr) => configure(attr)),
    change("AddAttribute", { name: "added" }),
    change("AddCommand", { name: "Added" }),
    change("RemoveCommand", { name: "Added" }),
    change("RemoveAttribute", { name: "added" }),
    ...polled(release).flatMap(([attr, event, , to]) => [
      set(attr, event, { value: to }, ({ attr_value }) => isSameValue(attr_value, to)),
      set(attr, event, { errors: ERRORS }, ({ err }) => err === true),
    ]),
  ];
}

function polled(release: string): typeof POLLED {
  return release === "9.3" ? POLLED.filter(([, event]) => event !== "alarm") : POLLED;
}

function watch(attr: string, event: EventType): Watched {
  return { as: tagOf(attr, event), attr, event };
}

function tagOf(attr: string, event: EventType): string {
  return `${event} of ${attr}`;
}

function push(argument: PushArgument): EventAct {
  return { act: async ({ pusher }) => void (await pusher.commandInout("Push", JSON.stringify(argument))) };
}

function configure(attr: string): EventAct {
  return {
    async act({ pusher }) {
      const config = await pusher.getAttributeConfig(attr);
      await pusher.setAttributeConfig({ ...config, unit: "mA", description: "changed meanwhile" });
    },
    until: tagOf(attr, "attr_conf"),
    isIt: () => true,
  };
}

/** Changes an interface. The server waits for 50 ms before it tells. */
function change(command: string, argument: PushArgument): EventAct {
  return {
    act: async ({ changer }) => void (await changer.commandInout(command, JSON.stringify(argument))),
    until: "intr_change",
    isIt: () => true,
  };
}

function set(
  attr: string,
  event: EventType,
  what: PushArgument,
  isIt: NonNullable<EventAct["isIt"]>,
): EventAct {
  return {
    act: async ({ pusher }) => void (await pusher.commandInout("Set", JSON.stringify({ attr, ...what }))),
    until: tagOf(attr, event),
    isIt,
  };
}

/** Whether a reading as JSON has a value as push_server.py was told. */
function isSameValue(reading: Json | undefined, told: Json): boolean {
  const value = (reading as { readonly value?: Json } | null | undefined)?.value;
  const wanted =
    typeof told === "object" && told !== null && "data" in told ? (told.data as Json) : (told as Json);
  return JSON.stringify(value) === JSON.stringify(wanted);
}
