import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { attributeFromCache, attributeRecords, commandFromCache, commandRecords } from "./cache.ts";
import {
  attributeToPoll,
  commandToPoll,
  isStateOrStatus,
  type PollableDevice,
  periodInCode,
} from "./pollable-device.ts";
import {
  type CommandRecord,
  PolledAttribute,
  PolledCommand,
  type PolledKind,
  type PolledObject,
} from "./polled-object.ts";
import { PollingSchedule, type PollingScheduleOptions } from "./polling-schedule.ts";
import {
  minPeriodOf,
  type PollingProperty,
  type PollingSettings,
  polledLines,
  ringDepthOf,
} from "./polling-settings.ts";

/** How a device's polling works. */
export interface DevicePollingOptions extends PollingScheduleOptions {
  readonly device: PollableDevice;
  readonly settings: PollingSettings;
  /** Keeps a property of the device in its database; no lines delete it. */
  save(property: PollingProperty, lines: readonly string[]): Promise<void>;
}

/**
 * The polling of one device: what is polled by its properties, its code and the commands of the admin device, and the cache that clients
 * read. Names are looked up whatever their case. Errors are DevFailed, as of cppTango 10.
 */
export class DevicePolling {
  readonly device: PollableDevice;
  readonly settings: PollingSettings;
  /** Whether attributes of one period are read in one call. */
  readonly readTogether: boolean;
  readonly #options: DevicePollingOptions;
  readonly #schedule: PollingSchedule;
  /** By kind and lower-case name. */
  readonly #objects = new Map<string, PolledObject>();
  #isConfigured = false;

  constructor(options: DevicePollingOptions) {
    this.device = options.device;
    this.settings = options.settings;
    this.readTogether = options.readTogether ?? true;
    this.#options = options;
    this.#schedule = new PollingSchedule(options);
  }

