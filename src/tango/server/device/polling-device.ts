import { errorsOf } from "../../error/to-dev-failed.ts";
import { encodeCommandArgument } from "../../value/command-argument.ts";
import { TimeVal } from "../../value/time-val.ts";
import { failedSnapshot, takeSnapshot } from "../attribute/take-snapshot.ts";
import { ownSnapshot } from "../attribute/value-part.ts";
import type { TimedReading } from "../definition/attribute-definition.ts";
import type { CommandRecord, PolledKind } from "../polling/polled-object.ts";
import { minPeriodOf, polledLines, ringDepthOf } from "../polling/polling-settings.ts";
import { SERVED } from "./device-object.ts";
import { LoggingDevice } from "./logging-device.ts";

/** A reading for the polling cache: a value with its time and quality, or why there is none. */
export type PolledReading =
  | TimedReading<unknown>
  | { readonly error: unknown; readonly time?: TimeVal | Date };

/** An execution for the polling cache: what the command gave, or why it failed. The time is now unless given. */
export type PolledExecution = ({ readonly value?: unknown } | { readonly error: unknown }) & {
  readonly time?: TimeVal | Date;
};

/**
 * How a device has its attributes and commands polled, and reads and fills the cache of it. What is polled is kept in the database. Names are
 * looked up whatever their case; State and Status are polled as attributes.
 */
export abstract class PollingDevice extends LoggingDevice {
  /**
   * Polls an attribute every `periodMs` milliseconds; 0 for one that is only polled by `triggerAttrPolling` or filled in by
   * `fillAttrPollingBuffer`. One that is polled gets the new period. Rejects with API_AttrNotFound, API_NotSupported (below 5 ms),
   * API_MethodArgument (below what the properties allow), API_NotSupportedFeature (a forwarded attribute).
   */
  pollAttribute(name: string, periodMs: number): Promise<void> {
    return this.#poll("attribute", name, periodMs);
  }

  /** The same for a command that takes nothing. Rejects with API_CommandNotFound, API_IncompatibleCmdArgumentType also. */
  pollCommand(name: string, periodMs: number): Promise<void> {
    return this.#poll("command", name, periodMs);
  }

  /** Polls an attribute no more. Rejects with API_PollObjNotFound where it was not polled. */
  stopPollAttribute(name: string): Promise<void> {
    return this[SERVED].polling.remove("attribute", name);
  }

  /** Polls a command no more. Rejects with API_PollObjNotFound where it was not polled. */
  stopPollCommand(name: string): Promise<void> {
    return this[SERVED].polling.remove("command", name);
  }

  /** Polls nothing any more. */
  async stopPolling(): Promise<void> {
    const { polling } = this[SERVED];
    for (const object of polling.objects) {
      // While the database is told of one, another may be polled no more already.
      if (polling.objects.includes(object)) await polling.remove(object.kind, object.name);
    }
  }

  /** Whether anything is polled. */
  isPolled(): boolean {
    return this[SERVED].polling.isPolled;
  }

  /** Whether an attribute is polled. */
  isAttributePolled(name: string): boolean {
    return this[SERVED].polling.attribute(name) !== undefined;
  }

  /** Whether a command is polled. */
  isCommandPolled(name: string): boolean {
    return this[SERVED].polling.command(name) !== undefined;
  }

  /** The period in milliseconds; 0 for an attribute that is not polled. */
  getAttributePollPeriod(name: string): number {
    return this[SERVED].polling.attribute(name)?.periodMs ?? 0;
  }

  /** The period in milliseconds; 0 for a command that is not polled. */
  getCommandPollPeriod(name: string): number {
    return this[SERVED].polling.command(name)?.periodMs ?? 0;
  }

  /** The least period in milliseconds that the property min_poll_period allows; 0 where it does not say. */
  getMinPollPeriod(): number {
    return this[SERVED].polling.settings.minPeriodMs;
  }

  /** The same for one attribute (property attr_min_poll_period, else that of the device). */
  getAttrMinPollPeriod(name: string): number {
    return minPeriodOf(this[SERVED].polling.settings, "attribute", name.toLowerCase());
  }

