import { inspect } from "node:util";
import type {
  AttributePropertyInputs,
  PropertyInput,
  PropertyInputs,
} from "../../database/property-value.ts";
import { checkDeclaredDevices } from "../database/declared-device.ts";
import {
  type ClassContents,
  MemoryServerDatabase,
  type OwnedProperties,
} from "../database/memory-server-database.ts";
import type { DeviceConstructor } from "../device-constructor.ts";

/** What the database of a test has of a device. */
export interface TestedDeviceProperties {
  /** Its properties. */
  readonly properties?: PropertyInputs;
  /** By attribute, the value that was written to it before the server starts. */
  readonly memorized?: Readonly<Record<string, PropertyInput>>;
  /** By forwarded attribute, the full name of its root attribute. */
  readonly rootAtts?: Readonly<Record<string, string>>;
  /** By attribute, its properties: `{ current: { max_value: 10 } }`. */
  readonly attributeProperties?: AttributePropertyInputs;
}

/** A device of a test. */
export interface TestedDevice extends TestedDeviceProperties {
  /** `domain/family/member`. */
  readonly name: string;
}

/** The devices of one class in a test. */
export interface TestedClass {
  readonly class: DeviceConstructor;
  /** With what the database has of them, or by their names alone. */
  readonly devices: readonly (TestedDevice | string)[];
  /** The properties of the class. */
  readonly classProperties?: PropertyInputs;
}

/** The name of a device class for Tango. Throws a TypeError for what is no class. */
export function classNameOf(deviceClass: DeviceConstructor): string {
  if (typeof deviceClass !== "function") {
    throw new TypeError(`a test is of a device class, and this is ${inspect(deviceClass, { depth: 0 })}`);
  }
  return deviceClass.TangoClassName ?? deviceClass.name;
}

/** Throws a TypeError for what is no TestedClass, as a class without its devices. */
export function checkTestedClasses(classes: readonly TestedClass[]): void {
  if (classes.length === 0) throw new TypeError("a test context needs at least one device class");
  for (const one of classes) {
    if (typeof one?.class === "function" && Array.isArray(one.devices)) continue;
    throw new TypeError(`a class of a test is given with its devices: ${EXAMPLE}`);
  }
}

/** The names of all devices. */
export function deviceNamesOf(classes: readonly TestedClass[]): string[] {
  return classes.flatMap(({ devices }) =>
    devices.map((device) => (typeof device === "string" ? device : device.name)),
  );
}

/**
 * A database in memory with the classes and devices of a test. Throws a TypeError for a class that is there twice, WrongData for what cannot
 * be a property, DevFailed API_WrongCmdLineArgs for a malformed or repeated name of a device.
 */
export function databaseOf(classes: readonly TestedClass[]): MemoryServerDatabase {
  const contents: Record<string, ClassContents> = {};
  for (const { class: deviceClass, devices, classProperties = {} } of classes) {
    const name = classNameOf(deviceClass);
    if (Object.hasOwn(contents, name)) throw new TypeError(`the class ${name} is there twice`);
    contents[name] = { properties: classProperties, devices: Object.fromEntries(devices.map(contentsOf)) };
  }
  checkDeclaredDevices(deviceNamesOf(classes).map((name) => ({ name, className: null })));
  return new MemoryServerDatabase({ classes: contents });
}

function contentsOf(device: TestedDevice | string): [name: string, OwnedProperties] {
  if (typeof device === "string") return [device, {}];
  const { name, properties = {}, memorized = {}, rootAtts = {} } = device;
  const attributeProperties: Record<string, PropertyInputs> = { ...device.attributeProperties };
  const add = (values: Readonly<Record<string, PropertyInput>>, property: string) => {
    for (const [attribute, value] of Object.entries(values))
      attributeProperties[attribute] = { ...attributeProperties[attribute], [property]: value };
  };
  add(memorized, "__value");
  add(rootAtts, "__root_att");
  return [name, { properties, attributeProperties }];
}

const EXAMPLE = '{ class: PowerSupply, devices: ["test/supply/1"] }';