  /** What is polled, in the order in which it was added. */
  get objects(): readonly PolledObject[] {
    return [...this.#objects.values()];
  }

  /** Whether anything is polled. */
  get isPolled(): boolean {
    return this.#objects.size > 0;
  }

  /** The time by which the polling goes, in milliseconds. */
  now(): number {
    return this.#options.clock.now();
  }

  /**
   * Takes up what the properties and the code say: properties first, then the code where the properties neither name nor exclude it. Names
   * that the device does not have are dropped, and what changed is saved, as cppTango does at its start. What the device itself began to
   * poll or took back before stays so. Gives what could not be polled.
   */
  async configure(): Promise<DevFailed[]> {
    this.#isConfigured = true;
    const failures: DevFailed[] = [];
    const changed: PolledKind[] = [];
    for (const kind of ["command", "attribute"] as const) {
      const list = this.settings.polled[kind];
      let hasChanged = this.settings.hasMoved;
      for (const name of [...list.keys()]) {
        if (this.device[kind](name) === undefined) hasChanged = list.delete(name);
      }
      for (const { name } of kind === "command" ? this.device.commands() : this.device.attributes()) {
        const lower = name.toLowerCase();
        const periodMs = this.#askedByCode(kind, lower);
        if (periodMs === undefined || list.has(lower)) continue;
        list.set(lower, periodMs);
        hasChanged = true;
      }
      for (const [name, periodMs] of list) {
        // The device may have said so itself, when it was initialised.
        if (this.#polled(kind, name) !== undefined) continue;
        try {
          this.#start(kind, name, periodMs);
        } catch (error) {
          const what = kind === "command" ? "cmd" : "attr";
          const desc = `Error when configuring polling for device ${this.device.name}, ${what} = ${name}`;
          failures.push(toDevFailed(error).withLevel(devError("API_BadConfigurationProperty", desc, ORIGIN)));
        }
      }
      if (hasChanged) changed.push(kind);
    }
    // Last: what is to be polled does not depend on whether that can be saved.
    for (const kind of changed) await this.#savePolled(kind);
    return failures;
  }

  /** Begins or goes on to poll. */
  start(): void {
    this.#schedule.start();
  }

  /** Polls no more until `start`; the cache stays. */
  stop(): void {
    this.#schedule.stop();
  }

  /** Ends it for good. */
  close(): void {
    this.#schedule.close();
  }

  /** The polled attribute of this name; undefined where it is not polled. */
  attribute(name: string): PolledAttribute | undefined {
    const object = this.#polled("attribute", name);
    return object?.kind === "attribute" ? object : undefined;
  }

  /** What is polled for a command: of State and Status, the attribute. Undefined where it is not polled. */
  command(name: string): PolledObject | undefined {
    return this.#polled(polledKind("command", name), name);
  }

  /**
   * Polls an attribute or command, and saves that. Rejects with API_AttrNotFound, API_CommandNotFound, API_IncompatibleCmdArgumentType (it
   * takes an argument), API_NotSupported (Init; a period below 5 ms, or not whole), API_AlreadyPolled, API_MethodArgument (a period below what the
   * properties allow), API_NotSupportedFeature (a forwarded attribute).
   */
  async add(kind: PolledKind, name: string, periodMs: number): Promise<void> {
    const object = this.#start(kind, name, periodMs);
    const list = this.settings.polled[object.kind];
    // What a device polls at each of its starts is saved once.
    const isSaved = list.get(object.name) === periodMs;
    list.set(object.name, periodMs);
    if (this.settings.notPolled[object.kind].delete(object.name)) await this.#saveNotPolled(object.kind);
    if (!isSaved) await this.#savePolled(object.kind);
  }

  /**
   * Goes on to poll what was polled of the device before it was made anew. That is not saved: the database may say otherwise by now. Throws
   * as `add`.
   */
  resume({ kind, spelling, periodMs }: PolledObject): void {
    if (this.#polled(kind, spelling) === undefined) this.#start(kind, spelling, periodMs);
  }

  /** Changes the period of what is polled, and saves that. Rejects with API_PollObjNotFound, API_MethodArgument, API_NotSupported. */
  async update(kind: PolledKind, name: string, periodMs: number): Promise<void> {
    const object = this.#mustBePolled(polledKind(kind, name), name);
    this.#checkAllowed(object.kind, object.name, periodMs);
    checkPeriod(periodMs);
    this.#schedule.update(object, periodMs);
    this.settings.polled[object.kind].set(object.name, periodMs);
    await this.#savePolled(object.kind);
  }

  /**
   * Polls something no more, and saves that: what is polled by the code is noted among what is not to be polled. Rejects with
   * API_PollObjNotFound.
   */
  async remove(kind: PolledKind, name: string): Promise<void> {
    const list = this.settings.polled[polledKind(kind, name)];
    if (!this.#isConfigured && this.#takeBack(polledKind(kind, name), name.toLowerCase())) return;
    const object = this.#mustBePolled(polledKind(kind, name), name);
    this.#stop(object);
    this.#options.listener?.stopped?.(object);
    const wasListed = list.delete(object.name);
    const isToNote = !wasListed || this.#askedByCode(object.kind, object.name) !== undefined;
    // First: while the database is told it may be polled again.
    if (isToNote) this.settings.notPolled[object.kind].add(object.name);
    if (wasListed) await this.#savePolled(object.kind);
    if (isToNote) await this.#saveNotPolled(object.kind);
  }

  /** Leaves out what `configure` would poll; false where that is nothing, or is polled already. */
  #takeBack(kind: PolledKind, name: string): boolean {
    if (this.#polled(kind, name) !== undefined) return false;
    const byCode = this.#askedByCode(kind, name) !== undefined;
    if (byCode) this.settings.notPolled[kind].add(name);
    return this.settings.polled[kind].delete(name) || byCode;
  }

  /** Polls an attribute or command that the device has got just now, where its properties or its code ask for that; or leaves it to `configure`. */
  async appeared(kind: PolledKind, name: string): Promise<void> {
    if (!this.#isConfigured) return;
    const lower = name.toLowerCase();
    const periodMs = this.settings.polled[kind].get(lower) ?? this.#askedByCode(kind, lower);
    if (periodMs !== undefined && this.#polled(kind, lower) === undefined)
      await this.add(kind, name, periodMs);
  }

  /** Polls no more what the device has lost. That it was polled is forgotten in the database where `forget` says so. */
  async disappeared(kind: PolledKind, name: string, forget: boolean): Promise<void> {
    const object = this.#polled(kind, name);
    if (object !== undefined) this.#stop(object);
    if (forget && this.settings.polled[kind].delete(name.toLowerCase())) await this.#savePolled(kind);
  }

  /** Polls something of period 0 now, and waits for it. Rejects with API_DeviceNotPolled, API_PollObjNotFound, API_NotSupported, API_CommandTimedOut. */
  async trigger(kind: PolledKind, name: string): Promise<void> {
    this.#checkPolled();
    const object = this.#mustBePolled(kind, name);
    if (!object.isTriggered) {
      const desc = `Polling for ${kind} ${name} (device ${this.device.name})  is not externally triggered.`;
      throw failure("API_NotSupported", desc);
    }
    await this.#schedule.trigger(object);
  }

  /** Puts readings that the device made into the cache of an attribute, the oldest first. Throws API_DeviceNotPolled, API_PollObjNotFound. */
  fillAttribute(name: string, readings: readonly AttributeSnapshot[]): void {
    this.#checkPolled();
    const object = this.#mustBePolled("attribute", name);
    if (this.device.attribute(object.name)?.access === "WRITE") {
      throw failure("API_DeviceNotPolled", `Attribute ${name} of device ${this.device.name} is WRITE only`);
    }
    this.#fill(object, name, readings);
  }

  /** Puts executions that the device made into the cache of a command, the oldest first. Throws API_DeviceNotPolled, API_PollObjNotFound. */
  fillCommand(name: string, executions: readonly CommandRecord[]): void {
    this.#checkPolled();
    this.#fill(this.#mustBePolled("command", name), name, executions);
  }

  /** The last reading of an attribute; see `attributeFromCache`. */
  cachedAttribute(spelling: string, asked: string): AttributeSnapshot {
    return attributeFromCache(this.attribute(asked), spelling, asked, this.#age());
  }

  /** The last execution of a command; see `commandFromCache`. Throws also where there is no such command, or it takes an argument. */
  cachedCommand(asked: string): CommandRecord {
    commandToPoll(this.device, asked);
    return commandFromCache(this.command(asked), asked, this.#age());
  }

  /** The last `count` readings of an attribute; see `attributeRecords`. Throws also where there is no such attribute. */
  attributeRecords(asked: string, count: number): AttributeSnapshot[] {
    attributeToPoll(this.device, asked);
    return attributeRecords(this.attribute(asked), asked, count);
  }

  /** The last `count` executions of a command; see `commandRecords`. Throws also where there is no such command, or it takes an argument. */
  commandRecords(asked: string, count: number): CommandRecord[] {
    commandToPoll(this.device, asked);
    return commandRecords(this.command(asked), asked, count);
  }

  #age() {
    return { now: this.now(), oldFactor: this.settings.oldFactor };
  }

  /** Checks what cppTango checks, in its order, and polls. */
  #start(askedKind: PolledKind, name: string, periodMs: number): PolledObject {
    const lower = name.toLowerCase();
    const command = askedKind === "command" ? commandToPoll(this.device, lower) : undefined;
    if (command !== undefined && lower === "init") {
      throw failure("API_NotSupported", "It's not possible to poll the Init command!");
    }
    const kind = polledKind(askedKind, name);
    const attribute = kind === "attribute" ? attributeToPoll(this.device, name) : undefined;
    if (this.#polled(kind, lower) !== undefined) {
      const what = kind === "command" ? "Command" : "Attribute";
      throw failure("API_AlreadyPolled", `${what} ${lower} already polled`);
    }
    checkPeriod(periodMs);
    if (periodMs !== 0) this.#checkAllowed(kind, lower, periodMs);
    if (attribute !== undefined && attribute.rootAttribute !== null)
      throw forwarded(lower, attribute.rootAttribute);
    const depth = ringDepthOf(this.settings, kind, lower);
    const object =
      attribute === undefined
        ? new PolledCommand(command!, periodMs, depth)
        : new PolledAttribute(attribute, periodMs, depth);
    this.#objects.set(keyOf(object.kind, object.name), object);
    this.#schedule.add(object);
    return object;
  }

  #stop(object: PolledObject): void {
    this.#schedule.remove(object);
    this.#objects.delete(keyOf(object.kind, object.name));
  }

  #fill(object: PolledObject, name: string, records: readonly (AttributeSnapshot | CommandRecord)[]): void {
    const { depth } = object.ring;
    if (records.length > depth) {
      const which = `${object.kind} ${name} for device ${this.device.name}`;
      const desc = `The polling buffer depth for ${which} is only ${depth} which is less than ${records.length}!`;
      throw failure("API_DeviceNotPolled", desc);
    }
    this.#schedule.fill(object, records);
  }

  /** The period of what the code has polled and the properties do not exclude; else undefined. `name` is in lower case. */
  #askedByCode(kind: PolledKind, name: string): number | undefined {
    const periodMs = periodInCode(this.device, kind, name);
    return periodMs >= LEAST_PERIOD_MS && !this.settings.notPolled[kind].has(name) ? periodMs : undefined;
  }

  #polled(kind: PolledKind, name: string): PolledObject | undefined {
    return this.#objects.get(keyOf(kind, name));
  }

  #mustBePolled(kind: PolledKind, name: string): PolledObject {
    const object = this.#polled(kind, name);
    if (object !== undefined) return object;
    throw failure("API_PollObjNotFound", `${name.toLowerCase()} not found in list of polled object`);
  }

  #checkPolled(): void {
    if (!this.isPolled) throw failure("API_DeviceNotPolled", `Device ${this.device.name} is not polled`);
  }

