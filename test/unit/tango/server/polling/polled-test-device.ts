import type { AttributeSnapshot } from "../../../../../src/tango/server/attribute/attribute-snapshot.ts";
import { DevicePolling } from "../../../../../src/tango/server/polling/device-polling.ts";
import type {
  PollableAttribute,
  PollableCommand,
} from "../../../../../src/tango/server/polling/pollable-device.ts";
import type { CommandRecord } from "../../../../../src/tango/server/polling/polled-object.ts";
import {
  type PollingPropertyLines,
  parsePollingSettings,
} from "../../../../../src/tango/server/polling/polling-settings.ts";
import { VirtualClock } from "../../../../support/virtual-clock.ts";
import { execution, reading } from "./polled-values.ts";

/** The polling of a device for tests: what its device was asked for, and what was saved of it. */
export interface PolledTestDevice {
  readonly polling: DevicePolling;
  readonly clock: VirtualClock;
  /** `read level,other`, `Go`. */
  readonly calls: string[];
  /** `polled_attr level 1000`. */
  readonly saved: string[];
  readonly attributes: PollableAttribute[];
  readonly commands: PollableCommand[];
}

/** An attribute of a test device. */
export function attribute(name: string, more: Partial<PollableAttribute> = {}): PollableAttribute {
  const type = { dataType: "DevDouble", dataFormat: "SCALAR" } as const;
  return { name, ...type, access: "READ", pollingPeriod: 0, rootAttribute: null, ...more };
}

/** A command of a test device. */
export function command(name: string, more: Partial<PollableCommand> = {}): PollableCommand {
  return { name, inType: "DevVoid", outType: "DevDouble", pollingPeriod: 0, ...more };
}

/** A device `Test/Dev/1` with the properties `lines`, on a virtual clock; its polling is started, but not configured. */
export function polledTestDevice(lines: PollingPropertyLines = {}, name = "Test/Dev/1"): PolledTestDevice {
  const clock = new VirtualClock();
  const calls: string[] = [];
  const saved: string[] = [];
  const attributes = [
    attribute("Level"),
    attribute("Other"),
    attribute("Wanted", { pollingPeriod: 3000 }),
    attribute("Fwd", { rootAttribute: "root/dev/1/x" }),
    attribute("Set", { access: "WRITE" }),
    attribute("State", { dataType: "DevState" }),
    attribute("Status", { dataType: "DevString" }),
  ];
  const commands = [
    command("Init", { outType: "DevVoid" }),
    command("State", { outType: "DevState" }),
    command("Status", { outType: "DevString" }),
    command("Go"),
    command("Need", { inType: "DevDouble" }),
  ];
  const polling = new DevicePolling({
    device: {
      name,
      attributes: () => attributes,
      commands: () => commands,
      attribute: (asked) => attributes.find((one) => one.name.toLowerCase() === asked.toLowerCase()),
      command: (asked) => commands.find((one) => one.name.toLowerCase() === asked.toLowerCase()),
    },
    settings: parsePollingSettings(name, lines),
    clock,
    target: {
      readAttributes(names): AttributeSnapshot[] {
        calls.push(`read ${names}`);
        return names.map((asked) => reading(asked, clock.now()));
      },
      executeCommand(asked): CommandRecord {
        calls.push(asked);
        return execution(clock.now());
      },
    },
    async save(property, values) {
      saved.push([property, ...values].join(" "));
    },
  });
  polling.start();
  return { polling, clock, calls, saved, attributes, commands };
}
