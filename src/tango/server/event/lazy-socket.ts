import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { EventSocket } from "./event-socket.ts";

/** A socket that is opened when it is needed first, and closed with its server. */
export class LazySocket {
  readonly #open: () => Promise<EventSocket>;
  readonly #hint: string;
  #opening: Promise<EventSocket> | null = null;
  #socket: EventSocket | null = null;
  #isClosed = false;

  /** `hint` tells people what else to know where it cannot be opened. */
  constructor(open: () => Promise<EventSocket>, hint = "") {
    this.#open = open;
    this.#hint = hint;
  }

  /** The socket; null where nobody needed it yet. */
  get current(): EventSocket | null {
    return this.#socket;
  }

  /** Opens it. Rejects with API_ZmqInitFailed where its port is taken, and with API_ShutdownInProgress where the server ends. */
  async open(): Promise<EventSocket> {
    this.#opening ??= this.#openOnce();
    const socket = await this.#opening;
    if (this.#isClosed) throw shutdownInProgress();
    return socket;
  }

  /** Closes it, and for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const socket = await this.#opening?.catch(() => null);
    this.#socket = null;
    await socket?.close();
  }

  async #openOnce(): Promise<EventSocket> {
    if (this.#isClosed) throw shutdownInProgress();
    try {
      this.#socket = await this.#open();
      return this.#socket;
    } catch (cause) {
      this.#opening = null;
      const desc = `Can't bind the ZMQ socket!\n${(cause as Error).message}${this.#hint}`;
      throw new DevFailed([devError("API_ZmqInitFailed", desc, "LazySocket.open")], { cause });
    }
  }
}

/** The answer to who subscribes to the events of a server that ends. */
export function shutdownInProgress(): DevFailed {
  const desc = "The device server is shutting down! You can no longer subscribe for events";
  return new DevFailed([devError("API_ShutdownInProgress", desc, "DServer")]);
}
