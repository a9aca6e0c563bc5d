import { type EncodedInput, listTexts, parseEncoded, single } from "./attribute-input.ts";
import { type JsonInput, jsonArray, jsonList, parseJsonInput } from "./json-input.ts";
import { parseHex, parseScalar, type ScalarInput } from "./scalar-input.ts";
import { UsageError } from "./usage-error.ts";

/** What a command takes, as it says itself. */
export interface CommandInputType {
  readonly cmdName: string;
  readonly inType: string;
  readonly inTypeDesc: string;
}

/** An argument of a command, as `commandInout` takes it; undefined for none. */
export type CommandArgument =
  | undefined
  | ScalarInput
  | EncodedInput
  | readonly ScalarInput[]
  | readonly EncodedInput[]
  | { readonly lvalue: readonly number[]; readonly svalue: readonly string[] }
  | { readonly dvalue: readonly number[]; readonly svalue: readonly string[] };

/** Reads the argument of a command by the type that it declares. Throws a UsageError that tells the type. */
export function parseCommandInput(type: CommandInputType, args: readonly string[]): CommandArgument {
  const { cmdName, inType, inTypeDesc } = type;
  if (inType === "DevVoid") {
    if (args.length > 0) throw new UsageError(`${cmdName} takes no argument`);
    return undefined;
  }
  if (args.length === 0) {
    const meaning = inTypeDesc === "" || inTypeDesc === "Uninitialised" ? "" : ` (${inTypeDesc})`;
    throw new UsageError(`${cmdName} wants an argument of type ${inType}${meaning}`);
  }
  switch (inType) {
    case "DevEncoded":
      return parseEncoded(args, cmdName);
    case "DevVarEncodedArray":
      return encodedList(args, cmdName);
    case "DevVarLongStringArray": {
      const { numbers, texts } = numbersAndTexts(args, type, "lvalue", "DevLong");
      return { lvalue: numbers, svalue: texts };
    }
    case "DevVarDoubleStringArray": {
      const { numbers, texts } = numbersAndTexts(args, type, "dvalue", "DevDouble");
      return { dvalue: numbers, svalue: texts };
    }
    default: {
      const element = ELEMENT_OF_ARRAY.get(inType);
      if (element === undefined) return parseScalar(inType, single(args, `${cmdName} takes one ${inType}`));
      return listTexts(args, cmdName).map((text) => parseScalar(element, text));
    }
  }
}

function numbersAndTexts(
  args: readonly string[],
  { cmdName, inType }: CommandInputType,
  member: "lvalue" | "dvalue",
  element: string,
): { numbers: number[]; texts: readonly string[] } {
  const hint = `${cmdName} takes a ${inType}: give {"${member}": [1, 2], "svalue": ["a", "b"]}`;
  const input = parseJsonInput(single(args, hint));
  const [numbers, texts] = pairOf(input, member, hint);
  return {
    numbers: jsonList(numbers, hint).map((text) => Number(parseScalar(element, text))),
    texts: jsonList(texts, hint),
  };
}

/** The two lists, by their names or as a pair. */
function pairOf(input: JsonInput, member: "lvalue" | "dvalue", hint: string): [JsonInput, JsonInput] {
  if (typeof input === "string") throw new UsageError(hint);
  if (Array.isArray(input)) {
    const [numbers, texts] = input as readonly JsonInput[];
    if (input.length !== 2 || numbers === undefined || texts === undefined) throw new UsageError(hint);
    return [numbers, texts];
  }
  const { svalue = [], ...rest } = input as Readonly<Record<string, JsonInput>>;
  const { [member]: numbers = [], ...unknown } = rest;
  const [strange] = Object.keys(unknown);
  if (strange !== undefined) throw new UsageError(`${hint} (there is no "${strange}" in it)`);
  return [numbers, svalue];
}

function encodedList(args: readonly string[], name: string): EncodedInput[] {
  const hint = `${name} takes a DevVarEncodedArray: give [["FORMAT", "HEX"], ...]`;
  return jsonArray(parseJsonInput(single(args, hint)), hint).map((pair) => {
    const [format, hex, ...more] = jsonList(pair, hint);
    if (format === undefined || hex === undefined || more.length > 0) throw new UsageError(hint);
    return { format, data: parseHex(hex) };
  });
}

const ELEMENT_OF_ARRAY: ReadonlyMap<string, string> = new Map([
  ["DevVarBooleanArray", "DevBoolean"],
  ["DevVarCharArray", "DevUChar"],
  ["DevVarShortArray", "DevShort"],
  ["DevVarLongArray", "DevLong"],
  ["DevVarLong64Array", "DevLong64"],
  ["DevVarFloatArray", "DevFloat"],
  ["DevVarDoubleArray", "DevDouble"],
  ["DevVarUShortArray", "DevUShort"],
  ["DevVarULongArray", "DevULong"],
  ["DevVarULong64Array", "DevULong64"],
  ["DevVarStringArray", "DevString"],
  ["DevVarStateArray", "DevState"],
]);
