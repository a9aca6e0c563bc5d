import type { CallOptions } from "../../../iiop/call-options.ts";
import type { DeviceConnection } from "../../client/device-connection.ts";
import type { DevError } from "../../error/dev-error.ts";
import type { EventAddress } from "../data/event-head.ts";
import type { TangoEvent } from "../data/tango-event.ts";
import type { EventMessage } from "../message/event-message.ts";

/** What an event carries: gives the event for each of those to whom it is addressed. It is decoded once, however many these are. */
export type EventContent = (address: EventAddress) => TangoEvent;

/** How one kind of events is read from a device, where it is needed, and from messages. */
export interface EventKind {
  /** What the device would send now: the first event of a subscription. Rejects where the device cannot be asked. */
  read(connection: DeviceConnection, name: string, options: CallOptions | undefined): Promise<EventContent>;

  /**
   * What a message carries, of one that has not failed. Throws a MarshalError. A promise only where something has to be asked of the device
   * first, which never fails.
   */
  decode(message: EventMessage, subject: EventSubject): EventContent | Promise<EventContent>;

  /** An event that tells of errors; without any an event that carries nothing. */
  failed(errors: readonly DevError[]): EventContent;
}

/** What the events of one topic are about. */
export interface EventSubject {
  /** The attribute or pipe, in lower case; empty for the device itself. */
  readonly name: string;
  /** The generation of the device's interface, as its server told when it was subscribed to. */
  readonly idl: number;
  /** The connection to the device. */
  readonly connection: DeviceConnection;
}
