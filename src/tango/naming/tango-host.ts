import { lookup, lookupService } from "node:dns/promises";
import { hostname, networkInterfaces } from "node:os";
import { formatAddress } from "../../giop/ior/format-address.ts";
import { devError } from "../error/dev-error.ts";
import { ConnectionFailed } from "../error/dev-failed-classes.ts";
import { describeArgument } from "../error/wrong-argument.ts";

/** Where something listens. */
export interface HostPort {
  /** A name or an address; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * A TANGO_HOST: `host:port`, or several with commas between them, which are tried in order. Throws ConnectionFailed
 * API_TangoHostNotSet for anything else; `fromEnvironment` lets it speak of the variable, in cppTango's words.
 */
export function parseTangoHost(text: string, fromEnvironment = false): readonly HostPort[] {
  if (typeof text !== "string") throw malformed(false, text, fromEnvironment);
  const hosts: HostPort[] = [];
  const parts = text.split(",");
  for (const part of parts) {
    const host = parseHostPort(part.trim());
    if (host === undefined) throw malformed(parts.length > 1, text, fromEnvironment);
    hosts.push(host);
  }
  return hosts;
}

/** As `parseTangoHost` reads it. */
export function formatTangoHost(hosts: readonly HostPort[]): string {
  return hosts.map(formatAddress).join(",");
}

/**
 * The URL of the database at these hosts. One host is reached by IIOP 1.0, as every corbaloc without a version, several by
 * IIOP 1.2: so does cppTango.
 */
export function databaseCorbaloc(hosts: readonly HostPort[]): string {
  if (hosts.length === 1) return `corbaloc:iiop:${formatTangoHost(hosts)}/${DATABASE_KEY}`;
  return `corbaloc:${hosts.map((host) => `iiop:1.2@${formatAddress(host)}`).join(",")}/${DATABASE_KEY}`;
}

/** `host:port`, or `[address]:port` for IPv6; undefined where the text is neither. */
export function parseHostPort(text: string): HostPort | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [, address, name, digits] = match;
  const port = Number(digits);
  return port > 0xffff ? undefined : { host: (address ?? name)!, port };
}

/**
 * The full name of a host, as cppTango has it in `tango://host:port/` and in the topics of events: localhost becomes the name of this machine,
 * and a name without a dot what a reverse look-up of its address gives. Where that gives nothing, the name stays. The names of this library
 * keep a host as it was written, since such look-ups may take seconds: ask for this one where the names of others are compared.
 */
export async function fullHostName(host: string): Promise<string> {
  const own = hostname();
  const name = host.toLowerCase() === "localhost" ? own : host;
  if (name.includes(".") || name.includes(":")) return name;
  const addresses = name === own ? ownAddresses() : await addressesOf(name);
  let last: string | undefined;
  for (const address of addresses) {
    const found = await nameOf(address);
    if (found === undefined) continue;
    if (found.includes(".") && found.split(".", 1)[0] === name) return found;
    last = found;
  }
  // As cppTango: one address with another name means that the given name is only an alias.
  return addresses.length === 1 && last !== undefined ? last : name;
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === "IPv4" && !address.internal)
    .map((address) => address.address);
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true, family: 4 })).map(({ address }) => address);
  } catch {
    // A name that nobody knows keeps its form: connecting to it will tell.
    return [];
  }
}

async function nameOf(address: string): Promise<string | undefined> {
  try {
    return (await lookupService(address, 0)).hostname;
  } catch {
    // Most addresses in a laboratory have no name.
    return undefined;
  }
}

function malformed(several: boolean, text: unknown, fromEnvironment: boolean): ConnectionFailed {
  const example = several ? "<host>:<port>,<host>:<port>" : "<host>:<port>";
  const given = describeArgument(text);
  const desc = fromEnvironment
    ? `TANGO_HOST env. variable syntax incorrect (e.g. TANGO_HOST=${example}): it is ${given}`
    : `The hosts of a database are ${example}, not ${given}`;
  return new ConnectionFailed([devError("API_TangoHostNotSet", desc, "Database::check_tango_host")]);
}

/** The object key of every Tango database. */
const DATABASE_KEY = "database";
