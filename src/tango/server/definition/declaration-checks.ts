/**
 * What plain JavaScript can get wrong in a declaration, and the compiler would have found. Each throws a TypeError for the programmer;
 * `what` is the thing declared: `attribute current`.
 */

/** Only these options there are: one in PyTango's spelling, or with a slip of the pen, would be of no effect. */
export function checkOptions(what: string, spec: object, options: Readonly<Record<string, true>>): void {
  for (const option of Object.keys(spec)) {
    if (Object.hasOwn(options, option)) continue;
    const camelCase = option.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const hint = Object.hasOwn(options, camelCase) ? `: it is called ${camelCase}` : "";
    throw new TypeError(`${what}: there is no option ${option}${hint}`);
  }
}

/** The value of an option that has but a few. */
export function checkOneOf(
  what: string,
  option: string,
  value: unknown,
  allowed: readonly string[],
  hint = "",
): void {
  if (allowed.includes(value as string)) return;
  const got = value === undefined ? "missing" : typeof value === "string" ? `"${value}"` : `no string`;
  throw new TypeError(`${what}: its ${option} is ${got}; it is one of ${allowed.join(", ")}${hint}`);
}

/** Methods stand in a declaration themselves: these are functions where they are there. */
export function checkMethods(what: string, spec: object, methods: readonly string[]): void {
  for (const method of methods) {
    const value = (spec as Record<string, unknown>)[method];
    if (value === undefined || typeof value === "function") continue;
    throw new TypeError(`${what}: its ${method} is no function`);
  }
}

/** The period in milliseconds, as cppTango's least one allows it; 0 for no polling. */
export function checkPollingPeriod(what: string, period: number): void {
  if (Number.isInteger(period) && (period === 0 || period >= MIN_PERIOD_MS)) return;
  throw new TypeError(
    `${what}: its pollingPeriod is a whole number of milliseconds, ${MIN_PERIOD_MS} at least, not ${period}`,
  );
}

/** The most elements in one dimension of an attribute: on the wire a long. */
export function checkDimension(what: string, option: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_LONG) return;
  const got = typeof value === "string" ? `"${value}"` : String(value);
  throw new TypeError(`${what}: its ${option} is a whole number from 1 to ${MAX_LONG}, not ${got}`);
}

const MIN_PERIOD_MS = 5;
const MAX_LONG = 2147483647;
