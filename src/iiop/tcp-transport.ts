import { Buffer } from "node:buffer";
import { createServer, type Server, type Socket, connect as tcpConnect } from "node:net";
import { formatAddress } from "../giop/ior/format-address.ts";
import { keepFreedMemory } from "./freed-memory.ts";
import type {
  AcceptedStream,
  Address,
  ByteListener,
  ByteStream,
  StreamEvents,
  Transport,
} from "./transport.ts";

/** GIOP's octets over TCP (IIOP). */
export class TcpTransport implements Transport {
  // All client connections are read into one buffer, since whoever gets a chunk copies what it keeps.
  #readBuffer: Buffer | undefined;
  #octets = 0;

  connect(address: Address, events: StreamEvents): ByteStream {
    this.#readBuffer ??= Buffer.allocUnsafeSlow(READ_SIZE);
    const socket = tcpConnect({
      host: address.host,
      port: address.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
      onread: {
        buffer: this.#readBuffer,
        callback: (length, buffer) => {
          this.#count(length);
          events.onData(buffer.subarray(0, length));
          return true;
        },
      },
    });
    const stream = new TcpStream(socket, formatAddress(address), this.#count);
    socket.once("connect", () => events.onOpen());
    stream.watch(events);
    return stream;
  }

  /** Counts what is read and written: whoever has large messages is better served by memory that is kept. */
  readonly #count = (octets: number): void => {
    const before = this.#octets;
    this.#octets += octets;
    if (before < MUCH && this.#octets >= MUCH) keepFreedMemory();
  };

  async listen(address: Address, accept: (stream: AcceptedStream) => void): Promise<ByteListener> {
    const server = createServer({ noDelay: true, keepAlive: true, pauseOnConnect: true }, (socket) => {
      accept(
        new TcpStream(
          socket,
          formatAddress({ host: socket.remoteAddress ?? "?", port: socket.remotePort ?? 0 }),
          this.#count,
        ),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      // Exclusive: in the workers of a cluster (node:cluster, PM2) all that listen at one port, as at port 0, would share one socket, and
      // a device would be asked what another worker was meant to answer.
      server.listen({ host: address.host, port: address.port, exclusive: true }, () => {
        server.off("error", reject);
        resolve();
      });
    });
    // A connection that cannot be accepted (no file descriptor left, say) is lost; the listener goes on.
    server.on("error", () => {});
    return new TcpListener(server);
  }
}

class TcpListener implements ByteListener {
  readonly address: Address;
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
    const bound = server.address();
    if (bound === null || typeof bound === "string") throw new Error("a TCP listener without an address");
    this.address = { host: bound.address, port: bound.port };
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

class TcpStream implements AcceptedStream {
  readonly peer: string;
  readonly #socket: Socket;
  readonly #gone: Promise<void>;
  readonly #count: (octets: number) => void;
  readonly #later: Uint8Array[] = [];
  /** Whom to tell when the one at the same place of #later is taken. */
  readonly #laterTaken: (OnTaken | undefined)[] = [];
  #events: StreamEvents | undefined;
  #laterSize = 0;
  /** How often this turn wrote, and whether the last one did so more than once. */
  #writes = 0;
  #busy = false;
  #owesDrain = false;
  #left = false;
  #stallTimeoutMs = 0;

  constructor(socket: Socket, peer: string, count: (octets: number) => void) {
    this.#socket = socket;
    this.peer = peer;
    this.#count = count;
    // The stream's own `closed` is true as soon as it is destroyed; the handle lives a little longer.
    this.#gone = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  start(events: StreamEvents): void {
    this.#socket.on("data", (chunk) => events.onData(chunk));
    this.watch(events);
    this.#socket.resume();
  }

  watch(events: StreamEvents): void {
    this.#events = events;
    let failure: Error | undefined;
    this.#socket.on("error", (error) => {
      failure = error;
    });
    this.#socket.on("drain", () => this.#tellDrain());
    // Node, too, counts each part of a write that the peer takes as activity.
    this.#socket.on("timeout", () => {
      if (this.#stallTimeoutMs > 0) events.onStall();
      else this.#socket.setTimeout(0);
    });
    this.#socket.on("close", () => {
      if (!this.#left) events.onClose(failure);
    });
  }

  write(bytes: Uint8Array, onTaken?: OnTaken): boolean {
    this.#count(bytes.length);
    if (this.#writes++ === 0) {
      process.nextTick(endTurn, this);
      // Where the last turn wrote several times this one will, too: all of them can leave together.
      if (!this.#busy) {
        this.#send(bytes, onTaken);
        return this.#takesMore();
      }
    }
    this.#later.push(bytes);
    this.#laterTaken.push(onTaken);
    this.#laterSize += bytes.length;
    if (this.#laterSize >= MOST_PER_TURN) this.#sendLater();
    return this.#takesMore();
  }

  endTurn(): void {
    this.#busy = this.#writes > 1;
    this.#writes = 0;
    this.#sendLater();
  }

  /** Whether the system took what was written, all but little of it; else a drain is owed. */
  #takesMore(): boolean {
    // Node asks to wait for a large write even where the system took all of it at once.
    if (!this.#socket.writableNeedDrain || this.#socket.writableLength === 0) return true;
    this.#owesDrain = true;
    return false;
  }

  #tellDrain(): void {
    if (!this.#owesDrain) return;
    this.#owesDrain = false;
    if (!this.#left) this.#events?.onDrain();
  }

  #sendLater(): void {
    const later = this.#later;
    const taken = this.#laterTaken;
    if (later.length === 0) return;
    if (later.length === 1) {
      this.#send(later[0]!, taken[0]);
    } else if (this.#laterSize < WORTH_COPYING) {
      // One small copy costs less than a stream's bookkeeping for each of them.
      this.#socket.write(Buffer.concat(later, this.#laterSize));
      for (const onTaken of taken) onTaken?.();
    } else {
      this.#socket.cork();
      for (let i = 0; i < later.length; i++) this.#send(later[i]!, taken[i]);
      this.#socket.uncork();
    }
    later.length = 0;
    taken.length = 0;
    this.#laterSize = 0;
  }

  #send(bytes: Uint8Array, onTaken: OnTaken | undefined): void {
    this.#socket.write(bytes, onTaken && ((error) => error ?? onTaken()));
  }

  end(): Promise<void> {
    this.endTurn();
    this.#socket.destroySoon();
    return this.#gone;
  }

  destroy(): Promise<void> {
    this.#left = true;
    this.#socket.destroy();
    return this.#gone;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  keepAlive(wanted: boolean): void {
    if (wanted) this.#socket.ref();
    else this.#socket.unref();
  }

  watchStall(timeoutMs: number): void {
    this.#stallTimeoutMs = timeoutMs;
    // Streams come and go between slow and not; the timer stays for the next time, and goes when it fires for nothing.
    if (timeoutMs > 0 && this.#socket.timeout !== timeoutMs) this.#socket.setTimeout(timeoutMs);
  }
}

type OnTaken = () => void;

/** All streams share this function, so that a write costs no closure. */
function endTurn(stream: TcpStream): void {
  stream.endTurn();
}

const READ_SIZE = 256 * 1024;
const MUCH = 256 * 1024;
// Up to this size the messages of a turn are joined before they are sent.
const WORTH_COPYING = 64 * 1024;
// What one turn may add before its writer is told to wait.
const MOST_PER_TURN = 256 * 1024;
const KEEP_ALIVE_DELAY_MS = 30_000;
