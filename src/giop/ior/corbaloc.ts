import type { GiopMinor } from "../cdr/wire-format.ts";
import { MINOR_CODE } from "../exception/minor-code.ts";
import { SystemException } from "../exception/system-exception.ts";
import { formatAddress } from "./format-address.ts";
import { encodeIiopProfile } from "./iiop-profile.ts";
import type { Ior } from "./ior.ts";
import { escapeUrl, formatObjectKey, parseObjectKey, unescapeUrl } from "./object-key.ts";
import type { IiopAddress } from "./tagged-component.ts";

/** One address of a `corbaloc:`. */
export interface CorbalocAddress extends IiopAddress {
  /** 0 where the URL names no version. */
  readonly giopMinor: GiopMinor;
}

/** What a `corbaloc:` URL says: addresses and the object's key there, or an initial reference by name. */
export type CorbalocUrl =
  | {
      readonly kind: "iiop";
      /** At least one; to be tried in this order. */
      readonly addresses: readonly CorbalocAddress[];
      readonly objectKey: Uint8Array;
    }
  | { readonly kind: "rir"; readonly name: string };

/**
 * Reads a `corbaloc:` URL (CORBA 3.4 Part 2 §7.6.10): `corbaloc:iiop:1.2@host:port,:other/key`. The version is
 * 1.0 and the port 2809 unless given; a numeric IPv6 host stands in brackets; `%xx` in the key is one octet.
 * BAD_PARAM with what is wrong for anything else.
 */
export function parseCorbaloc(text: string): CorbalocUrl {
  const match = /^corbaloc:(.*)$/is.exec(text);
  if (match === null) throw badUrl(text, MINOR_CODE.BAD_PARAM_BadSchemeName, "does not begin with corbaloc:");
  return parseCorbalocBody(text, match[1]!, undefined);
}

/** The part of a URL behind `corbaloc:` or `corbaname:`; `defaultKey` is the key where there is none. */
export function parseCorbalocBody(url: string, body: string, defaultKey: string | undefined): CorbalocUrl {
  const slash = body.indexOf("/");
  const addressList = slash < 0 ? body : body.slice(0, slash);
  const key = slash < 0 ? defaultKey : body.slice(slash + 1);
  const { BAD_PARAM_BadSchemeSpecificPart, BAD_PARAM_BadURIOther } = MINOR_CODE;
  if (/^rir:/i.test(addressList)) {
    if (addressList.length > 4)
      throw badUrl(url, BAD_PARAM_BadURIOther, "has an address beside rir:, which stands alone");
    return { kind: "rir", name: key === undefined || key === "" ? "NameService" : unescapeUrl(key) };
  }
  if (key === undefined)
    throw badUrl(url, BAD_PARAM_BadSchemeSpecificPart, "has no /key behind its addresses");
  const addresses = addressList.split(",").map((address) => parseAddress(url, address));
  return { kind: "iiop", addresses, objectKey: parseObjectKey(key) };
}

/** The text of a `corbaloc:` URL; version 1.0 is left out, as it is the default. */
export function formatCorbaloc(url: CorbalocUrl): string {
  if (url.kind === "rir") return `corbaloc:rir:/${escapeUrl(url.name)}`;
  const addresses = url.addresses.map((address) => {
    const version = address.giopMinor === 0 ? "" : `1.${address.giopMinor}@`;
    return `iiop:${version}${formatAddress(address)}`;
  });
  return `corbaloc:${addresses.join(",")}/${formatObjectKey(url.objectKey)}`;
}

/** The reference a `corbaloc:` with addresses stands for: one profile for each, in order, so that each is tried. */
export function corbalocToIor(url: CorbalocUrl & { kind: "iiop" }, typeId = ""): Ior {
  const { addresses, objectKey } = url;
  return {
    typeId,
    profiles: addresses.map((address) => encodeIiopProfile({ ...address, objectKey, components: [] })),
  };
}

/** A BAD_PARAM that quotes the URL. */
export function badUrl(url: string, minor: number, problem: string): SystemException {
  return new SystemException("BAD_PARAM", minor, { detail: `"${url}" ${problem}` });
}

function parseAddress(url: string, text: string): CorbalocAddress {
  const match = /^(?:iiop)?:(?:(\d+)\.(\d+)@)?(.*)$/is.exec(text);
  if (match === null) {
    const problem = `has the address "${text}", which is not iiop:host:port or :host:port`;
    throw badUrl(url, MINOR_CODE.BAD_PARAM_BadSchemeName, problem);
  }
  const [, major = "1", minor = "0", place] = match;
  if (major !== "1") {
    throw badUrl(
      url,
      MINOR_CODE.BAD_PARAM_BadAddress,
      `asks for IIOP ${major}.${minor}; 1.0 to 1.2 are known`,
    );
  }
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/s.exec(place!);
  if (parts === null) {
    const problem = `has the address "${text}", which is not a host and a port (IPv6 goes in brackets)`;
    throw badUrl(url, MINOR_CODE.BAD_PARAM_BadAddress, problem);
  }
  const port = parts[3] === undefined || parts[3] === "" ? DEFAULT_PORT : Number(parts[3]);
  if (port > 0xffff)
    throw badUrl(url, MINOR_CODE.BAD_PARAM_BadAddress, `has the port ${port}, which is more than 65535`);
  return {
    giopMinor: Math.min(Number(minor), 2) as GiopMinor,
    host: parts[1] ?? (parts[2] === "" ? "localhost" : parts[2]!),
    port,
  };
}

/** The port of a `corbaloc:` that names none (registered for it). */
const DEFAULT_PORT = 2809;
