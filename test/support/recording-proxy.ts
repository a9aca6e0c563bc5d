import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { CaptureBlock } from "./hex-capture.ts";

/**
 * Passes octets between clients and a server, both on this machine, and keeps what passes. Nothing is changed unless it is told to; of
 * GIOP it knows nothing.
 */
export class RecordingProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Changes what the server sends, before it is kept. */
  onAnswer: (chunk: Uint8Array) => Uint8Array = (chunk) => chunk;
  #connections: { direction: "OUT" | "IN"; bytes: Uint8Array }[][] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Listens on a free port of 127.0.0.1; `targetPort` says, when a client connects, where its server is. */
  static async open(targetPort: () => number): Promise<RecordingProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = new RecordingProxy(server);
    server.on("connection", (client) => proxy.#join(client, targetPort()));
    return proxy;
  }

  /** What passed since this was last asked: for each connection its blocks; connections without any are left out. */
  take(): readonly (readonly CaptureBlock[])[] {
    const taken = this.#connections.filter((blocks) => blocks.length > 0).map((blocks) => [...blocks]);
    for (const blocks of this.#connections) blocks.length = 0;
    return taken;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket, port: number): void {
    const server = connect({ host: "127.0.0.1", port, noDelay: true });
    const blocks: { direction: "OUT" | "IN"; bytes: Uint8Array }[] = [];
    this.#connections.push(blocks);
    const pass = (from: Socket, to: Socket, direction: "OUT" | "IN"): void => {
      this.#sockets.add(from);
      from.on("data", (received: Uint8Array) => {
        const chunk = direction === "IN" ? this.onAnswer(received) : received;
        // Kept before it is passed on: whoever has the answer can be sure that it is here.
        const last = blocks.at(-1);
        if (last?.direction === direction) last.bytes = Buffer.concat([last.bytes, chunk]);
        else blocks.push({ direction, bytes: chunk });
        to.write(chunk);
      });
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => this.#sockets.delete(from));
    };
    pass(client, server, "OUT");
    pass(server, client, "IN");
  }
}
