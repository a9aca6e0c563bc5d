import { formatAddress } from "../../../giop/ior/format-address.ts";
import { fullHostName, parseHostPort } from "../../naming/tango-host.ts";
import type { EventSource, FullDeviceName } from "./event-source.ts";
import { isRefusal } from "./subscription-commands.ts";

/**
 * The other names that the things of a control system may have in topics. A server names its database as its own TANGO_HOST does: where there
 * are several databases, or one under several names, that may be another one than this client's.
 */
export class OtherNames {
  /** By the prefix under which a client of this process knows its control system. */
  readonly #prefixes = new Map<string, Promise<readonly string[]>>();

  /** The prefixes `tango://host:port/` beside that of the device; none where nobody can tell. It is asked once for each control system. */
  prefixes(source: EventSource, { prefix }: FullDeviceName): Promise<readonly string[]> {
    let found = this.#prefixes.get(prefix);
    if (found === undefined) {
      found = this.#find(source, prefix);
      this.#prefixes.set(prefix, found);
    }
    return found;
  }

  async #find(source: EventSource, own: string): Promise<readonly string[]> {
    const known = (source.location.database ?? []).map(formatAddress);
    let told: readonly string[] = [];
    try {
      told = await source.databaseHosts(undefined);
    } catch (error) {
      // What cannot be asked now may be when there is another subscription. Old databases do not know the command.
      if (isRefusal(error)) told = [];
      else this.#prefixes.delete(own);
    }
    const prefixes = await Promise.all([...known, ...told].map(prefixOf));
    return [...new Set(prefixes)].filter((prefix) => prefix !== null && prefix !== own) as string[];
  }
}

/** The same name with other prefixes in the place of its own. */
export function renamed(name: string, prefixes: readonly string[]): readonly string[] {
  const end = /^tango:\/\/[^/]*\//.exec(name)?.[0].length;
  if (end === undefined) return [];
  return prefixes.map((prefix) => prefix + name.slice(end)).filter((other) => other !== name);
}

async function prefixOf(hostPort: string): Promise<string | null> {
  const address = parseHostPort(hostPort);
  if (address === undefined) return null;
  const host = (await fullHostName(address.host)).toLowerCase();
  return `tango://${formatAddress({ host, port: address.port })}/`;
}
