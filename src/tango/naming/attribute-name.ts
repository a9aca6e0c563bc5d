import { formatAddress } from "../../giop/ior/format-address.ts";
import { devError } from "../error/dev-error.ts";
import { WrongNameSyntax } from "../error/dev-failed-classes.ts";
import { type DeviceName, formatDeviceName, parseDeviceName } from "./device-name.ts";
import { splitResourceLocator } from "./resource-locator.ts";
import type { HostPort } from "./tango-host.ts";

/** The name of an attribute, taken apart: an attribute of a device, or an alias that the database knows. */
export type AttributeName = DeviceAttributeName | AttributeAlias;

/** `device/attribute`, the device by its name or by its alias. */
export interface DeviceAttributeName {
  readonly device: DeviceName;
  /** In the case in which it was written. */
  readonly attribute: string;
  readonly alias: null;
}

/** An alias, of which the database has the device and the attribute. */
export interface AttributeAlias {
  readonly device: null;
  /** In lower case. */
  readonly alias: string;
  /** The database written in front. */
  readonly server: HostPort | null;
}

/**
 * Takes an attribute name apart: `[tango://][host:port/]domain/family/member/attribute[#dbase=yes|no]`, an attribute
 * behind a device alias, or an attribute alias. Throws WrongNameSyntax with the reason and description that cppTango 10
 * gives.
 */
export function parseAttributeName(text: string): AttributeName {
  const { usesDatabase, server, path } = splitResourceLocator(text, wrongName);
  const fields = path.split("/");
  if (fields.length === 1) return { device: null, alias: attributeAlias(path, usesDatabase), server };
  if (fields.includes("") || (fields.length !== 2 && fields.length !== 4)) throw wrongName(WRONG_FIELDS);
  if (fields.length === 2 && !usesDatabase) {
    throw wrongName("Can't use device or attribute alias without database");
  }
  const device = parseDeviceName(
    formatDeviceName({
      device: fields.slice(0, -1).join("/"),
      isAlias: fields.length === 2,
      server,
      usesDatabase,
    }),
  );
  return { device, attribute: fields.at(-1)!, alias: null };
}

/** The name with all that it says, as `parseAttributeName` reads it. */
export function formatAttributeName(name: AttributeName): string {
  if (name.device === null) {
    return name.server === null ? name.alias : `tango://${formatAddress(name.server)}/${name.alias}`;
  }
  const [device, modifier] = formatDeviceName(name.device).split("#");
  return `${device}/${name.attribute}${modifier === undefined ? "" : `#${modifier}`}`;
}

function attributeAlias(text: string, usesDatabase: boolean): string {
  if (!usesDatabase) throw wrongName("Attribute alias is not supported when not using database");
  if (text === "") throw wrongName(WRONG_FIELDS);
  for (const what of [":", "->"]) {
    if (text.includes(what)) throw wrongName(`Wrong alias name (${what} not allowed in alias name)`);
  }
  return text.toLowerCase();
}

function wrongName(desc: string): WrongNameSyntax {
  return new WrongNameSyntax([devError("API_WrongAttributeNameSyntax", desc, "parseAttributeName")]);
}

const WRONG_FIELDS =
  "Attribute name must have four fields separated by /'s or no /'s at all if it is an alias " +
  "(e.g. my/device/name/an_attr or myalias)";
