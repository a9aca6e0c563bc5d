import {
  type EventServer,
  eventConfirmSubscription,
  eventSubscriptionChange,
  zmqEventSubscriptionChange,
} from "../event/event-commands.ts";
import { queryEventSystem } from "../event/query-event-system.ts";
import { adminCommand } from "./admin-command.ts";
import type { AdministeredServer } from "./administered-server.ts";

const SUBSCRIPTION = `Event consumer wants to subscribe to.
device name, attribute/pipe name, action ("subscribe"), event name, <Tango client IDL version>"
event name can take the following values:
    "change",
    "alarm",
    "periodic",
    "archive",
    "user_event",
    "attr_conf",
    "data_ready",
    "intr_change",
    "pipe"
"info" can also be used as single parameter to retrieve information about the heartbeat and event pub endpoints.`;

const END_POINTS = `Str[0] = Heartbeat pub endpoint - Str[1] = Event pub endpoint
...
Str[n] = Alternate Heartbeat pub endpoint - Str[n+1] = Alternate Event pub endpoint
Str[n+1] = event name used by this server as zmq topic to send events
Str[n+2] = channel name used by this server to send heartbeat events
Lg[0] = Tango lib release - Lg[1] = Device IDL release
Lg[2] = Subscriber HWM - Lg[3] = Multicast rate
Lg[4] = Multicast IVL - Lg[5] = ZMQ release`;

/** The commands of the admin device by which clients subscribe to events. */
export const EVENT_COMMANDS = {
  EventSubscriptionChange: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Event consumer wants to subscribe to",
    dtypeOut: "DevLong",
    docOut: "Tango lib release",
    execute(argin, caller) {
      return eventSubscriptionChange(eventServer(this.server), argin, caller);
    },
  }),
  ZmqEventSubscriptionChange: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn: SUBSCRIPTION,
    dtypeOut: "DevVarLongStringArray",
    docOut: END_POINTS,
    execute(argin, caller) {
      return zmqEventSubscriptionChange(eventServer(this.server), argin, caller);
    },
  }),
  EventConfirmSubscription: adminCommand({
    dtypeIn: "DevVarStringArray",
    docIn:
      "Str[0] = dev1 name, Str[1] = att1 name, Str[2] = event name, Str[3] = dev2 name, Str[4] = att2 name, Str[5] = event name,...",
    execute(argin) {
      return eventConfirmSubscription(eventServer(this.server), argin);
    },
  }),
  // These two came with Tango 10.1.
  QueryEventSystem: adminCommand({
    dtypeOut: "DevString",
    docOut: "JSON object with what is known of events, sent and received",
    execute() {
      return queryEventSystem(this.server.environment.events);
    },
  }),
  EnableEventSystemPerfMon: adminCommand({
    dtypeIn: "DevBoolean",
    docIn: "Whether it is measured how events are pushed, which QueryEventSystem tells",
    execute(isOn) {
      this.server.environment.events.sample(isOn);
    },
  }),
};

function eventServer({ devices, environment, isStopping }: AdministeredServer): EventServer {
  const { database, events } = environment;
  return {
    events,
    isStopping,
    usesDatabase: database.kind === "database",
    get: (device) => devices.get(device),
  };
}
