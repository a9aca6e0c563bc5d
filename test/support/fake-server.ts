import type { TestContext } from "node:test";
import { Orb } from "../../src/iiop/orb.ts";
import type { OrbOptions } from "../../src/iiop/orb-options.ts";
import { Echo, EchoServant } from "./echo.ts";
import { FakeStream, FakeTransport } from "./fake-transport.ts";

/** A server with an EchoServant over a transport without a network, on a clock that only the test moves. */
export async function fakeServer(t: TestContext, options: Partial<OrbOptions> = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const transport = new FakeTransport();
  const orb = new Orb(options, transport);
  const listener = await orb.listen();
  const servant = new EchoServant();
  orb.activate(Echo, servant.methods, "echo");
  return {
    orb,
    listener,
    servant,
    tick: (ms: number) => t.mock.timers.tick(ms),
    /** A client connects. */
    connect(peer = "client:1"): FakeStream {
      const stream = new FakeStream(peer);
      transport.accept!(stream);
      return stream;
    },
  };
}

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await null;
}
