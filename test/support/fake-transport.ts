import type {
  AcceptedStream,
  Address,
  ByteListener,
  ByteStream,
  StreamEvents,
  Transport,
} from "../../src/iiop/transport.ts";

/** A stream without a socket: the test says what happens on it and sees what was done with it. */
export class FakeStream implements AcceptedStream {
  readonly peer: string;
  readonly written: Uint8Array[] = [];
  events!: StreamEvents;
  /** What write() returns: false for a slow peer. */
  takes = true;
  ended = false;
  destroyed = false;
  paused = false;
  keptAlive = true;
  stallTimeoutMs = 0;
  #resolve!: () => void;
  readonly #gone = new Promise<void>((resolve) => {
    this.#resolve = resolve;
  });

  constructor(peer: string) {
    this.peer = peer;
  }

  start(events: StreamEvents): void {
    this.events = events;
  }

  write(bytes: Uint8Array): boolean {
    this.written.push(bytes);
    return this.takes;
  }

  end(): Promise<void> {
    this.ended = true;
    return this.#gone;
  }

  /** What was written before the end has left. */
  close(error?: Error): void {
    this.#resolve();
    this.events.onClose(error);
  }

  destroy(): Promise<void> {
    this.destroyed = true;
    this.#resolve();
    return this.#gone;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  keepAlive(wanted: boolean): void {
    this.keptAlive = wanted;
  }

  watchStall(timeoutMs: number): void {
    this.stallTimeoutMs = timeoutMs;
  }
}

/** A transport without a network. */
export class FakeTransport implements Transport {
  readonly streams: FakeStream[] = [];
  readonly connectedTo: Address[] = [];
  accept: ((stream: AcceptedStream) => void) | undefined;
  /** What listen() waits for. */
  listening: Promise<void> = Promise.resolve();
  openListeners = 0;

  get last(): FakeStream {
    return this.streams.at(-1)!;
  }

  connect(address: Address, events: StreamEvents): ByteStream {
    const stream = new FakeStream(`${address.host}:${address.port}`);
    stream.start(events);
    this.streams.push(stream);
    this.connectedTo.push(address);
    return stream;
  }

  async listen(address: Address, accept: (stream: AcceptedStream) => void): Promise<ByteListener> {
    await this.listening;
    this.accept = accept;
    this.openListeners++;
    return {
      address: { host: address.host, port: address.port || 4000 },
      close: async () => {
        this.openListeners--;
      },
    };
  }
}
