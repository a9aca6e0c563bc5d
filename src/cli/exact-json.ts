/**
 * A value as JSON that loses nothing: a 64 bit integer that a double cannot hold is a string, and so are NaN, Infinity and
 * -Infinity; -0 stays. Typed arrays are arrays, images arrays of rows, the data of a DevEncoded hexadecimal digits.
 */
export function exactJson(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? String(value) : `"${value}"`;
    case "bigint":
      return value >= -MAX_SAFE && value <= MAX_SAFE ? String(value) : `"${value}"`;
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : objectJson(value);
    default:
      return "null";
  }
}

function objectJson(value: object): string {
  if (isList(value)) return `[${Array.from(value, exactJson).join(",")}]`;
  if ("toRows" in value && typeof value.toRows === "function") return exactJson(value.toRows());
  if ("toJSON" in value && typeof value.toJSON === "function") return exactJson(value.toJSON());
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // Of the values of Tango only a DevEncoded is an object with such members.
  const isEncoded = "format" in value && "data" in value && value.data instanceof Uint8Array;
  return `{${members
    .map(([name, member]) => {
      const shown = isEncoded && member instanceof Uint8Array ? hexOf(member) : member;
      return `${JSON.stringify(name)}:${exactJson(shown)}`;
    })
    .join(",")}}`;
}

/** Octets as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a value is an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
