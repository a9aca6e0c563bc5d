/** The host of `host:port`; an IPv4 address that came by an IPv6 socket as what it is. */
export function peerHost(peer: string): string {
  const host = peer.slice(0, Math.max(peer.lastIndexOf(":"), 0));
  if (!host.startsWith("[")) return host;
  const address = host.slice(1, -1);
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
