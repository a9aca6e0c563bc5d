import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A port of this machine that leads to another, and can be shut: a server that is gone, as its clients see it, and back later. */
export class Forwarder {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target;
  }

  /** `target` is `host:port`. */
  static async open(target: string): Promise<Forwarder> {
    const [host, port] = target.split(":");
    const forwarder = new Forwarder({ host: host!, port: Number(port) });
    await forwarder.open();
    return forwarder;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Opens the port, the same as before. */
  async open(): Promise<void> {
    this.#server = createServer((client) => {
      const target = connect(this.#target);
      for (const [one, other] of [
        [client, target],
        [target, client],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Lets nothing more through, in either direction, on the connections that there are. */
  hold(): void {
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  /** Cuts all connections and refuses new ones. */
  async shut(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = once(server, "close");
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
