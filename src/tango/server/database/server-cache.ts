import type { NameMap } from "../../database/file/name-map.ts";
import {
  newOwner,
  noProperties,
  type Properties,
  ServerContents,
} from "../../database/file/server-contents.ts";
import { ReplyLines } from "../../database/reply-lines.ts";

/** All that a server needs to start, as DbGetDataForServerCache gives it at once. */
export interface ServerCache {
  readonly contents: ServerContents;
  /** The reference, as text, under which the admin device is exported; null where it is not. */
  readonly adminReference: string | null;
}

/**
 * Reads the reply of DbGetDataForServerCache; null where the database does not know the server. Where the server asked for the layout
 * of Tango 9, the first line is the release of the database, and pipes have their blocks.
 *
 * ```
 * ["release 1.13"]
 * admin device: name, ior, version, server, host, exported, pid, class  |  name, "Not Found" (the end)
 * event channels of the host and of the server: name, ior, version, host, exported, pid  |  name, "Not Found"
 * properties of class DServer, of class Default, of the admin device
 * server, number of classes
 * per class: properties, of attributes, [of pipes]; class, number of devices, device...
 *   per device: properties, of attributes, [of pipes]
 * properties of the free object CtrlSystem
 * [the access control device]
 *
 * properties: owner, number, { name, number of values, value... }...
 * of attributes: owner, number, { attribute, number, { name, number of values, value... }... }...
 * ```
 * Throws a BadDatabaseReplyError where it has not this layout.
 */
export function parseServerCache(reply: readonly string[]): ServerCache | null {
  const release = /^release (\d+)\.(\d+)/.exec(reply[0] ?? "");
  const hasPipes = release !== null && Number(release[1]) * 100 + Number(release[2]) >= PIPES;
  const lines = new ReplyLines(release === null ? reply : reply.slice(1));
  const contents = new ServerContents();

  lines.skip("the name of the admin device");
  const ior = lines.line("the reference of the admin device");
  if (ior === NOT_FOUND) return null;
  lines.lines(3, "version, server and host of the admin device");
  const isExported = lines.line("whether the admin device is exported") !== "0";
  lines.lines(2, "process and class of the admin device");
  skipEventChannel(lines);
  skipEventChannel(lines);

  readProperties(lines, (name) => contents.classes.getOrMake(name, newOwner).properties);
  readProperties(lines, (name) => contents.classes.getOrMake(name, newOwner).properties);
  readProperties(lines, (name) => contents.devices.getOrMake(name, newOwner).properties);
  lines.skip("the name of the server");
  for (let left = lines.count("the number of classes"); left > 0; left--)
    readClass(lines, contents, hasPipes);
  readProperties(lines, (name) => contents.freeObjects.getOrMake(name, newOwner).properties);
  return { contents, adminReference: isExported && ior !== "" ? ior : null };
}

function readClass(lines: ReplyLines, contents: ServerContents, hasPipes: boolean): void {
  const classOf = (name: string) => contents.classes.getOrMake(name, newOwner);
  readProperties(lines, (name) => classOf(name).properties);
  readAttributeProperties(lines, (name) => classOf(name).attributes);
  if (hasPipes) readAttributeProperties(lines, (name) => classOf(name).pipes);

  const className = lines.line("the name of a class");
  const devices = lines.lines(
    lines.count(`the number of devices of ${className}`),
    `devices of ${className}`,
  );
  contents.devicesOfClass.set(className, devices);
  const deviceOf = (name: string) => contents.devices.getOrMake(name, newOwner);
  for (let left = devices.length; left > 0; left--) {
    readProperties(lines, (name) => deviceOf(name).properties);
    readAttributeProperties(lines, (name) => deviceOf(name).attributes);
    if (hasPipes) readAttributeProperties(lines, (name) => deviceOf(name).pipes);
  }
}

function readProperties(lines: ReplyLines, propertiesOf: (owner: string) => Properties): void {
  const owner = lines.line("the owner of properties");
  readPropertiesInto(lines, propertiesOf(owner), owner);
}

function readAttributeProperties(
  lines: ReplyLines,
  attributesOf: (owner: string) => NameMap<Properties>,
): void {
  const owner = lines.line("the owner of attributes");
  const attributes = attributesOf(owner);
  for (let left = lines.count(`the number of attributes of ${owner}`); left > 0; left--) {
    const attribute = lines.line(`the name of an attribute of ${owner}`);
    readPropertiesInto(lines, attributes.getOrMake(attribute, noProperties), `${owner}/${attribute}`);
  }
}

function readPropertiesInto(lines: ReplyLines, properties: Properties, owner: string): void {
  for (let left = lines.count(`the number of properties of ${owner}`); left > 0; left--) {
    const name = lines.line(`the name of a property of ${owner}`);
    const count = lines.count(`the number of values of ${owner}->${name}`);
    properties.set(name, lines.lines(count, `the values of ${owner}->${name}`));
  }
}

/** The event channels of releases before Tango 8, by the CORBA notification service. */
function skipEventChannel(lines: ReplyLines): void {
  lines.skip("the name of an event channel");
  if (lines.line("the reference of an event channel") !== NOT_FOUND) lines.lines(4, "an event channel");
}

const NOT_FOUND = "Not Found";
/** The release of the database since which pipes have their blocks, as cppTango counts it. */
const PIPES = 109;
