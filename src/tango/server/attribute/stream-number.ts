/**
 * The number that a C++ stream reads from the whole of `text`; undefined where it reads none, or something is left. Texts of
 * configurations are read so: blanks may come first, and there is neither infinity nor NaN.
 */
export function parseStreamNumber(text: string): number | undefined {
  const number = REAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** The integer in the whole of `text`, what is behind the point left away; undefined where there is none. */
export function parseStreamInteger(text: string): bigint | undefined {
  if (INTEGER.test(text) && text.length <= MAX_DIGITS) return BigInt(text);
  const number = parseStreamNumber(text);
  return number === undefined ? undefined : BigInt(Math.trunc(number));
}

/** A number as a C++ stream with a precision of 15 digits writes it: what Tango keeps in its database. */
export function formatStreamNumber(number: number): string {
  if (number === 0) return Object.is(number, -0) ? "-0" : "0";
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number < 0 ? "-inf" : "inf";
  const [mantissa, exponent] = number.toExponential(DIGITS - 1).split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < DIGITS) return withoutZeros(number.toFixed(DIGITS - 1 - power));
  const sign = power < 0 ? "-" : "+";
  return `${withoutZeros(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

function withoutZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** cppTango's TANGO_FLOAT_PRECISION. */
const DIGITS = 15;
/** More is beyond every type; to read it as an integer would take its time. */
const MAX_DIGITS = 400;
// The fraction is optional with its point, lest a long text that fails be tried in every split.
const REAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const INTEGER = /^\s*[+-]?\d+$/;
