import { type JsonInput, jsonArray, jsonList, parseJsonInput } from "./json-input.ts";
import { parseHex, parseScalar, type ScalarInput } from "./scalar-input.ts";
import { UsageError } from "./usage-error.ts";

/** What of an attribute's configuration says how its value is written on the command line. */
export interface AttributeInputType {
  readonly name: string;
  readonly dataType: string;
  readonly dataFormat: string;
  readonly enumLabels?: readonly string[];
}

/** A value to write, as `writeAttribute` takes it. */
export type AttributeInput =
  | ScalarInput
  | EncodedInput
  | readonly ScalarInput[]
  | readonly (readonly ScalarInput[])[];

/** A DevEncoded. */
export interface EncodedInput {
  readonly format: string;
  readonly data: Uint8Array;
}

/**
 * Reads the value of an attribute from the arguments that stand for it: one for a scalar; for a spectrum one for each element, or
 * a JSON array; for an image a JSON array of rows; for a DevEncoded the format and hexadecimal digits.
 */
export function parseAttributeInput(type: AttributeInputType, args: readonly string[]): AttributeInput {
  const { name, dataType, dataFormat, enumLabels } = type;
  const element = (text: string): ScalarInput => parseScalar(dataType, text, enumLabels);
  if (args.length === 0) throw new UsageError(`the value for ${name} is missing`);
  switch (dataFormat) {
    case "SPECTRUM":
      return listTexts(args, name).map(element);
    case "IMAGE":
      return imageTexts(args, name).map((row) => row.map(element));
    default:
      if (dataType === "DevEncoded") return parseEncoded(args, name);
      return element(single(args, `${name} is a scalar of type ${dataType}`));
  }
}

/** Reads a DevEncoded from its two arguments. */
export function parseEncoded(args: readonly string[], name: string): EncodedInput {
  const [format, hex] = args;
  if (format === undefined || hex === undefined || args.length > 2) {
    throw new UsageError(`${name} is a DevEncoded: give FORMAT HEX, for example json 7b7d`);
  }
  return { format, data: parseHex(hex) };
}

/** The texts of the elements of a list: a JSON array in one argument, or one argument for each. */
export function listTexts(args: readonly string[], name: string): readonly string[] {
  const [first] = args;
  if (args.length === 1 && first?.trimStart().startsWith("[")) return jsonList(parseJsonInput(first), name);
  return args;
}

/** The only argument. Throws a UsageError that begins with `why` where there are more. */
export function single(args: readonly string[], why: string): string {
  const [only] = args;
  if (only === undefined || args.length > 1) {
    throw new UsageError(`${why}: give one value, not ${args.length}`);
  }
  return only;
}

function imageTexts(args: readonly string[], name: string): readonly (readonly string[])[] {
  const what = `${name} is an image and`;
  const input: JsonInput = parseJsonInput(single(args, `${name} is an image, given as a JSON array of rows`));
  const rows = jsonArray(input, what).map((row) => jsonList(row, `${what} in each row`));
  const width = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new UsageError(
      `row ${odd} of the image for ${name} has ${rows[odd]!.length} values, the first has ${width}`,
    );
  }
  return rows;
}
