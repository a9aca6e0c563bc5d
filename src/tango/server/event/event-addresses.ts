import { networkInterfaces } from "node:os";
import { formatAddress } from "../../../giop/ior/format-address.ts";
import type { EndPoint } from "../startup/end-point.ts";

/** Where the sockets of events listen, and under which addresses clients are told to find them. */
export interface EventAddresses {
  readonly bindHost: string;
  /** The address that clients try first, and then the others. */
  readonly hosts: readonly string[];
}

/**
 * As cppTango: the host of the end point (`-ORBendPoint`) as it is written there; without one the addresses of all interfaces, the loopback
 * one only where there is no other. Where references name another address (`-ORBendPointPublish`), that is told in the end. A server that
 * only this machine is to find (`isPublic` false) listens on the loopback interface.
 */
export function eventAddresses(
  endPoint: EndPoint | null,
  published: EndPoint | null,
  isPublic: boolean,
  interfaces: () => readonly string[] = ownAddresses,
): EventAddresses {
  const host = endPoint?.host ?? (isPublic ? "" : LOOPBACK);
  const isEverywhere = EVERYWHERE.has(host);
  const hosts = isEverywhere ? interfaces() : [host];
  const others = published?.host ? [published.host] : [];
  return { bindHost: isEverywhere ? ALL_INTERFACES : host, hosts: [...hosts, ...others] };
}

/** An address as clients are told of it: `tcp://host:port`. */
export function eventEndPoint(host: string, port: number): string {
  return `tcp://${formatAddress({ host, port })}`;
}

function ownAddresses(): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((one) => one ?? [])
    .filter(({ family, address }) => family === "IPv4" && !address.startsWith("127."))
    .map(({ address }) => address);
  return addresses.length === 0 ? [LOOPBACK] : addresses;
}

const LOOPBACK = "127.0.0.1";
const ALL_INTERFACES = "0.0.0.0";
const EVERYWHERE: ReadonlySet<string> = new Set(["", "*", ALL_INTERFACES, "::"]);
