import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import type { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import type { GiopMinor } from "../../src/giop/cdr/wire-format.ts";
import { alignBody } from "../../src/giop/message/body-alignment.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import { MessageDeframer } from "../../src/giop/message/message-deframer.ts";
import { beginMessage, emptyMessage, finishMessage } from "../../src/giop/message/message-encoder.ts";
import {
  giopMinorOf,
  HEADER_SIZE,
  isLittleEndian,
  messageTypeOf,
} from "../../src/giop/message/message-header.ts";
import type { MessageType } from "../../src/giop/message/message-type.ts";
import { decodeReplyHeader, encodeReplyHeader, type ReplyHeader } from "../../src/giop/message/reply.ts";
import {
  decodeRequestHeader,
  encodeRequestHeader,
  RESPONSE_FROM_TARGET,
  type RequestHeader,
} from "../../src/giop/message/request.ts";

/** One end of a TCP connection in a test's own hands: it sends any octets and takes GIOP messages one by one. */
export class RawPeer {
  readonly socket: Socket;
  /** Resolves when the other end is gone. */
  readonly closed: Promise<void>;
  isClosed = false;
  readonly #messages: Uint8Array[] = [];
  readonly #takers: ((message: Uint8Array) => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.isClosed = true;
        resolve();
      });
    });
    const deframer = new MessageDeframer((message) => {
      const taker = this.#takers.shift();
      if (taker) taker(message);
      else this.#messages.push(message);
    });
    socket.on("data", (chunk) => deframer.push(chunk));
  }

  /** The next message that came or comes. */
  next(): Promise<Uint8Array> {
    const message = this.#messages.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** The next message, which must be of this type. */
  async nextOf(type: MessageType): Promise<Uint8Array> {
    const message = await this.next();
    if (messageTypeOf(message) !== type) throw new Error(`a ${messageTypeOf(message)} came, not a ${type}`);
    return message;
  }

  /** The header of the next message, which must be a Request. */
  async nextRequest(): Promise<RequestHeader> {
    return decodeRequestHeader(readerOf(await this.nextOf("Request")));
  }

  send(bytes: Uint8Array | string): void {
    this.socket.write(bytes);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** A TCP server on loopback whose connections are RawPeers. */
export interface RawServer {
  readonly port: number;
  readonly peers: RawPeer[];
  /** The next connection. */
  accepted(): Promise<RawPeer>;
  close(): Promise<void>;
}

/** Listens; it and its connections end with the test. `onPeer` sees each connection at once. */
export async function listenRaw(
  t: TestContext,
  onPeer: (peer: RawPeer) => void = () => {},
  port = 0,
): Promise<RawServer> {
  const peers: RawPeer[] = [];
  const waiting: RawPeer[] = [];
  const takers: ((peer: RawPeer) => void)[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const peer = new RawPeer(socket);
    peers.push(peer);
    const taker = takers.shift();
    if (taker) taker(peer);
    else waiting.push(peer);
    onPeer(peer);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    for (const peer of peers) peer.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  t.after(close);
  return {
    port: (server.address() as { port: number }).port,
    peers,
    accepted: () => {
      const peer = waiting.shift();
      return peer ? Promise.resolve(peer) : new Promise((resolve) => takers.push(resolve));
    },
    close,
  };
}

/** Connects to a listener; it ends with the test. */
export async function connectRaw(t: TestContext, port: number): Promise<RawPeer> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const peer = new RawPeer(socket);
  t.after(() => peer.destroy());
  await once(socket, "connect");
  return peer;
}

/** A reader at the body of a message. */
export function readerOf(message: Uint8Array): CdrReader {
  const format = messageFormat(giopMinorOf(message), isLittleEndian(message));
  return new CdrReader(message, format, { start: HEADER_SIZE });
}

/** The header of a Reply, and a reader at its body. */
export function replyOf(message: Uint8Array): { header: ReplyHeader; body: CdrReader } {
  const body = readerOf(message);
  return { header: decodeReplyHeader(body), body };
}

/** A Reply. */
export function reply(
  requestId: number,
  options: {
    status?: ReplyHeader["status"];
    body?: (writer: CdrWriter) => void;
    giopMinor?: GiopMinor;
  } = {},
): Uint8Array {
  const writer = beginMessage("Reply", messageFormat(options.giopMinor ?? 2));
  encodeReplyHeader(writer, { requestId, status: options.status ?? "NO_EXCEPTION", serviceContexts: [] });
  if (options.body) {
    alignBody(writer);
    options.body(writer);
  }
  return finishMessage(writer);
}

/** A Request. */
export function request(
  requestId: number,
  operation: string,
  options: Partial<RequestHeader> & {
    key?: string;
    body?: (writer: CdrWriter) => void;
    giopMinor?: GiopMinor;
  } = {},
): Uint8Array {
  const { key = "echo", body, giopMinor = 2, ...header } = options;
  const writer = beginMessage("Request", messageFormat(giopMinor));
  encodeRequestHeader(writer, {
    requestId,
    operation,
    responseFlags: RESPONSE_FROM_TARGET,
    target: { kind: "key", objectKey: new TextEncoder().encode(key) },
    serviceContexts: [],
    ...header,
  });
  if (body) {
    alignBody(writer);
    body(writer);
  }
  return finishMessage(writer);
}

/** The message by which a server says that it closes in order. */
export const CLOSE_CONNECTION: Uint8Array = emptyMessage("CloseConnection", 2);
