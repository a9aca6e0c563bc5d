import { Any } from "../../src/giop/idl/any.ts";
import type { InputOf, TypeOf } from "../../src/giop/idl/codec.ts";
import { double, long } from "../../src/giop/idl/primitives.ts";
import { string } from "../../src/giop/idl/string.ts";
import { struct } from "../../src/giop/idl/struct.ts";
import type { ProxyOf } from "../../src/iiop/proxy.ts";
import type { AttrValUnionInput } from "../../src/tango/idl/attr-val-union.ts";
import type { AttributeConfig_5 } from "../../src/tango/idl/attribute-config.ts";
import type {
  AttributeValue,
  AttributeValue_4,
  AttributeValue_5,
} from "../../src/tango/idl/attribute-value.ts";
import type { ClntIdentInput } from "../../src/tango/idl/client-identity.ts";
import {
  DevVarDoubleArray,
  DevVarLongArray,
  DevVarLongStringArray,
  DevVarShortArray,
  DevVarStringArray,
} from "../../src/tango/idl/data-types.ts";
import { DevFailed } from "../../src/tango/idl/dev-error.ts";
import type { Device_6 } from "../../src/tango/idl/device.ts";

/** The device that they are sent to. */
export const DEVICE = "sys/tg_test/1";
/** Who sends them. */
export const CLIENT: ClntIdentInput = { kind: "cpp_clnt", value: 4711 };

type RemoteDevice = ProxyOf<typeof Device_6>;

/** A TangoTest and the admin device of its server, called by the operations of the IDL. */
export interface CalledServer {
  readonly device: RemoteDevice;
  readonly admin: RemoteDevice;
}

/** What is sent, how it is refused (`refusalOf`), and how it is sent. */
type BadRequest = readonly [title: string, refusal: string, send: (server: CalledServer) => Promise<unknown>];

const TIME = { tv_sec: 0, tv_usec: 0, tv_nsec: 0 };

/** A value as clients of IDL 4 and above write it. */
export function value4(
  name: string,
  value: AttrValUnionInput,
  x = 1,
  y = 0,
): InputOf<typeof AttributeValue_4> {
  const dim = { dim_x: x, dim_y: y };
  return {
    name,
    value,
    quality: "ATTR_VALID",
    data_format: "SCALAR",
    time: TIME,
    r_dim: dim,
    w_dim: dim,
    err_list: [],
  };
}

/** Values of type DevDouble. */
export function doubles(...value: number[]): AttrValUnionInput {
  return { kind: "double_att_value", value };
}

function shorts(...value: number[]): AttrValUnionInput {
  return { kind: "short_att_value", value };
}

/** One value of every kind, by the name of the sequence it comes in. */
const ONE_OF_EACH: Readonly<Record<string, AttrValUnionInput>> = {
  "UnknownAttrValUnion<dtype=14>": { kind: "union_no_data", value: true },
  "UnknownAttrValUnion<dtype=12>": { kind: "dev_state_att", value: "ON" },
  DevVarBooleanArray: { kind: "bool_att_value", value: [true] },
  DevVarShortArray: shorts(1),
  DevVarLongArray: { kind: "long_att_value", value: [1] },
  DevVarLong64Array: { kind: "long64_att_value", value: [1n] },
  DevVarFloatArray: { kind: "float_att_value", value: [1] },
  DevVarDoubleArray: doubles(1),
  DevVarCharArray: { kind: "uchar_att_value", value: new Uint8Array(1) },
  DevVarUShortArray: { kind: "ushort_att_value", value: [1] },
  DevVarULongArray: { kind: "ulong_att_value", value: [1] },
  DevVarULong64Array: { kind: "ulong64_att_value", value: [1n] },
  DevVarStringArray: { kind: "string_att_value", value: ["1"] },
  DevVarStateArray: { kind: "state_att_value", value: ["ON"] },
  DevVarEncodedArray: {
    kind: "encoded_att_value",
    value: [{ encoded_format: "", encoded_data: new Uint8Array(1) }],
  },
};

