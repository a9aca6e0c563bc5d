import { type Monitor, SerializationMonitor } from "../../threading/serialization-monitor.ts";
import type { PropertyValues } from "../database/property-value.ts";
import type { DevFailed } from "../error/dev-failed.ts";
import type { DevState } from "../idl/enums.ts";
import { Attribute } from "./attribute/attribute.ts";
import { AttributeList } from "./attribute/attribute-list.ts";
import { COMMON_ATTRIBUTES } from "./attribute/common-attributes.ts";
import { BlackBox } from "./call/black-box.ts";
import { DeviceLock } from "./call/device-lock.ts";
import { CommandList } from "./command/command-list.ts";
import type { DeviceHooks } from "./device-hooks.ts";
import type { DeviceEvents } from "./event/device-events.ts";
import type { ForwardedDefinition } from "./forwarded/forwarded-definition.ts";
import type { MissingAttribute } from "./forwarded/forwarding-problem.ts";
import type { RootEventType } from "./forwarded/root-attribute.ts";
import { LIBRARY_VERSIONS } from "./library-versions.ts";
import type { Logger } from "./logging/logger.ts";
import type { Opening } from "./opening.ts";
import { PipeList } from "./pipe/pipe-list.ts";
import type { DevicePolling } from "./polling/device-polling.ts";
import type { ServedClass } from "./served-class.ts";
import type { ServerEnvironment } from "./server-environment.ts";
import { ThreadHandles } from "./thread/thread-handles.ts";

/** What a device knows of the attributes of others that it forwards. */
export interface ServedForwarding {
  readonly missing: Iterable<MissingAttribute>;
  readonly size: number;
  readonly events: {
    follow(attribute: Attribute, type: RootEventType): Promise<void>;
    keepFollowing(attribute: Attribute, type: RootEventType): Promise<void>;
  };
  start(): Promise<void>;
  add(definition: ForwardedDefinition): Promise<void>;
  has(name: string): boolean;
  find(name: string): ForwardedDefinition | undefined;
  remove(name: string): void;
  close(): void;
}

/** A device as its server holds it: the object of its class, and all that the library keeps about it. */
export class ServedDevice {
  /** In the spelling of the database. */
  readonly name: string;
  readonly deviceClass: ServedClass;
  readonly server: ServerEnvironment;
  /** What the database has of it, for the properties that its class declares and those of the library. */
  properties: PropertyValues;
  readonly attributes: AttributeList;
  readonly commands: CommandList;
  readonly pipes: PipeList;
  readonly blackBox: BlackBox;
  readonly lock: DeviceLock;
  /** Under which it is called. */
  readonly monitor: Monitor;
  /** Under which its attributes are configured, also where calls are not serialised: what the database has must be what holds. */
  readonly configurationMonitor: Monitor;
  readonly logger: Logger;
  /** The events to which clients have subscribed; the device that was there before had the same. */
  readonly events: DeviceEvents;
  /** By which other threads drive it. */
  readonly threads = new ThreadHandles();
  /** Its search for the roots of forwarded attributes, and their events; null before it is begun. */
  forwarding: ServedForwarding | null = null;
  #object: DeviceHooks | undefined;
  #polling: DevicePolling | undefined;
  /** What members that hold properties held at first: the values of those that the database does not have. */
  readonly propertyDefaults = new Map<string, unknown>();
  /** While it is made anew, or at run time: what calls from outside wait for. null for a device that is made with its server. */
  opening: Opening | null = null;
  /** Whether memorized values are the set values: from the end of the first initialisation on. */
  hasMemorizedValues = false;
  /** Whether attributes that the class does not declare were added: that happens once. */
  hasDynamicAttributes = false;
  #state: DevState = "UNKNOWN";
  /** Whether the state is ALARM because of attributes, and no longer than they are in alarm. */
  #hasRaisedAlarm = false;
  /** The attributes that the call in progress has read before it asks for the state; null outside of such a call. */
  readBeforeState: ReadonlySet<Attribute> | null = null;
  /** As the device set it; null where it never did. */
  status: string | null;
  /** The end of its own code; undefined where that has not begun. Several may end it at once, as its server does while it is made anew. */
  ended: Promise<void> | undefined;
  /** Why its last initialisation failed; null where it did not. */
  initFailure: DevFailed | null = null;
  /** What it is, for people: the property `description`, else what its class says. */
  readonly description: string;
  /** The versions that `info` tells of, by what they are of; devices may add theirs. */
  readonly versionInfo = new Map<string, string>(LIBRARY_VERSIONS);

  constructor(
    server: ServerEnvironment,
    deviceClass: ServedClass,
    name: string,
    properties: PropertyValues,
    logger: Logger,
    lock: DeviceLock = new DeviceLock(name, server.now),
  ) {
    this.name = name;
    this.deviceClass = deviceClass;
    this.server = server;
    this.properties = properties;
    this.attributes = new AttributeList(COMMON_ATTRIBUTES.map((definition) => new Attribute(definition)));
    this.commands = new CommandList(deviceClass.commands);
    this.pipes = new PipeList(deviceClass.pipes.values());
    for (const definition of deviceClass.attributes.values()) this.attributes.add(new Attribute(definition));
    this.blackBox = new BlackBox(countOf(properties.blackbox_depth), server.now);
    this.lock = lock;
    this.monitor = server.monitorFor(deviceClass.name, name);
    this.configurationMonitor = new SerializationMonitor(`the configuration of ${name}`);
    this.logger = logger;
    this.events = server.events.ofDevice(name);
    const { deviceDescription, initialState, initialStatus } = deviceClass.constructorOf;
    this.state = initialState ?? "UNKNOWN";
    this.status = initialStatus ?? null;
    this.description = properties.description?.[0] ?? deviceDescription ?? "A TANGO device";
  }

  /** As the device set it last; ALARM for ON while attributes are in alarm. */
  get state(): DevState {
    return this.#state;
  }

  set state(state: DevState) {
    this.#state = state;
    this.#hasRaisedAlarm = false;
  }

  /** Turns ON into ALARM where attributes are in alarm, and such an ALARM back into ON where they are not. */
  followAlarms(areInAlarm: boolean): void {
    if (areInAlarm && this.#state === "ON") {
      this.#state = "ALARM";
      this.#hasRaisedAlarm = true;
    } else if (!areInAlarm && this.#hasRaisedAlarm) {
      this.state = "ON";
    }
  }

  /** The object of its class. */
  get device(): DeviceHooks {
    return this.#object ?? this.#notYet();
  }

  /** What of it is polled, and the cache. */
  get polling(): DevicePolling {
    return this.#polling ?? this.#notYet();
  }

  /** Binds the object and the polling to it: once, right after the construction. */
  bind(device: DeviceHooks, polling: DevicePolling): void {
    this.#object = device;
    this.#polling = polling;
  }

  #notYet(): never {
    throw new Error(`the device ${this.name} is still being constructed: use it from initDevice() on`);
  }
}

/** A property that is a positive number; undefined for anything else. */
function countOf(lines: readonly string[] | undefined): number | undefined {
  const count = Number(lines?.[0]);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
