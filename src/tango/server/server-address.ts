import { networkInterfaces } from "node:os";
import type { ListenOptions } from "../../iiop/listener.ts";
import type { EndPoint } from "./startup/end-point.ts";

/**
 * Where a server listens, and what its references name. Without an end point that is every interface where others must find it
 * (`isPublic`), else the loopback one, at any free port.
 */
export function listenOptions(
  endPoint: EndPoint | null,
  published: EndPoint | null,
  isPublic: boolean,
): ListenOptions {
  const { host, port } = endPoint ?? { host: isPublic ? "" : LOOPBACK, port: 0 };
  const publishedHost = published?.host || host || firstAddress();
  return { host: host === "" ? ALL_INTERFACES : host, port, publishedHost };
}

/** The first address by which others can reach this host; the loopback one where there is no network. */
function firstAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? LOOPBACK;
}

const LOOPBACK = "127.0.0.1";
const ALL_INTERFACES = "0.0.0.0";
