import type { PropertyValues } from "../database/property-value.ts";
import { COMMON_COMMANDS } from "./command/common-commands.ts";
import type { AttributeDefinition } from "./definition/attribute-definition.ts";
import { definitionsOf } from "./definition/class-definition.ts";
import type { CommandDefinition } from "./definition/command-definition.ts";
import type { PipeDefinition } from "./definition/pipe-definition.ts";
import type { PropertyDefinition } from "./definition/property-definition.ts";

/** What a device class says of itself by static members. */
export interface DeviceClassStatics {
  readonly name: string;
  /** The name for Tango, where it is not that of the JavaScript class. */
  readonly TangoClassName?: string;
}

/** A device class in one server: what it declares, and what the database says of it. */
export class ServedClass {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  /** By name, upper case before lower, as cppTango sorts them. */
  readonly commands: ReadonlyMap<string, CommandDefinition>;
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
  readonly deviceProperties: readonly PropertyDefinition[];
  readonly classProperties: readonly PropertyDefinition[];
  /** The class itself: where class properties are set, and static members are found. */
  readonly constructorOf: DeviceClassStatics;
  /** Where its documentation is, and where its sources are, in the text that `info` gives. */
  docUrl = "Doc URL = http://www.tango-controls.org";
  /** What kind of device it is, for people. */
  type = "Uninitialised";
  /** What the database has of this class, for the properties it declares and those of the library. */
  propertyValues: PropertyValues = {};
  /** Commands that a lock does not keep from others, in lower case (property AllowedAccessCmd). */
  allowedCommands: ReadonlySet<string> = new Set();

  /** Throws a TypeError where the class contradicts itself. */
  constructor(deviceClass: DeviceClassStatics) {
    const { attributes, commands, pipes, deviceProperties, classProperties } = definitionsOf(deviceClass);
    this.name = deviceClass.TangoClassName ?? deviceClass.name;
    this.constructorOf = deviceClass;
    this.attributes = attributes;
    this.commands = sortedByName(new Map([...COMMON_COMMANDS, ...commands]));
    this.pipes = pipes;
    this.deviceProperties = [...deviceProperties.values()];
    this.classProperties = [...classProperties.values()];
  }
}

function sortedByName(
  commands: ReadonlyMap<string, CommandDefinition>,
): ReadonlyMap<string, CommandDefinition> {
  const entries = [...commands].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  return new Map(entries);
}
