import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";

/** Where a server listens, or says that it does. */
export interface EndPoint {
  /** A name or an address, an IPv6 address without its brackets; "" stands for all interfaces of the machine. */
  readonly host: string;
  /** 0 stands for any free port. */
  readonly port: number;
}

/**
 * An end point as omniORB writes it: `giop:tcp:host:port`, where host and port may be empty, and an IPv6 address is in brackets. Throws
 * DevFailed API_InvalidArgs for anything else, other transports included.
 */
export function parseEndPoint(text: string): EndPoint {
  const match = /^giop:tcp:(?:\[([^\]]+)\]|([^:[\]]*)):(\d{0,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 0xffff) {
    const desc = `Could not parse "${text}" as CORBA URI: giop:tcp:host:port is expected`;
    throw new DevFailed([devError("API_InvalidArgs", desc, "parseEndPoint")]);
  }
  const host = match[1] ?? match[2] ?? "";
  return { host: ALL_INTERFACES.has(host) ? "" : host, port };
}

/** The addresses that a server can bind and nobody can reach. */
const ALL_INTERFACES: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
