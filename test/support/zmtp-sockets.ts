import { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { PubSocket } from "../../src/tango/zmtp/pub-socket.ts";
import type { PubSocketOptions } from "../../src/tango/zmtp/pub-socket-options.ts";
import { SubSocket, type SubSocketOptions } from "../../src/tango/zmtp/sub-socket.ts";
import { until } from "./until.ts";

/** A PubSocket on loopback that ends with the test. */
export async function listenPub(t: TestContext, options: PubSocketOptions = {}): Promise<PubSocket> {
  const pub = await PubSocket.listen({ host: "127.0.0.1", port: 0 }, options);
  t.after(() => pub.close());
  return pub;
}

/** A SubSocket and what came to it; it ends with the test. */
export class TestSub {
  readonly socket: SubSocket;
  readonly messages: Buffer[][] = [];
  /** What onClosed was told. */
  readonly closed: (Error | null)[] = [];

  constructor(t: TestContext, port: number, options: Partial<SubSocketOptions> = {}) {
    this.socket = new SubSocket(
      { host: "127.0.0.1", port },
      {
        onMessage: (frames) => void this.messages.push([...frames]),
        onClosed: (error) => void this.closed.push(error),
        ...options,
      },
    );
    t.after(() => this.socket.close());
  }

  /** The messages as text: frames with blanks between. */
  get texts(): string[] {
    return this.messages.map((frames) => frames.join(" "));
  }
}

/** A subscriber of these topics, when the publisher knows of it. */
export async function subscribed(
  t: TestContext,
  pub: PubSocket,
  topics: readonly string[],
  options: Partial<SubSocketOptions> = {},
): Promise<TestSub> {
  const before = subscriptions(pub);
  const sub = new TestSub(t, pub.port, options);
  for (const topic of topics) sub.socket.subscribe(topic);
  await until(() => subscriptions(pub) === before + topics.length);
  return sub;
}

/** The topics of all subscribers. */
export function subscriptions(pub: PubSocket): number {
  return pub.snapshot().peers.reduce((sum, peer) => sum + peer.subscriptions, 0);
}

/** Frames of texts. */
export function frames(...texts: readonly string[]): Buffer[] {
  return texts.map((text) => Buffer.from(text));
}

/** A TCP connection in a test's own hands; it ends with the test. */
export async function connectOctets(t: TestContext, port: number): Promise<OctetPeer> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  t.after(() => socket.destroy());
  await once(socket, "connect");
  return new OctetPeer(socket);
}

/** A TCP listener whose connections are in a test's own hands. */
export async function listenOctets(
  t: TestContext,
  onPeer: (peer: OctetPeer) => void = () => {},
): Promise<{ readonly port: number; readonly peers: OctetPeer[] }> {
  const peers: OctetPeer[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const peer = new OctetPeer(socket);
    peers.push(peer);
    onPeer(peer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const peer of peers) peer.socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, peers };
}

/** One end of a TCP connection: it sends any octets and keeps those that come. */
export class OctetPeer {
  readonly socket: Socket;
  received: Buffer = Buffer.alloc(0);
  isClosed = false;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
    });
    socket.on("data", (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
    });
  }

  send(...parts: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(parts));
  }
}