/** Attributes of the device, and what is written to them. */
export const WRITTEN_AS: Readonly<Record<string, string>> = {
  boolean_scalar: "DevVarBooleanArray",
  short_scalar: "DevVarShortArray",
  long_scalar: "DevVarLongArray",
  long64_scalar: "DevVarLong64Array",
  float_scalar: "DevVarFloatArray",
  double_scalar: "DevVarDoubleArray",
  uchar_scalar: "DevVarCharArray",
  ushort_scalar: "DevVarUShortArray",
  ulong_scalar: "DevVarULongArray",
  ulong64_scalar: "DevVarULong64Array",
  string_scalar: "DevVarStringArray",
  enum_scalar: "DevVarShortArray",
  double_spectrum: "DevVarDoubleArray",
};

const WRONG_TYPES: readonly BadRequest[] = Object.entries(WRITTEN_AS).flatMap(([name, type]) =>
  Object.entries(ONE_OF_EACH)
    .filter(([other]) => other !== type)
    .map(([other, value]) =>
      writing(
        `${other} to ${name}`,
        `${name}[0] API_IncompatibleAttrDataType: ${wrongType(type, other)}`,
        value4(name, value),
      ),
    ),
);

/** What is said of a value of another type. */
export function wrongType(expected: string, found: string): string {
  return `Incompatible attribute type: expected Tango::${expected} (even for single value), found Tango::${found}`;
}

function writing(
  title: string,
  refusal: string,
  ...values: readonly InputOf<typeof AttributeValue_4>[]
): BadRequest {
  return [`writes ${title}`, refusal, ({ device }) => device.write_attributes_4(values, CLIENT)];
}

/** The greatest long. */
export const MOST = 2 ** 31 - 1;
const LEAST = -(2 ** 31);
const DIMENSIONS = [
  [0, 0],
  [2, 0],
  [1, 2],
  [-1, 0],
  [-1, -1],
  [1, -1],
  [LEAST, 0],
  [LEAST, LEAST],
] as const;

const WRONG_SIZES: readonly BadRequest[] = [
  ...["double_scalar", "double_image"].flatMap((name) =>
    DIMENSIONS.map(([x, y]) =>
      writing(
        `one element to ${name} as ${x} x ${y}`,
        `${name}[0] API_AttrIncorrectDataNumber: Incorrect data number`,
        value4(name, doubles(1), x, y),
      ),
    ),
  ),
  ...[
    ["no element to a scalar", value4("double_scalar", doubles(), 0, 0)] as const,
    ["no element to a scalar as one", value4("double_scalar", doubles(), 1, 0)] as const,
    ["six elements as -2 x -3", value4("double_image", doubles(1, 2, 3, 4, 5, 6), -2, -3)] as const,
    ["no element as 0 x -5", value4("double_image", doubles(), 0, -5)] as const,
  ].map(([title, value]) =>
    writing(title, `${value.name}[0] API_AttrIncorrectDataNumber: Incorrect data number`, value),
  ),
  ...[
    ["X", value4("double_spectrum", doubles(...new Array(4097).fill(0)), 4097, 0)] as const,
    ["X", value4("double_spectrum", doubles(1), MOST, MOST)] as const,
    ["X", value4("double_image", doubles(1), 65_536, 65_536)] as const,
    ["Y", value4("double_spectrum", doubles(1), 1, 1)] as const,
    ["Y", value4("double_image", doubles(...new Array(252).fill(0)), 1, 252)] as const,
  ].map(([side, value]) =>
    writing(
      `${value.w_dim.dim_x} x ${value.w_dim.dim_y} to ${value.name}`,
      `${value.name}[0] API_WAttrOutsideLimit: ${side} dimesion is greater than the max defined for attribute ${value.name}`,
      value,
    ),
  ),
];

/** How a value of an attribute is refused that is not allowed. */
export function beyond(name: string, problem: string): string {
  return `${name}[0] API_WAttrOutsideLimit: Set value for attribute ${name} is ${problem}`;
}

