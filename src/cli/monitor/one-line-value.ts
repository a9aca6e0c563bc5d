import { printable, type ValueTextOptions, valueText } from "../value-text.ts";

/** A value for people in one line: of an image its size and its first row. */
export function oneLineValue(value: unknown, { width = 72, ...options }: ValueTextOptions): string {
  if (typeof value === "string") return printable(value);
  // What a list that is cut says of its length is in the width, too.
  const text = valueText(value, { ...options, width: Math.max(1, width - LENGTH_TEXT) });
  const [first = "", ...more] = text.split("\n");
  if (more.length === 0) return first;
  const isImage = typeof value === "object" && value !== null && "toRows" in value;
  return isImage ? `${first}: ${more[0]}${more.length > 1 ? " …" : ""}` : [first, ...more].join(", ");
}

const LENGTH_TEXT = ", … 1000 in all]".length;