  #checkAllowed(kind: PolledKind, name: string, periodMs: number): void {
    const least = minPeriodOf(this.settings, kind, name);
    if (periodMs >= least) return;
    throw failure(
      "API_MethodArgument",
      `Polling period for ${kind} ${name} is below the min authorized (${least})`,
    );
  }

  #savePolled(kind: PolledKind): Promise<void> {
    return this.#options.save(POLLED_PROPERTY[kind], polledLines(this.settings.polled[kind]));
  }

  #saveNotPolled(kind: PolledKind): Promise<void> {
    return this.#options.save(NOT_POLLED_PROPERTY[kind], [...this.settings.notPolled[kind]]);
  }
}

function keyOf(kind: PolledKind, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}

/** As what something is polled: State and Status as attributes, whatever they are asked for as. */
function polledKind(asked: PolledKind, name: string): PolledKind {
  return isStateOrStatus(name) ? "attribute" : asked;
}

function checkPeriod(periodMs: number): void {
  // The database keeps whole numbers.
  if (!Number.isSafeInteger(periodMs)) {
    throw failure("API_NotSupported", `${periodMs} is no period in whole milliseconds`);
  }
  if (periodMs === 0 || periodMs >= LEAST_PERIOD_MS) return;
  throw failure("API_NotSupported", `${periodMs} is below the min authorized period (${LEAST_PERIOD_MS} mS)`);
}

function forwarded(name: string, rootAttribute: string): DevFailed {
  const desc = [
    `Attribute ${name} is a forwarded attribute.`,
    "It's not supported to poll a forwarded attribute.",
    `Polling has to be done on the root attribute (${rootAttribute})`,
  ].join("\n");
  return failure("API_NotSupportedFeature", desc);
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, ORIGIN)]);
}

const ORIGIN = "DevicePolling";
const POLLED_PROPERTY = { attribute: "polled_attr", command: "polled_cmd" } as const;
const NOT_POLLED_PROPERTY = { attribute: "non_auto_polled_attr", command: "non_auto_polled_cmd" } as const;
/** cppTango's MIN_POLL_PERIOD. */
const LEAST_PERIOD_MS = 5;