const WRONG_VALUES: readonly BadRequest[] = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((number) => [
    writing(
      `${number} to a double`,
      beyond("double_scalar", "a NaN or INF value (at least element 0)"),
      value4("double_scalar", doubles(number)),
    ),
    writing(
      `${number} to a spectrum`,
      beyond("double_spectrum", "a NaN or INF value (at least element 2)"),
      value4("double_spectrum", doubles(1, 2, number), 3),
    ),
  ]),
  ...[-1, 3, 32_767, -32_768].map((ordinal) =>
    writing(
      `the label ${ordinal}`,
      beyond("enum_scalar", "negative or above the maximun authorized (3) for at least element 0"),
      value4("enum_scalar", shorts(ordinal)),
    ),
  ),
];

/** Names that are none, with what no name has, and some that JavaScript objects have. */
const NAMES = [
  "",
  " ",
  "nothing",
  "a/b/c",
  "double_scalar ",
  "Döuble",
  "\u0001\u007f",
  "%s%n",
  "__proto__",
  "constructor",
  "x".repeat(1 << 20),
];

const UNKNOWN_NAMES: readonly BadRequest[] = NAMES.flatMap((name) => {
  const shown = JSON.stringify(name.slice(0, 20));
  const attribute = `API_AttrNotFound: ${name} attribute not found`;
  const command = `API_CommandNotFound: Command ${name} not found`;
  const requests: BadRequest[] = [
    writing(`an attribute ${shown}`, `${name}[0] ${attribute}`, value4(name, doubles(1))),
    [
      `reads an attribute ${shown}`,
      attribute,
      ({ device }) => device.read_attributes_5([name], "DEV", CLIENT).then(failureIn),
    ],
    [
      `reads an attribute ${shown} for IDL 2`,
      attribute,
      ({ device }) => device.read_attributes_2([name], "DEV"),
    ],
    [`asks how ${shown} is configured`, attribute, ({ device }) => device.get_attribute_config_5([name])],
    [`asks for a command ${shown}`, command, ({ device }) => device.command_query_2(name)],
    [
      `executes a command ${shown}`,
      command,
      ({ device }) => device.command_inout_4(name, Any.EMPTY, "DEV", CLIENT),
    ],
  ];
  return requests;
});

const Thing = struct("IDL:Odd/Thing:1.0", { a: long, b: string });
const THING = Any.of(Thing, { a: 1, b: "" });

function numbersAndTexts(lvalue: number[], svalue: string[]): Any {
  return Any.of(DevVarLongStringArray, { lvalue, svalue });
}

const OLD_VALUES: readonly (readonly [found: string, any: Any])[] = [
  ["UnknownCorbaAny<kind=0>", Any.EMPTY],
  ["UnknownCorbaAny<kind=7>", Any.of(double, 1)],
  ["UnknownCorbaAny<kind=15,name=Thing>", THING],
  ["UnknownCorbaAny<kind=15,name=DevVarLongStringArray>", numbersAndTexts([1], ["x"])],
  ["DevVarLongArray", Any.of(DevVarLongArray, [1])],
  ["DevVarStringArray", Any.of(DevVarStringArray, ["1"])],
];

/** A value as clients of IDL 1 to 3 write it. */
function value1(name: string, value: Any, dim_x = 1, dim_y = 0): InputOf<typeof AttributeValue> {
  return { name, value, quality: "ATTR_VALID", time: TIME, dim_x, dim_y };
}

const OLD_WRITINGS: readonly BadRequest[] = [
  ...OLD_VALUES.flatMap(([found, any]): BadRequest[] => {
    const refusal = `API_IncompatibleAttrDataType: ${wrongType("DevVarDoubleArray", found)}`;
    const values = [value1("double_scalar", any)];
    return [
      [`writes ${found} for IDL 1`, refusal, ({ device }) => device.write_attributes(values)],
      [
        `writes ${found} for IDL 3`,
        `double_scalar[0] ${refusal}`,
        ({ device }) => device.write_attributes_3(values),
      ],
    ];
  }),
  [
    "writes two elements to a scalar for IDL 1",
    "API_AttrIncorrectDataNumber: Incorrect data number",
    ({ device }) => device.write_attributes([value1("double_scalar", Any.of(DevVarDoubleArray, [1, 2]), 2)]),
  ],
  [
    "writes a label that there is not for IDL 3",
    beyond("enum_scalar", "negative or above the maximun authorized (3) for at least element 0"),
    ({ device }) => device.write_attributes_3([value1("enum_scalar", Any.of(DevVarShortArray, [7]))]),
  ],
];

