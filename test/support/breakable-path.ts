import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";

/** A way to one port of this machine, on which everything can get lost without a word: a cable that is pulled out. */
export class BreakablePath {
  /** The port at which it begins. */
  readonly port: number;
  readonly #sockets = new Set<Socket>();
  #isBroken = false;

  private constructor(port: number) {
    this.port = port;
  }

  /** Makes one that leads to this port, whoever listens there; it ends with the test. */
  static async open(t: TestContext, target: number): Promise<BreakablePath> {
    const server = createServer({ pauseOnConnect: true }, (client) => path.#join(client, target));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const path = new BreakablePath((server.address() as AddressInfo).port);
    t.after(() => {
      server.close();
      path.#cut();
    });
    return path;
  }

  /** From now on nothing gets through, of connections that are there and of new ones, and nobody is told. */
  break(): void {
    this.#isBroken = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** It leads to its end again. Who comes with what he sent before the break is not known there any more. */
  mend(): void {
    this.#isBroken = false;
    this.#cut();
  }

  #join(client: Socket, port: number): void {
    this.#sockets.add(client);
    client.on("error", () => {});
    client.on("close", () => this.#sockets.delete(client));
    if (this.#isBroken) return;
    const server = connect({ port, host: "127.0.0.1" });
    this.#sockets.add(server);
    server.on("error", () => {});
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on("data", (chunk) => void to.write(chunk));
      from.on("close", () => {
        this.#sockets.delete(from);
        // Nor does an end come through.
        if (!this.#isBroken) to.destroy();
      });
    }
    client.resume();
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }
}
