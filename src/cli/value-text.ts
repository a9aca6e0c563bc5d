import { hexOf, isList } from "./exact-json.ts";

/** How a value is shown to people. */
export interface ValueTextOptions {
  /** The Tango type, where it matters: a DevFloat is shown with the digits that a float has. */
  readonly type?: string;
  /** The labels of a DevEnum. */
  readonly enumLabels?: readonly string[];
  /** Characters after which a list is cut; 72 unless given. */
  readonly width?: number;
}

/** A value for people: lists are cut and say how long they are; `--json` shows them whole. */
export function valueText(value: unknown, options: ValueTextOptions = {}): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return printable(value, true);
  if (typeof value !== "object") return elementText(value, options);
  if (isList(value)) return listText(value, options);
  if ("toRows" in value && typeof value.toRows === "function") return imageText(value.toRows(), options);
  if (isEncoded(value)) return encodedText(value, options);
  return Object.entries(value)
    .map(([name, member]) => `${name}: ${valueText(member, options)}`)
    .join("\n");
}

/** Text with the control characters that would steer a terminal written as escapes; line ends stay where they may. */
export function printable(text: string, keepsLines = false): string {
  return text.replace(CONTROL_CHARACTERS, (char) => {
    if (keepsLines && (char === "\n" || char === "\t")) return char;
    if (char === "\n") return "\\n";
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

/** The shortest text of a number that a float tells from its neighbours: 0.1, not 0.10000000149011612. */
export function floatText(value: number): string {
  if (value === 0 || Math.fround(value) !== value || !Number.isFinite(value)) return numberText(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return numberText(short);
  }
  return numberText(Number(value.toPrecision(9)));
}

function elementText(value: unknown, options: ValueTextOptions): string {
  if (typeof value === "string") return `"${printable(value.replace(/["\\]/g, "\\$&"))}"`;
  if (isEncoded(value)) return encodedText(value, options);
  if (typeof value !== "number") return String(value);
  if (options.type === "DevFloat" || options.type === "DevVarFloatArray") return floatText(value);
  const label = options.type === "DevEnum" ? options.enumLabels?.[value] : undefined;
  return label === undefined ? numberText(value) : `${printable(label)} (${value})`;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function listText(list: ArrayLike<unknown>, options: ValueTextOptions): string {
  const width = options.width ?? WIDTH;
  const plain = options.type?.includes("State") ?? false;
  const shown: string[] = [];
  let length = 0;
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    const text = plain && typeof value === "string" ? value : elementText(value, options);
    length += text.length + 2;
    // The first one is shown in any case, and one more takes no more room than saying that there is one more.
    if (i > 0 && length > width && i < list.length - 1)
      return `[${shown.join(", ")}, … ${list.length} in all]`;
    shown.push(text.length > 10 * width ? `${text.slice(0, 10 * width)}…` : text);
  }
  return `[${shown.join(", ")}]`;
}

function imageText(rows: readonly ArrayLike<unknown>[], options: ValueTextOptions): string {
  const shown = rows.slice(0, rows.length > ROWS + 1 ? ROWS : rows.length);
  const lines = [`${rows[0]?.length ?? 0} x ${rows.length}`, ...shown.map((row) => listText(row, options))];
  if (shown.length < rows.length) lines.push(`… ${rows.length - shown.length} more rows`);
  return lines.join("\n");
}

function encodedText({ format, data }: Encoded, options: ValueTextOptions): string {
  const octets = Math.floor((options.width ?? WIDTH) / 2);
  const hex = hexOf(data.subarray(0, octets));
  return `${printable(format)}, ${data.length} bytes: ${hex}${data.length > octets ? "…" : ""}`;
}

function isEncoded(value: unknown): value is Encoded {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    "data" in value &&
    value.data instanceof Uint8Array
  );
}

interface Encoded {
  readonly format: string;
  readonly data: Uint8Array;
}

const WIDTH = 72;
const ROWS = 5;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g;
