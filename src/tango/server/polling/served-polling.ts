import { Any } from "../../../giop/idl/any.ts";
import { MACHINE_CLOCK } from "../../../threading/clock.ts";
import { errorsOf } from "../../error/to-dev-failed.ts";
import { TimeVal } from "../../value/time-val.ts";
import type { Attribute } from "../attribute/attribute.ts";
import { readAttributes } from "../attribute/read-attributes.ts";
import { andThen, orElse } from "../awaitable.ts";
import { Caller } from "../call/caller.ts";
import { executeCommand } from "../command/execute-command.ts";
import type { CommandDefinition } from "../definition/command-definition.ts";
import { pollingEvents } from "../event/polling-events.ts";
import type { ServedDevice } from "../served-device.ts";
import { DevicePolling } from "./device-polling.ts";
import type { PollTarget } from "./poll-target.ts";
import type { PollableAttribute, PollableCommand, PollableDevice } from "./pollable-device.ts";
import type { CommandRecord } from "./polled-object.ts";
import { parsePollingSettings } from "./polling-settings.ts";

/** The polling of a device here. Throws API_BadConfigurationProperty for malformed properties. */
export function pollingOf(served: ServedDevice): DevicePolling {
  const { name, server, properties } = served;
  return new DevicePolling({
    device: pollable(served),
    settings: parsePollingSettings(name, properties),
    target: target(served),
    clock: MACHINE_CLOCK,
    listener: pollingEvents(served),
    readTogether: server.pollsTogether,
    save: (property, lines) =>
      lines.length === 0
        ? server.database.deleteDeviceProperties(name, [property])
        : server.database.putDeviceProperties(name, { [property]: lines }),
  });
}

function pollable(served: ServedDevice): PollableDevice {
  return {
    name: served.name,
    *attributes() {
      for (const attribute of served.attributes) yield pollableAttribute(attribute);
    },
    *commands() {
      for (const command of served.commands) yield pollableCommand(command);
    },
    attribute(name) {
      const attribute = served.attributes.find(name);
      return attribute && pollableAttribute(attribute);
    },
    command(name) {
      const command = served.commands.find(name);
      return command && pollableCommand(command);
    },
  };
}

function pollableAttribute({ name, definition, root }: Attribute): PollableAttribute {
  const { dtype: dataType, dformat: dataFormat, access, pollingPeriod } = definition;
  return { name, dataType, dataFormat, access, pollingPeriod, rootAttribute: root?.fullName ?? null };
}

function pollableCommand({
  name,
  dtypeIn: inType,
  dtypeOut: outType,
  pollingPeriod,
}: CommandDefinition): PollableCommand {
  return { name, inType, outType, pollingPeriod };
}

function target(served: ServedDevice): PollTarget {
  return {
    readAttributes(names) {
      served.blackBox.insertOperation("read_attributes_5", Caller.polling, { names, source: "DEV" });
      return readAttributes(served, names);
    },
    executeCommand(command) {
      served.blackBox.insertOperation("command_inout_4", Caller.polling, { command, source: "DEV" });
      const time = TimeVal.now();
      return orElse(
        () =>
          andThen(
            executeCommand(served, { name: command, argin: Any.EMPTY, caller: Caller.polling }),
            (value): CommandRecord => ({ value, time, errors: [] }),
          ),
        (error): CommandRecord => ({ value: null, time, errors: errorsOf(error) }),
      );
    },
  };
}
