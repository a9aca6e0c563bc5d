import { type HostPort, parseHostPort } from "../../naming/tango-host.ts";
import { eventSystemFailed } from "./event-failure.ts";

/** What the admin device of a server answers to a subscription (command ZmqEventSubscriptionChange). */
export interface SubscriptionReply {
  /** The release of the server's Tango library: 1002 for 10.0.2, 934 for 9.3.4, 930 for JTango. */
  readonly release: number;
  /** The generation of the device's interface. */
  readonly idl: number;
  /** Where heartbeats and events are published, for each network of the server's host. */
  readonly endpoints: readonly EndpointPair[];
  /** Under which topic the event is published; null from servers before 9.3, which do not tell. */
  readonly topic: string | null;
  /** The name under which heartbeats are published, likewise. */
  readonly channel: string | null;
}

/** Where a server publishes, in one network. */
export interface EndpointPair {
  readonly heartbeat: HostPort;
  readonly events: HostPort;
}

/** Takes an answer apart. Throws EventSystemFailed for one that cannot be used. */
export function parseSubscriptionReply(answer: unknown): SubscriptionReply {
  const { lvalue = [], svalue = [] } = (answer ?? {}) as Partial<Answer>;
  const [release, idl = 0] = Array.from(lvalue);
  if (release === undefined) {
    const desc =
      "Server did not send its tango lib version. The server is possibly too old. The event system is not initialized!";
    throw eventSystemFailed("API_NotSupported", desc);
  }
  const tellsNames = release >= 930;
  const texts = tellsNames ? svalue.slice(0, -2) : svalue;
  const [topic, channel] = tellsNames ? svalue.slice(-2) : [null, null];
  if (texts.length < 2 || topic === undefined || channel === undefined) {
    const desc = "Server did not send where it publishes events. The event system is not initialized!";
    throw eventSystemFailed("API_NotSupported", desc);
  }
  const endpoints: EndpointPair[] = [];
  for (let i = 0; i + 1 < texts.length && endpoints.length < MAX_ENDPOINTS; i += 2) {
    endpoints.push({ heartbeat: parseEndpoint(texts[i]!), events: parseEndpoint(texts[i + 1]!) });
  }
  return { release, idl, endpoints, topic: topic!, channel: channel! };
}

/** `tcp://host:port`. Throws API_UnsupportedFeature for multicast, which this library does not speak. */
function parseEndpoint(text: string): HostPort {
  const address = text.startsWith("tcp://") ? parseHostPort(text.slice("tcp://".length)) : undefined;
  if (address !== undefined) return address;
  if (/^e?pgm:/.test(text)) {
    const desc = `The event is published by multicast (${text}), which is not supported: take it out of the property MulticastEvent of the control system`;
    throw eventSystemFailed("API_UnsupportedFeature", desc);
  }
  throw eventSystemFailed("API_ZmqFailed", `The server publishes at ${text}, which is no tcp://host:port`);
}

/** A server gives one for each network of its host; each that does not answer takes a second. */
const MAX_ENDPOINTS = 32;

interface Answer {
  readonly lvalue: ArrayLike<number>;
  readonly svalue: readonly string[];
}
