import { UsageError } from "./usage-error.ts";

/**
 * Reads one value of a Tango type from text. Integers are decimal or `0x` hexadecimal and checked against the range of
 * the type; 64 bit ones become bigint. Throws a UsageError that says what is wanted.
 */
export function parseScalar(type: string, text: string, enumLabels: readonly string[] = []): ScalarInput {
  const integer = INTEGERS[type];
  if (integer !== undefined) return parseInteger(type, text, integer);
  switch (type) {
    case "DevString":
    case "ConstDevString":
      return text;
    case "DevBoolean":
      return parseBoolean(text);
    case "DevFloat":
    case "DevDouble":
      return parseReal(type, text);
    case "DevState":
      return parseState(text);
    case "DevEnum":
      return parseEnum(text, enumLabels);
    default:
      throw new UsageError(`values of type ${type} cannot be given on the command line`);
  }
}

/** Reads hexadecimal digits, in pairs: `0a1bff`, also with `0x` in front. */
export function parseHex(text: string): Uint8Array {
  const digits = text.replace(/^0x/i, "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) {
    throw new UsageError(
      `"${text}" is not a sequence of octets: give pairs of hexadecimal digits such as 0a1bff`,
    );
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** What a value of the command line may become. */
export type ScalarInput = boolean | number | bigint | string;

function parseBoolean(text: string): boolean {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new UsageError(`"${text}" is not a boolean: give true or false (also 1/0, yes/no, on/off)`);
}

function parseInteger(type: string, text: string, { min, max, big }: IntegerRange): number | bigint {
  const match = /^([+-]?)(\d+|0x[0-9a-f]+)$/i.exec(text.trim());
  if (match === null) throw new UsageError(`"${text}" is not an integer, as ${type} wants`);
  const magnitude = BigInt(match[2]!);
  const value = match[1] === "-" ? -magnitude : magnitude;
  if (value < min || value > max) {
    throw new UsageError(`${text} is out of the range of ${type} (${min} to ${max})`);
  }
  return big ? value : Number(value);
}

function parseReal(type: string, text: string): number {
  const word = text.trim().toLowerCase();
  const special = SPECIAL_NUMBERS.get(word);
  if (special !== undefined) return special;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(word)) {
    throw new UsageError(`"${text}" is not a number, as ${type} wants (also nan, inf and -inf are)`);
  }
  const value = Number(word);
  if (!Number.isFinite(type === "DevFloat" ? Math.fround(value) : value)) {
    throw new UsageError(`${text} is out of the range of ${type}`);
  }
  return value;
}

function parseState(text: string): string {
  const state = STATES[/^\d+$/.test(text) ? Number(text) : STATES.indexOf(text.toUpperCase())];
  if (state === undefined) throw new UsageError(`"${text}" is not a state: give one of ${STATES.join(", ")}`);
  return state;
}

function parseEnum(text: string, labels: readonly string[]): number {
  const exact = labels.indexOf(text);
  if (exact >= 0) return exact;
  const same = labels.flatMap((label, i) => (label.toLowerCase() === text.toLowerCase() ? [i] : []));
  if (same.length === 1) return same[0]!;
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    // Without labels the number is all there is to go by.
    if (number < labels.length || (labels.length === 0 && number <= 0x7fff)) return number;
  }
  const choice = labels.map((label, i) => `${label} (${i})`).join(", ");
  throw new UsageError(`"${text}" is not one of the labels${choice === "" ? "" : `: give one of ${choice}`}`);
}

interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
  readonly big: boolean;
}

const INTEGERS: Readonly<Record<string, IntegerRange>> = {
  DevUChar: { min: 0n, max: 0xffn, big: false },
  DevShort: { min: -0x8000n, max: 0x7fffn, big: false },
  DevUShort: { min: 0n, max: 0xffffn, big: false },
  DevLong: { min: -0x8000_0000n, max: 0x7fff_ffffn, big: false },
  DevULong: { min: 0n, max: 0xffff_ffffn, big: false },
  DevLong64: { min: -(2n ** 63n), max: 2n ** 63n - 1n, big: true },
  DevULong64: { min: 0n, max: 2n ** 64n - 1n, big: true },
};

const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map(
  ["nan", "inf", "infinity"].flatMap((word) => {
    const value = word === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
    return [
      [word, value],
      [`+${word}`, value],
      [`-${word}`, -value],
    ] as [string, number][];
  }),
);

const TRUE: ReadonlySet<string> = new Set(["true", "1", "yes", "on"]);
const FALSE: ReadonlySet<string> = new Set(["false", "0", "no", "off"]);

// In the order of tango.idl, where the number of a state is its place.
const STATES: readonly string[] =
  "ON OFF CLOSE OPEN INSERT EXTRACT MOVING STANDBY FAULT INIT RUNNING ALARM DISABLE UNKNOWN".split(" ");
