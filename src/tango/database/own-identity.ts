import { networkInterfaces, userInfo } from "node:os";

/** Who asks for access. */
export interface AccessIdentity {
  /** The user's login name, in lower case; `*` for somebody who has none. */
  readonly user: string;
  /** The IPv4 addresses of the user's host; those of the loopback only where there are no others. */
  readonly addresses: readonly string[];
}

/** The user and the addresses of this process, as cppTango sends them. Throws where the system does not know the user. */
export function ownIdentity(): AccessIdentity {
  return { user: ownUser(), addresses: ownAddresses() };
}

/** The login name of the effective user of this process, in lower case. Throws where the system does not know it. */
export function ownUser(): string {
  return userInfo().username.toLowerCase();
}

/** The IPv4 addresses of this host; that of the loopback where there are no others. */
export function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const v4 = all.filter(({ family }) => family === "IPv4").map(({ address }) => address);
  const outside = v4.filter((address) => !address.startsWith("127."));
  return outside.length > 0 ? outside : v4.slice(0, 1);
}