/** Arguments of commands. */
export const ARGUMENTS: readonly (readonly [type: string, any: Any])[] = [
  ["nothing", Any.EMPTY],
  ["DevDouble", Any.of(double, 1)],
  ["Thing", THING],
  ["DevVarStringArray", Any.of(DevVarStringArray, ["x"])],
];

const WRONG_ARGUMENTS: readonly BadRequest[] = ["DevLong", "DevString", "DevVarLongArray"].flatMap(
  (command) =>
    ARGUMENTS.map(
      ([type, any]): BadRequest => [
        `executes ${command} with ${type}`,
        `API_IncompatibleCmdArgumentType: Incompatible command argument type, expected type is : Tango::${command}`,
        ({ device }) => device.command_inout_4(command, any, "DEV", CLIENT),
      ],
    ),
);

const COUNTS = [0, -1, LEAST];

const WRONG_COUNTS: readonly BadRequest[] = [
  ...COUNTS.map(
    (count): BadRequest => [
      `asks for ${count} lines of the black box`,
      "API_BlackBoxArgument: Argument to read black box out of range",
      ({ device }) => device.black_box(count),
    ],
  ),
  ...[...COUNTS, 10, MOST].flatMap((count): BadRequest[] => [
    [
      `asks for ${count} readings that are not kept`,
      `API_AttrNotPolled: Attribute double_scalar not polled`,
      ({ device }) => device.read_attribute_history_5("double_scalar", count),
    ],
    [
      `asks for ${count} executions that are not kept`,
      "API_CmdNotPolled: Command devvoid not polled",
      ({ device }) => device.command_inout_history_4("DevVoid", count),
    ],
  ]),
];

type Config = InputOf<typeof AttributeConfig_5>;

function configuring(title: string, refusal: string, change: (config: Config) => Config): BadRequest {
  return [
    `configures ${title}`,
    refusal,
    async ({ device }) => {
      const [config] = await device.get_attribute_config_5(["double_scalar"]);
      return device.set_attribute_config_5([change(config!)], CLIENT);
    },
  ];
}

function fixed(property: keyof Config, value: unknown): BadRequest {
  return configuring(
    `another ${property}`,
    `API_AttrNotAllowed: Attribute property ${property} is not changeable at run time`,
    (config) => ({ ...config, [property]: value }),
  );
}

const DOUBLE = `Device ${DEVICE}-> Attribute : double_scalar\n`;

const WRONG_CONFIGURATIONS: readonly BadRequest[] = [
  configuring("an unknown attribute", "API_AttrNotFound: nothing attribute not found", (config) => ({
    ...config,
    name: "nothing",
  })),
  fixed("data_type", -1),
  fixed("data_format", "IMAGE"),
  fixed("writable", "READ"),
  fixed("max_dim_x", LEAST),
  fixed("max_dim_y", MOST),
  fixed("memorized", true),
  configuring(
    "a limit that is no number",
    `API_AttrOptProp: ${DOUBLE}The property min_value is defined in an unsupported format`,
    (config) => ({ ...config, min_value: "much" }),
  ),
  configuring(
    "a limit beyond all numbers",
    `API_AttrOptProp: ${DOUBLE}The property min_value is defined in an unsupported format`,
    (config) => ({ ...config, min_value: "1e400" }),
  ),
  configuring(
    "limits the wrong way round",
    `API_IncoherentValues: ${DOUBLE}Value of min_value is greater than or equal to max_value`,
    (config) => ({ ...config, min_value: "10", max_value: "1" }),
  ),
  configuring(
    "a label, and an alarm that is no number",
    `API_AttrOptProp: ${DOUBLE}The property max_alarm is defined in an unsupported format`,
    (config) => ({ ...config, label: "new", att_alarm: { ...config.att_alarm, max_alarm: "x" } }),
  ),
];

