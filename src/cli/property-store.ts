import type { CallOptions } from "../iiop/index.ts";
import { matchesWildcard } from "../tango/naming/wildcard.ts";
import type { CommandContext } from "./command.ts";
import type { PropertyTarget } from "./property-target.ts";
import { registeredDevice } from "./registered-device.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { attributeTarget } from "./tango-names.ts";

/** The properties of one owner, whatever it is. */
export interface PropertyStore {
  /** The names that match a pattern with * in it. */
  list(pattern: string, options: CallOptions): Promise<readonly string[]>;
  /** The values by name; none for a property that is not defined. */
  get(names: readonly string[], options: CallOptions): Promise<Readonly<Record<string, readonly string[]>>>;
  put(name: string, values: readonly string[], options: CallOptions): Promise<void>;
  remove(names: readonly string[], options: CallOptions): Promise<void>;
}

/** The properties of an owner in the database that its name says. */
export async function propertyStore(target: PropertyTarget, context: CommandContext): Promise<PropertyStore> {
  const tango = await context.tango();
  switch (target.kind) {
    case "free":
      return freeProperties(new tango.Database(), target.object);
    case "class":
      return classProperties(new tango.Database(), target.className);
    case "classAttribute": {
      const database = new tango.Database();
      const { className, attribute } = target;
      return attributeProperties(attribute, {
        get: (options) => database.getClassAttributeProperty(className, attribute, options),
        put: (properties, options) => database.putClassAttributeProperty(className, properties, options),
        remove: (names, options) => database.deleteClassAttributeProperty(className, names, options),
      });
    }
    case "device": {
      const { database, device } = await registeredDevice(target.device, context);
      return deviceProperties(database, device);
    }
    case "attribute": {
      const { device: name, attribute } = await attributeTarget(target.name, context);
      const { database, device } = await registeredDevice(name, context);
      return attributeProperties(attribute, {
        get: (options) => database.getDeviceAttributeProperty(device, attribute, options),
        put: (properties, options) => database.putDeviceAttributeProperty(device, properties, options),
        remove: (names, options) => database.deleteDeviceAttributeProperty(device, names, options),
      });
    }
  }
}

type Database = InstanceType<TangoFacade["Database"]>;

function deviceProperties(database: Database, device: string): PropertyStore {
  return {
    list: (pattern, options) => database.getDevicePropertyList(device, pattern, options),
    get: (names, options) => database.getDeviceProperty(device, names, options),
    put: (name, values, options) => database.putDeviceProperty(device, { [name]: values }, options),
    remove: (names, options) => database.deleteDeviceProperty(device, names, options),
  };
}

function classProperties(database: Database, className: string): PropertyStore {
  return {
    // The databases of Tango 9.3 take no pattern for classes.
    list: async (pattern, options) =>
      matching(pattern, await database.getClassPropertyList(className, "*", options)),
    get: (names, options) => database.getClassProperty(className, names, options),
    put: (name, values, options) => database.putClassProperty(className, { [name]: values }, options),
    remove: (names, options) => database.deleteClassProperty(className, names, options),
  };
}

function freeProperties(database: Database, object: string): PropertyStore {
  return {
    list: (pattern, options) => database.getObjectPropertyList(object, pattern, options),
    get: (names, options) => database.getProperty(object, names, options),
    put: (name, values, options) => database.putProperty(object, { [name]: values }, options),
    remove: (names, options) => database.deleteProperty(object, names, options),
  };
}

/** How the properties of one attribute of a device or class are got at. */
interface AttributeAccess {
  get(options: CallOptions): Promise<Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>;
  put(
    properties: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
    options: CallOptions,
  ): Promise<void>;
  remove(names: Readonly<Record<string, readonly string[]>>, options: CallOptions): Promise<void>;
}

/** The database gives all properties of an attribute at once: which of them are meant is decided here. */
function attributeProperties(attribute: string, access: AttributeAccess): PropertyStore {
  const all = async (options: CallOptions): Promise<Readonly<Record<string, readonly string[]>>> =>
    Object.values(await access.get(options))[0] ?? {};
  return {
    list: async (pattern, options) => matching(pattern, Object.keys(await all(options))),
    async get(names, options) {
      const defined = Object.entries(await all(options));
      const valuesOf = (wanted: string): readonly string[] =>
        defined.find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1] ?? [];
      return Object.fromEntries(names.map((name) => [name, valuesOf(name)]));
    },
    put: (name, values, options) => access.put({ [attribute]: { [name]: values } }, options),
    remove: (names, options) => access.remove({ [attribute]: names }, options),
  };
}

function matching(pattern: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => matchesWildcard(pattern, name));
}
