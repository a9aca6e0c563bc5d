import type { PropertyValues } from "../database/property-value.ts";
import type { DevState } from "../idl/enums.ts";
import { COMMON_COMMANDS } from "./command/common-commands.ts";
import type { AttributeDefinition } from "./definition/attribute-definition.ts";
import { definitionsOf } from "./definition/class-definition.ts";
import type { CommandDefinition } from "./definition/command-definition.ts";
import type { PipeDefinition } from "./definition/pipe-definition.ts";
import type { PropertyDefinition } from "./definition/property-definition.ts";
import type { ForwardedDefinition } from "./forwarded/forwarded-definition.ts";

/** What a device class says of itself by static members. */
export interface DeviceClassStatics {
  readonly name: string;
  /** The name for Tango, where it is not that of the JavaScript class. */
  readonly TangoClassName?: string;
  /** What kind of device it is, for people: "Uninitialised" unless given, as cppTango. */
  readonly deviceType?: string;
  /** Where its documentation is; the property `doc_url` of the class goes first. */
  readonly docUrl?: string;
  /** What its devices are, for people: "A TANGO device" unless given; the property `description` of a device goes first. */
  readonly deviceDescription?: string;
  /** The state of a device before it sets one; UNKNOWN unless given. */
  readonly initialState?: DevState;
  /** The status of a device before it sets one; a sentence with the state unless given. */
  readonly initialStatus?: string;
}

/** A device class in one server: what it declares, and what the database says of it. */
export class ServedClass {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly forwarded: readonly ForwardedDefinition[];
  readonly pipes: ReadonlyMap<string, PipeDefinition>;
  readonly deviceProperties: readonly PropertyDefinition[];
  readonly classProperties: readonly PropertyDefinition[];
  /** The class itself: where class properties are set, and static members are found. */
  readonly constructorOf: DeviceClassStatics;
  /** What kind of device it is, for people. */
  readonly type: string;
  readonly #commands: Map<string, CommandDefinition>;
  #propertyValues: PropertyValues = {};
  #docUrl: string;
  #allowedCommands: ReadonlySet<string> = new Set();

  /** Throws a TypeError where this is no device class, and where it contradicts itself. */
  constructor(deviceClass: DeviceClassStatics) {
    checkDeviceClass(deviceClass);
    const { attributes, forwarded, commands, pipes, deviceProperties, classProperties } =
      definitionsOf(deviceClass);
    this.name = deviceClass.TangoClassName ?? deviceClass.name;
    this.constructorOf = deviceClass;
    this.attributes = attributes;
    this.forwarded = [...forwarded.values()];
    this.#commands = sortedByName(new Map([...COMMON_COMMANDS, ...commands]));
    this.pipes = pipes;
    this.deviceProperties = [...deviceProperties.values()];
    this.classProperties = [...classProperties.values()];
    this.type = deviceClass.deviceType ?? "Uninitialised";
    this.#docUrl = docUrlText(deviceClass.docUrl ?? DEFAULT_DOC_URL, {});
  }

  /** By name, upper case before lower, as cppTango sorts them; those that were added come last. */
  get commands(): ReadonlyMap<string, CommandDefinition> {
    return this.#commands;
  }

  /** Adds a command to all its devices. */
  addCommand(command: CommandDefinition): void {
    this.#commands.set(command.name.toLowerCase(), command);
  }

  /** Removes a command from all its devices. */
  removeCommand(name: string): void {
    this.#commands.delete(name.toLowerCase());
  }

  /** What the database has of the class. */
  get propertyValues(): PropertyValues {
    return this.#propertyValues;
  }

  /** Where its documentation and its sources are, in the text that `info` gives. */
  get docUrl(): string {
    return this.#docUrl;
  }

  /** Commands that a lock does not keep from others, in lower case (property AllowedAccessCmd). */
  get allowedCommands(): ReadonlySet<string> {
    return this.#allowedCommands;
  }

  /** Takes over what the database has of the class: its own properties and those of the library. */
  configure(values: PropertyValues): void {
    const { AllowedAccessCmd = [], doc_url = [] } = values;
    this.#propertyValues = values;
    this.#allowedCommands = new Set(AllowedAccessCmd.map((name) => name.toLowerCase()));
    this.#docUrl = docUrlText(doc_url[0] ?? this.constructorOf.docUrl ?? DEFAULT_DOC_URL, values);
  }
}

/** By a method rather than by `instanceof`: its Device may be that of another copy of this library. */
function checkDeviceClass(deviceClass: unknown): void {
  const name = typeof deviceClass === "function" ? deviceClass.name : null;
  if (name === null || typeof (deviceClass as MaybeDeviceClass).prototype?.initDevice !== "function") {
    throw new TypeError(`a device class extends Device; ${name ?? `this ${typeof deviceClass}`} does not`);
  }
  if (((deviceClass as MaybeDeviceClass).TangoClassName ?? name) === "") {
    throw new TypeError('a device class has no name: give it one, or a static TangoClassName = "..."');
  }
}

interface MaybeDeviceClass {
  readonly TangoClassName?: string;
  readonly prototype?: { readonly initDevice?: unknown };
}

function sortedByName(commands: ReadonlyMap<string, CommandDefinition>): Map<string, CommandDefinition> {
  const entries = [...commands].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  return new Map(entries);
}

/** As cppTango says it: the sources as of Subversion, else as of CVS. */
function docUrlText(docUrl: string, values: PropertyValues): string {
  const line = (what: string, svn: string, cvs: string) => {
    const [inSvn = ""] = values[svn] ?? [];
    const [inCvs = ""] = values[cvs] ?? [];
    if (inSvn !== "") return `\nSVN ${what} = ${inSvn}`;
    return inCvs === "" ? "" : `\nCVS ${what} = ${inCvs}`;
  };
  const places = line("Tag", "svn_tag", "cvs_tag") + line("Location", "svn_location", "cvs_location");
  return `Doc URL = ${docUrl}${places}`;
}

const DEFAULT_DOC_URL = "http://www.tango-controls.org";
