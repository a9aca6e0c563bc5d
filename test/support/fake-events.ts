import { decodeEventMessage, type EventMessage } from "../../src/tango/event/message/event-message.ts";
import type { EventType } from "../../src/tango/event/message/event-type.ts";
import { Caller } from "../../src/tango/server/call/caller.ts";
import type { EventSocket, PushOptions } from "../../src/tango/server/event/event-socket.ts";
import type { PayloadVersion } from "../../src/tango/server/event/payload-version.ts";
import type { PublishedEvent } from "../../src/tango/server/event/published-event.ts";
import { ServerEvents, type ServerEventsOptions } from "../../src/tango/server/event/server-events.ts";
import type { ServedDevice } from "../../src/tango/server/served-device.ts";
import { type Clock, MACHINE_CLOCK } from "../../src/threading/clock.ts";

/** A socket that keeps what it is to send, and has a subscriber of every topic unless a test says otherwise. */
export class FakeEventSocket implements EventSocket {
  readonly host: string;
  readonly port: number;
  readonly sent: { readonly frames: readonly Uint8Array[]; readonly options: PushOptions | undefined }[] = [];
  /** Whether somebody wants a topic. */
  isWanted: (topic: string) => boolean = () => true;
  /** What a send gives. */
  outcome: Promise<void> = Promise.resolve();
  isClosed = false;

  constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
  }

  hasSubscriber(topic: Uint8Array): boolean {
    return this.isWanted(Buffer.from(topic).toString("latin1"));
  }

  send(frames: readonly Uint8Array[], options?: PushOptions): Promise<void> {
    this.sent.push({ frames, options });
    return this.outcome;
  }

  snapshot() {
    return { connections: 1, sent: this.sent.length, dropped: 0 };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  /** What was sent, and is forgotten here. */
  take(): EventMessage[] {
    return this.sent.splice(0).map(({ frames }) => decodeEventMessage(frames));
  }
}

/** The events of a server `Test/unit`, whose sockets are fakes. */
export interface FakeEvents {
  readonly events: ServerEvents;
  /** The sockets that were opened. */
  readonly sockets: FakeEventSocket[];
  /** The socket of events. */
  readonly socket: FakeEventSocket;
}

/** The events of a server without sockets; a test overrides what it is about. */
export function fakeEvents(overrides: Partial<ServerEventsOptions> = {}): FakeEvents {
  const sockets: FakeEventSocket[] = [];
  const events = new ServerEvents({
    adminDevice: "dserver/Test/unit",
    prefix: async () => "tango://Localhost:10000/",
    suffix: "#dbase=no",
    addresses: { bindHost: "127.0.0.1", hosts: ["127.0.0.1"] },
    ports: { heartbeat: 0, event: 0 },
    highWaterMark: 1000,
    clientHighWaterMark: 1000,
    autoAlarm: true,
    clock: QUIET_CLOCK,
    open: async ({ host, port }) => {
      const socket = new FakeEventSocket(host, port || 5000 + sockets.length);
      sockets.push(socket);
      return socket;
    },
    ...overrides,
  });
  return {
    events,
    sockets,
    get socket() {
      return sockets[1]!;
    },
  };
}

/** The time of the machine, whose timers keep no test alive. */
const QUIET_CLOCK: Clock = {
  ...MACHINE_CLOCK,
  setTimer(ms, wake) {
    const timer = setTimeout(wake, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Subscribes a client of this generation to an event of a device, whatever the device says of that. */
export async function subscribe(
  { events, server }: ServedDevice,
  type: EventType,
  object = "",
  version: PayloadVersion = 5,
): Promise<PublishedEvent> {
  await server.events.open(new Caller("", null));
  const event = events.get(type, object.toLowerCase(), `tango://localhost:10000/test/device/1/${object}`, 0);
  server.events.confirm(event, version);
  return event;
}
