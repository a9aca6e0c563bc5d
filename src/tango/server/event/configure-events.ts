import { formatAddress } from "../../../giop/ior/format-address.ts";
import type { Clock } from "../../../threading/clock.ts";
import type { PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { fullHostName } from "../../naming/tango-host.ts";
import { requireTangoHost, tangoVariable } from "../../naming/tangorc.ts";
import type { EndPoint } from "../startup/end-point.ts";
import { eventAddresses } from "./event-addresses.ts";
import type { OpenEventSocket } from "./event-socket.ts";
import type { ServerEventsOptions } from "./server-events.ts";

/** What of a server decides how it sends events. */
export interface EventConfiguration {
  readonly adminDevice: string;
  readonly hasTangoDatabase: boolean;
  /** The address of the server itself. */
  readonly hostName: string;
  readonly port: number;
  readonly endPoint: EndPoint | null;
  readonly publishedEndPoint: EndPoint | null;
  /** Properties of the free object CtrlSystem: EVENT_PROPERTIES. */
  readonly properties: PropertyValues;
  readonly open: OpenEventSocket;
  readonly clock: Clock;
}

/** The properties of the free object CtrlSystem about events. */
export const EVENT_PROPERTIES = ["DSEventBufferHwm", "EventBufferHwm", "AutoAlarmOnChangeEvent"] as const;

/**
 * How a server sends events, as cppTango decides it from properties and from the variables TANGO_DS_EVENT_BUFFER_HWM,
 * TANGO_ZMQ_HEARTBEAT_PORT and TANGO_ZMQ_EVENT_PORT of the environment or of tangorc files. Throws API_ZmqInitFailed for a port that is none.
 */
export function eventOptions(
  configuration: EventConfiguration,
  variable: (name: string) => string | undefined = tangoVariable,
): ServerEventsOptions {
  const { adminDevice, hasTangoDatabase, hostName, port, endPoint, publishedEndPoint } = configuration;
  const { properties, open, clock } = configuration;
  const { DSEventBufferHwm = [], EventBufferHwm = [], AutoAlarmOnChangeEvent = [] } = properties;
  return {
    adminDevice,
    prefix: async () =>
      `tango://${hasTangoDatabase ? await databaseAddress() : formatAddress({ host: hostName, port })}/`,
    suffix: hasTangoDatabase ? "" : "#dbase=no",
    addresses: eventAddresses(endPoint, publishedEndPoint, hasTangoDatabase),
    ports: {
      heartbeat: portIn("TANGO_ZMQ_HEARTBEAT_PORT", variable),
      event: portIn("TANGO_ZMQ_EVENT_PORT", variable),
    },
    highWaterMark:
      countIn(variable("TANGO_DS_EVENT_BUFFER_HWM")) ?? countIn(DSEventBufferHwm[0]) ?? HIGH_WATER_MARK,
    clientHighWaterMark: countIn(EventBufferHwm[0]) ?? HIGH_WATER_MARK,
    autoAlarm: !/^(false|0)$/i.test(AutoAlarmOnChangeEvent[0] ?? ""),
    open,
    clock,
  };
}

/** The address of the Tango database, as it is in the names of all who use it. */
async function databaseAddress(): Promise<string> {
  const { host, port } = requireTangoHost()[0]!;
  return formatAddress({ host: await fullHostName(host), port });
}

/** The port that a variable says; 0, any port, where there is none. */
function portIn(name: string, variable: (name: string) => string | undefined): number {
  const text = variable(name);
  if (text === undefined || text === "") return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 0xffff) return Number(text);
  const desc = `Can't bind the ZMQ socket! ${name} is ${JSON.stringify(text)}, and no port`;
  throw new DevFailed([devError("API_ZmqInitFailed", desc, "eventOptions")]);
}

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** As cppTango (PUB_HWM, SUB_HWM). */
const HIGH_WATER_MARK = 1000;
