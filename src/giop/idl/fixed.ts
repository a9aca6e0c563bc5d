import { MarshalError } from "../cdr/marshal-error.ts";
import type { Codec } from "./codec.ts";

/**
 * IDL `fixed<digits, scale>` as a decimal text such as "-12.50", with exactly `scale` digits behind the point
 * (CORBA 3.4 Part 2 §9.3.2.8: packed decimal, two digits an octet, the sign last). Encoding also takes a number, but not one with
 * more places than there are.
 */
export function fixed(digits: number, scale: number): Codec<string, string | number> {
  if (digits < 1 || digits > 31 || scale < 0 || scale > digits) {
    throw new RangeError(
      `fixed<${digits},${scale}> is not an IDL type: 1 to 31 digits, at most as many decimals`,
    );
  }
  const size = (digits + 2) >> 1;
  return {
    encode(writer, value) {
      const nibbles = toDigits(value, digits, scale);
      for (let i = 0; i < size; i++) writer.octet((nibbles[2 * i]! << 4) | nibbles[2 * i + 1]!);
    },
    decode(reader) {
      let text = "";
      for (let i = 0; i < size; i++) text += reader.octet().toString(16).padStart(2, "0");
      const sign = text.at(-1);
      if (!/^[0-9]+[cd]$/.test(text)) throw reader.error(`${text} is not a packed decimal`);
      const all = text.slice(0, -1).padStart(scale + 1, "0");
      const whole = all.slice(0, all.length - scale).replace(/^0+(?=.)/, "");
      const decimals = scale === 0 ? "" : `.${all.slice(-scale)}`;
      return `${sign === "d" && /[1-9]/.test(all) ? "-" : ""}${whole}${decimals}`;
    },
    typeCode: { kind: "tk_fixed", digits, scale },
    minSize: size,
  };
}

/** The digits of `value` with the sign nibble behind them, and a zero in front where that fills an octet. */
function toDigits(value: string | number, digits: number, scale: number): number[] {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (parts === null) throw new MarshalError(`${String(value)} is not a decimal number`);
  const [, sign, whole = "", decimals = ""] = parts;
  const text = whole.replace(/^0+/, "") + decimals.padEnd(scale, "0");
  if (decimals.length > scale || text.length > digits) {
    throw new MarshalError(`${String(value)} does not fit into fixed<${digits},${scale}>`);
  }
  const width = digits + 1 - (digits % 2);
  const nibbles = Array.from(text.padStart(width, "0"), Number);
  // Zero is positive.
  return [...nibbles, sign === "-" && /[1-9]/.test(text) ? 0xd : 0xc];
}
