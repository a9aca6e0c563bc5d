import { devError } from "../error/dev-error.ts";
import type { DevFailed } from "../error/dev-failed.ts";
import { WrongNameSyntax } from "../error/dev-failed-classes.ts";
import { describeArgument } from "../error/wrong-argument.ts";
import { type HostPort, parseHostPort } from "./tango-host.ts";

/** What the names of devices and attributes have in common: protocol, host and database modifier around a path. */
export interface ResourceLocator {
  readonly usesDatabase: boolean;
  /** The host and port in front of the path. */
  readonly server: HostPort | null;
  /** The rest, in the case in which it was written. */
  readonly path: string;
}

/**
 * Takes protocol, modifier and host from a name. `wrongSyntax` makes the error where host and port are needed and not
 * there; the other errors are the same for every kind of name (cppTango, DeviceProxy::parse_name).
 */
export function splitResourceLocator(
  text: string,
  wrongSyntax: (problem: string) => DevFailed,
): ResourceLocator {
  if (typeof text !== "string") throw wrongSyntax(`A name is a text, not ${describeArgument(text)}`);
  const { name, usesDatabase } = withoutModifier(withoutProtocol(text));
  const slash = name.startsWith("[") ? name.indexOf("/", name.indexOf("]")) : name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (!first.includes(":")) {
    if (!usesDatabase) throw wrongSyntax(NO_SERVER);
    return { usesDatabase, server: null, path: name };
  }
  const server = parseHostPort(first);
  if (server === undefined) throw wrongSyntax(NO_SERVER);
  return {
    usesDatabase,
    server: { host: server.host.toLowerCase(), port: server.port },
    path: name.slice(slash + 1),
  };
}

function withoutProtocol(text: string): string {
  const separator = text.indexOf("://");
  if (separator < 0) return text.startsWith("//") && text.length > 2 ? text.slice(2) : text;
  const protocol = text.slice(0, separator).toLowerCase();
  if (protocol !== "tango") {
    throw unsupported("API_UnsupportedProtocol", `${protocol} protocol is an unsupported protocol`);
  }
  return text.slice(separator + 3);
}

function withoutModifier(text: string): { name: string; usesDatabase: boolean } {
  const position = text.indexOf("#");
  if (position < 0) return { name: text, usesDatabase: true };
  const modifier = text.slice(position + 1).toLowerCase();
  if (modifier !== "dbase=yes" && modifier !== "dbase=no") {
    throw unsupported("API_UnsupportedDBaseModifier", `${modifier} modifier is an unsupported db modifier`);
  }
  return { name: text.slice(0, position), usesDatabase: modifier === "dbase=yes" };
}

function unsupported(
  reason: "API_UnsupportedProtocol" | "API_UnsupportedDBaseModifier",
  desc: string,
): WrongNameSyntax {
  return new WrongNameSyntax([devError(reason, desc, "splitResourceLocator")]);
}

const NO_SERVER = "Host and port not correctly defined in device name";
