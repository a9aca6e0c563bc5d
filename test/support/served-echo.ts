import type { TestContext } from "node:test";
import type { Ior } from "../../src/giop/ior/ior.ts";
import type { Listener } from "../../src/iiop/listener.ts";
import { Orb } from "../../src/iiop/orb.ts";
import type { OrbOptions } from "../../src/iiop/orb-options.ts";
import type { ProxyOf } from "../../src/iiop/proxy.ts";
import { Echo, EchoServant } from "./echo.ts";

/** Two Orbs of one process, a server with an EchoServant and a client with its proxy, joined by TCP on loopback. */
export interface ServedEcho {
  readonly server: Orb;
  readonly client: Orb;
  readonly listener: Listener;
  readonly servant: EchoServant;
  readonly ior: Ior;
  readonly proxy: ProxyOf<typeof Echo>;
}

/** Starts both; they are destroyed when the test ends. */
export async function serveEcho(
  t: TestContext,
  options: { server?: Partial<OrbOptions>; client?: Partial<OrbOptions> } = {},
): Promise<ServedEcho> {
  const server = new Orb(options.server);
  const client = new Orb(options.client);
  t.after(async () => {
    await client.destroy();
    await server.destroy();
  });
  const listener = await server.listen();
  const servant = new EchoServant();
  const ior = server.activate(Echo, servant.methods, "echo");
  return { server, client, listener, servant, ior, proxy: client.proxy(Echo, ior) };
}
