import type { Clock } from "../../../threading/clock.ts";
import type { PropertyValues } from "../../database/property-value.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { settingTexts } from "../attribute/settings-from-database.ts";
import { interfaceChanged } from "../event/interface-events.ts";
import type { ServedDevice } from "../served-device.ts";
import { configureLikeRoot, forwardedAttribute } from "./forwarded-attribute.ts";
import type { ForwardedDefinition } from "./forwarded-definition.ts";
import {
  type ForwardingProblem,
  isWorthRetrying,
  type MissingAttribute,
  NOT_DEFINED,
  problemOf,
} from "./forwarding-problem.ts";
import { RootAttribute, type RootName } from "./root-attribute.ts";
import { RootEvents } from "./root-events.ts";
import { completeRootName, parseRootName } from "./root-name.ts";

/**
 * Makes the forwarded attributes of a device as their roots are found: at `start` or when they are added, and again every ten seconds while
 * there are some whose root does not answer. The device is in ALARM as long as one is missing. It ends by `close()`.
 */
export class Forwarding {
  readonly #served: ServedDevice;
  readonly #clock: Clock;
  /** Of the roots. */
  readonly events: RootEvents;
  /** All that there should be. */
  readonly #wanted: Map<string, ForwardedDefinition>;
  readonly #missing = new Map<string, MissingAttribute>();
  #cancelRetry: (() => void) | null = null;
  #isStarted = false;
  #isClosed = false;

  constructor(served: ServedDevice, clock: Clock) {
    this.#served = served;
    this.#clock = clock;
    this.events = new RootEvents(served);
    this.#wanted = new Map(served.deviceClass.forwarded.map((one) => [one.name.toLowerCase(), one]));
  }

  /** Those that are not there, and why. */
  get missing(): Iterable<MissingAttribute> {
    return this.#missing.values();
  }

  /** How many there should be. */
  get size(): number {
    return this.#wanted.size;
  }

  /** Whether there should be one of that name. */
  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** How the one of that name is declared. */
  find(name: string): ForwardedDefinition | undefined {
    return this.#wanted.get(name.toLowerCase());
  }

  /** Looks for the roots of all; resolves when each was found or has failed. */
  start(): Promise<void> {
    this.#isStarted = true;
    return this.#attempt([...this.#wanted.values()]);
  }

  /** One more, unless there is one of that name; resolves when its root was found or has failed, or at once before the start. */
  async add(definition: ForwardedDefinition): Promise<void> {
    const key = definition.name.toLowerCase();
    if (this.#wanted.has(key)) return;
    this.#wanted.set(key, definition);
    if (this.#isStarted) await this.#attempt([definition]);
  }

  /** Looks for the root of one no more, nor asks it for events. */
  remove(name: string): void {
    const key = name.toLowerCase();
    this.#missing.delete(key);
    this.#wanted.delete(key);
    this.events.leave(key);
  }

  /** Ends the search, and the events of the roots. */
  close(): void {
    this.#isClosed = true;
    this.#cancelRetry?.();
    this.events.close();
  }

  async #attempt(definitions: readonly ForwardedDefinition[]): Promise<void> {
    // Most devices have none, and are not to wait for their monitor.
    if (definitions.length === 0) return;
    const { monitor, logger } = this.#served;
    try {
      // Under the monitor: while the server starts, calls that come from its own devices are let through.
      await monitor.run("search for root attributes", async () => {
        for (const definition of definitions) await this.#resolve(definition);
      });
    } catch (error) {
      logger.error(`root attributes are not found: ${toDevFailed(error).message}`);
      for (const definition of definitions) {
        const { name, root = NOT_DEFINED } = definition;
        if (this.#isToRetry(name)) this.#miss(definition, { name, root, problem: "not started" });
      }
    }
    this.#planRetry();
  }

  #planRetry(): void {
    if (this.#isClosed || this.#cancelRetry !== null) return;
    const isAnyToRetry = [...this.#wanted.values()].some(({ name }) => this.#isToRetry(name));
    if (!isAnyToRetry) return;
    this.#cancelRetry = this.#clock.setTimer(RETRY_MS, () => {
      this.#cancelRetry = null;
      void this.#attempt([...this.#wanted.values()].filter(({ name }) => this.#isToRetry(name)));
    });
  }

  #isToRetry(name: string): boolean {
    const missing = this.#missing.get(name.toLowerCase());
    return missing === undefined
      ? this.#served.attributes.find(name) === undefined
      : isWorthRetrying(missing.problem);
  }

