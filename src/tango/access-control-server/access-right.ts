import type { AccessDeviceRow } from "../database-server/tables/access-row.ts";
import { type AccessRules, EVERYBODY } from "./access-rules.ts";
import { comparable } from "./rule-text.ts";

/** Who wants to use a device. */
export interface AccessQuestion {
  /** A login name; `*` for somebody who has none. */
  readonly user: string;
  /** The IPv4 addresses of the host: one that is allowed suffices. */
  readonly addresses: readonly string[];
  readonly device: string;
}

/**
 * What the rules say, as TangoAccessControl of C++ does (release 2.11): `write` is the right to write, and all else the right to read: `read`,
 * `unknown` where rules for the user or for everybody exist but none matches the device, or what a rule says that says neither.
 *
 * 1. The address must match one of those of the user, or, where he has none, of everybody (`*`).
 * 2. Of the rules for the user those count that match the device; where none does, those for everybody.
 * 3. Of several rules that match `read` wins, however general it is; without one it is `write`.
 */
export function accessRight(rules: AccessRules, { user, addresses, device }: AccessQuestion): string {
  if (!addresses.some((address) => mayComeFrom(rules, user, address))) return "read";
  const rows = rules.deviceRows(user, EVERYBODY);
  if (rows.length === 0) return "read";
  // A user in another case is found, but taken for one of everybody: so does the C++ server.
  const forUser = rows.filter((row) => row.user === user);
  const forEverybody = rows.filter((row) => row.user !== user);
  const right = rightsFor(device, forUser);
  if (right !== null) return right;
  const general = rightsFor(device, forEverybody);
  if (general === null) return "unknown";
  return general === "write" ? "write" : "read";
}

function mayComeFrom(rules: AccessRules, user: string, address: string): boolean {
  const own = rules.addressRows(user);
  const rows = own.length > 0 ? own : rules.addressRows(EVERYBODY);
  const patterns = addressPatterns(address);
  return rows.some((row) => patterns.includes(comparable(row.address)));
}

/** The patterns that match an address: `*` can only stand for its last parts. */
function addressPatterns(address: string): string[] {
  const parts = comparable(address).split(".");
  const general = [0, 1, 2, 3].map((known) => {
    const stars = new Array<string>(4 - known).fill("*");
    return [...parts.slice(0, known), ...stars].join(".");
  });
  return [...general, comparable(address)];
}

/** What rules say of a device; null where none matches. */
function rightsFor(device: string, rules: readonly AccessDeviceRow[]): string | null {
  const fields = deviceFields(device);
  const [first, ...others] = rules.filter((rule) => {
    const patterns = deviceFields(rule.device);
    return fields.every((field, i) => matches(patterns[i]!, field));
  });
  if (first === undefined) return null;
  if (others.length === 0) return first.rights;
  return [first, ...others].some(({ rights }) => rights === "read") ? "read" : "write";
}

/** Domain, family and member, in lower case. What has not three fields is taken apart as the C++ server does: an alias is all three. */
function deviceFields(name: string): [string, string, string] {
  const text = name.toLowerCase();
  const first = text.indexOf("/");
  const second = text.indexOf("/", first + 1);
  return [
    first < 0 ? text : text.slice(0, first),
    second < 0 ? text.slice(first + 1) : text.slice(first + 1, second),
    text.slice(second + 1),
  ];
}

/**
 * Whether a field of a device name matches that of a rule. The first `*` of a rule stands for anything at its end; at its beginning it lets what
 * follows be anywhere in the field; in its middle it stands for one character: all that is the C++ server's way.
 */
function matches(pattern: string, field: string): boolean {
  if (pattern === "*" || pattern === field) return true;
  const star = pattern.indexOf("*");
  if (star < 0) return false;
  const rest = pattern.slice(star + 1);
  if (star === 0) return field.includes(rest);
  if (!field.startsWith(pattern.slice(0, star))) return false;
  return rest === "" || field.indexOf(rest) === star + 1;
}