function administering(command: string, argument: Any, refusal: string, title = ""): BadRequest {
  return [
    `has the admin device do ${command} ${title}`,
    refusal,
    ({ admin }) => admin.command_inout_4(command, argument, "DEV", CLIENT),
  ];
}

const WRONG_COUNT = "API_WrongNumberOfArgs: Incorrect number of inout arguments";
const NO_DEVICE = "API_DeviceNotFound: Device a/b/c not found";

const WRONG_ADMINISTRATION: readonly BadRequest[] = [
  ...["AddObjPolling", "UpdObjPollingPeriod"].flatMap((command) => [
    administering(command, numbersAndTexts([], []), WRONG_COUNT, "with nothing"),
    administering(command, numbersAndTexts([1000], [DEVICE]), WRONG_COUNT, "for a device alone"),
    administering(
      command,
      numbersAndTexts([1, 2], [DEVICE, "attribute", "ampli"]),
      WRONG_COUNT,
      "with two periods",
    ),
    administering(command, numbersAndTexts([1000], ["a/b/c", "attribute", "ampli"]), NO_DEVICE),
  ]),
  administering(
    "AddObjPolling",
    numbersAndTexts([1000], [DEVICE, "pipe", "ampli"]),
    "API_NotSupported: Object type pipe not supported",
  ),
  administering(
    "AddObjPolling",
    numbersAndTexts([1000], [DEVICE, "attribute", "nothing"]),
    "API_AttrNotFound: nothing attribute not found",
  ),
  ...[1, -5, LEAST].map((period) =>
    administering(
      "AddObjPolling",
      numbersAndTexts([period], [DEVICE, "attribute", "ampli"]),
      `API_NotSupported: ${period} is below the min authorized period (5 mS)`,
      `every ${period} ms`,
    ),
  ),
  administering(
    "AddObjPolling",
    numbersAndTexts([1000], [DEVICE, "command", "Init"]),
    "API_NotSupported: It's not possible to poll the Init command!",
  ),
  administering(
    "RemObjPolling",
    Any.of(DevVarStringArray, [DEVICE, "attribute", "ampli"]),
    `API_DeviceNotPolled: Device ${DEVICE} is not polled`,
  ),
  administering("LockDevice", numbersAndTexts([1], []), WRONG_COUNT, "for nobody"),
  administering("LockDevice", numbersAndTexts([], [DEVICE]), WRONG_COUNT, "for no time"),
  administering("LockDevice", numbersAndTexts([1], ["a/b/c"]), NO_DEVICE),
  administering("DevLockStatus", Any.of(string, "a/b/c"), NO_DEVICE),
  administering("Nothing", Any.EMPTY, "API_CommandNotFound: Command Nothing not found"),
];

/**
 * Requests that no client of Tango makes, but anybody can send. The refusals are those of the C++ TangoTest of Tango 10.0.2, but where that
 * ends in BAD_PARAM (an index out of range), or keeps negative dimensions.
 */
export const BAD_REQUESTS: readonly BadRequest[] = [
  ...WRONG_TYPES,
  ...WRONG_SIZES,
  ...WRONG_VALUES,
  ...UNKNOWN_NAMES,
  ...OLD_WRITINGS,
  ...WRONG_ARGUMENTS,
  ...WRONG_COUNTS,
  ...WRONG_CONFIGURATIONS,
  ...WRONG_ADMINISTRATION,
];

/** A reading that failed fails as a call would. */
function failureIn([reading]: readonly TypeOf<typeof AttributeValue_5>[]): void {
  if (reading!.err_list.length > 0) throw DevFailed.create({ errors: reading!.err_list });
}