  async #resolve(definition: ForwardedDefinition): Promise<void> {
    const served = this.#served;
    const { ofDevice, ofClass } = await propertiesOf(served, definition);
    const text = definition.root ?? ofDevice[ROOT_PROPERTY]?.[0] ?? ofClass[ROOT_PROPERTY]?.[0];
    if (text === undefined) await this.#hint(definition);
    const miss = (problem: ForwardingProblem, root = text ?? NOT_DEFINED) => {
      this.#miss(definition, { name: definition.name, root, problem });
    };
    if (text === undefined || text === NOT_DEFINED) return miss("missing root");
    const parsed = parseRootName(text);
    if (parsed === null) return miss("wrong syntax");
    const name = await completeRootName(served, parsed);
    const fullName = `${name.fullDevice}/${name.attribute}`;
    if (parsed.device.server === null && parsed.device.device === served.name.toLowerCase()) {
      return miss("local device", fullName);
    }
    try {
      const root = new RootAttribute(name, served.server.context);
      await root.refresh();
      if ((await root.getIdlVersion()) < 5) return miss("old root device", fullName);
      const attribute = forwardedAttribute(definition, root);
      attribute.setClassDefaults(settingTexts(ofClass));
      const label = settingTexts(ofDevice).label ?? attribute.defaults.inClass.label;
      configureLikeRoot(attribute, label ?? attribute.defaults.inCode.label ?? definition.name);
      if (this.#isClosed || !this.#isWanted(definition)) return;
      served.attributes.add(attribute);
      served.server.subDevices.add(served.name, name.fullDevice);
      this.#missing.delete(attribute.key);
      interfaceChanged(served);
      // Not waited for: a root in this server answers only when the search is over.
      void this.events.resume(attribute);
    } catch (error) {
      const problem = problemOf(error);
      const isLoop = problem === "wrong attribute" && (await isLoopTo(served, definition, name));
      miss(isLoop ? "loop" : problem, fullName);
      served.logger.debug(`root attribute ${fullName}: ${toDevFailed(error).message}`);
    }
  }

  /** Whether this very one is: one of its name that was added after it has been removed may have another root. */
  #isWanted(definition: ForwardedDefinition): boolean {
    return this.find(definition.name) === definition;
  }

  /** Notes why one is not there, unless it has been removed meanwhile. */
  #miss(definition: ForwardedDefinition, missing: MissingAttribute): void {
    if (this.#isWanted(definition)) this.#missing.set(missing.name.toLowerCase(), missing);
  }

  /** Makes a property that whoever configures the device can see and fill in, as cppTango. */
  async #hint({ name }: ForwardedDefinition): Promise<void> {
    const { database } = this.#served.server;
    await database
      .putDeviceAttributeProperties(this.#served.name, { [name]: { [ROOT_PROPERTY]: NOT_DEFINED } })
      .catch(() => {});
  }
}

async function propertiesOf(
  { name: device, deviceClass, server: { database } }: ServedDevice,
  { name }: ForwardedDefinition,
): Promise<{ readonly ofDevice: PropertyValues; readonly ofClass: PropertyValues }> {
  const ofDevice = (await database.deviceAttributeProperties(device, [name]))[name] ?? {};
  const ofClass = (await database.classAttributeProperties(deviceClass.name, [name]))[name] ?? {};
  return { ofDevice, ofClass };
}

/** Whether what should be the root is itself a forwarded attribute, and stands for this one. */
async function isLoopTo(
  served: ServedDevice,
  definition: ForwardedDefinition,
  { device, attribute }: RootName,
): Promise<boolean> {
  const rootDevice = parseRootName(`${device.split("#")[0]}/${attribute}`)?.device.device;
  if (rootDevice === undefined) return false;
  const properties = await served.server.database.deviceAttributeProperties(rootDevice, [attribute]);
  const root = parseRootName(properties[attribute]?.[ROOT_PROPERTY]?.[0] ?? "");
  return (
    root !== null &&
    root.device.device === served.name.toLowerCase() &&
    root.attribute.toLowerCase() === definition.name.toLowerCase()
  );
}

/** As often as cppTango's keep-alive thread tries. */
const RETRY_MS = 10_000;

/** The property that names the root of a forwarded attribute. */
const ROOT_PROPERTY = "__root_att";
