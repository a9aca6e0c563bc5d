import { Buffer } from "node:buffer";
import { ImageValue } from "./image-value.ts";

/**
 * A value of an attribute or command as JSON can hold it: typed arrays as arrays, images as rows, the bytes of a
 * DevEncoded as hexadecimal digits (as the command shows and takes them), 64 bit integers as numbers where they are safe, else as texts, NaN and infinities as texts.
 */
export function jsonValue(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof ImageValue) return value.toRows().map(jsonValue);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, jsonValue);
  if (Array.isArray(value)) return value.map(jsonValue);
  if ("format" in value && "data" in value && value.data instanceof Uint8Array) {
    return { format: value.format, data: Buffer.from(value.data).toString("hex") };
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonValue(member)]));
}