  /** The same for one command (property cmd_min_poll_period, else that of the device). */
  getCmdMinPollPeriod(name: string): number {
    return minPeriodOf(this[SERVED].polling.settings, "command", name.toLowerCase());
  }

  /** For how many periods a cached value is good (property poll_old_factor). */
  getPollOldFactor(): number {
    return this[SERVED].polling.settings.oldFactor;
  }

  /** How many records are kept of what is polled (property poll_ring_depth). */
  getPollRingDepth(): number {
    return this[SERVED].polling.settings.ringDepth;
  }

  /** How many records are kept of an attribute. */
  getAttrPollRingDepth(name: string): number {
    return ringDepthOf(this[SERVED].polling.settings, "attribute", name.toLowerCase());
  }

  /** How many records are kept of a command. */
  getCmdPollRingDepth(name: string): number {
    return ringDepthOf(this[SERVED].polling.settings, "command", name.toLowerCase());
  }

  /** What attributes are to be polled, as the database has it: name, period, name, period. */
  getPolledAttr(): string[] {
    return polledLines(this[SERVED].polling.settings.polled.attribute);
  }

  /** What commands are to be polled, as the database has it: name, period, name, period. */
  getPolledCmd(): string[] {
    return polledLines(this[SERVED].polling.settings.polled.command);
  }

  /** The attributes that are not polled although the code says so, in lower case. */
  getNonAutoPolledAttr(): string[] {
    return [...this[SERVED].polling.settings.notPolled.attribute];
  }

  /** The commands that are not polled although the code says so, in lower case. */
  getNonAutoPolledCmd(): string[] {
    return [...this[SERVED].polling.settings.notPolled.command];
  }

  /**
   * Polls an attribute of period 0 now, and waits for it: not from inside a method that the server called, which the polling would wait for.
   * Rejects with API_PollObjNotFound, API_NotSupported (it has a period), API_CommandTimedOut.
   */
  triggerAttrPolling(name: string): Promise<void> {
    return this[SERVED].polling.trigger("attribute", name);
  }

  /** The same for a command of period 0. */
  triggerCmdPolling(name: string): Promise<void> {
    return this[SERVED].polling.trigger("command", name);
  }

  /**
   * Puts readings into the polling cache of an attribute, the oldest first: those of hardware that keeps a history of its own. Throws
   * API_DeviceNotPolled and API_PollObjNotFound where it is not polled, API_AttrNotFound, API_AttrOptProp for a value of another type.
   */
  fillAttrPollingBuffer(name: string, readings: readonly PolledReading[]): void {
    const { attributes, polling } = this[SERVED];
    const attribute = attributes.get(name);
    const snapshots = readings.map((reading) =>
      "error" in reading
        ? failedSnapshot(attribute.name, attribute.definition, reading.error, timeOf(reading.time))
        : ownSnapshot(takeSnapshot(attribute, reading, TimeVal.now())),
    );
    polling.fillAttribute(name, snapshots);
  }

  /** The same for a command: what it gave, or why it failed. Throws API_CommandNotFound, API_IncompatibleCmdArgumentType for a value of another type. */
  fillCmdPollingBuffer(name: string, executions: readonly PolledExecution[]): void {
    const { commands, polling } = this[SERVED];
    const { dtypeOut } = commands.get(name);
    const records = executions.map((execution): CommandRecord => {
      const time = timeOf(execution.time);
      if ("error" in execution) return { value: null, time, errors: errorsOf(execution.error) };
      return { value: encodeCommandArgument(dtypeOut, execution.value, name), time, errors: [] };
    });
    polling.fillCommand(name, records);
  }

  async #poll(kind: PolledKind, name: string, periodMs: number): Promise<void> {
    const { polling } = this[SERVED];
    const polled = polling[kind](name);
    if (polled === undefined) await polling.add(kind, name, periodMs);
    else if (polled.periodMs !== periodMs) await polling.update(kind, name, periodMs);
  }
}

function timeOf(time: TimeVal | Date | undefined): TimeVal {
  if (time === undefined) return TimeVal.now();
  return time instanceof Date ? TimeVal.fromDate(time) : time;
}
