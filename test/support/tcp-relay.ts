import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A way through the network to a port of this machine, which can go dead without a word. */
export class TcpRelay {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isDead = false;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Leads to what `target` says when somebody connects. */
  static async open(target: () => number): Promise<TcpRelay> {
    const server = createServer({ noDelay: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const relay = new TcpRelay(server);
    server.on("connection", (near) => relay.#join(near, target()));
    return relay;
  }

  /** From now on nothing goes through, and nobody is told: as when a cable is pulled. What was connected stays so for ever. */
  kill(): void {
    this.#isDead = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** From now on new connections go through; those that were there are reset, as by a host that has forgotten them. */
  revive(): void {
    this.#isDead = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket, port: number): void {
    this.#keep(near);
    if (this.#isDead) return void near.pause();
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#keep(far);
    near.pipe(far);
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on("close", () => {
        if (!this.#isDead) other.destroy();
      });
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
  }
}
