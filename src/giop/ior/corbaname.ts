import { MINOR_CODE } from "../exception/minor-code.ts";
import { badUrl, type CorbalocUrl, parseCorbalocBody } from "./corbaloc.ts";
import { unescapeUrl } from "./object-key.ts";

/** One step of a name in a naming service (CosNaming::NameComponent). */
export interface NameComponent {
  readonly id: string;
  readonly kind: string;
}

/** What a `corbaname:` URL says: a naming context, and the name to resolve there (none: the context itself). */
export interface CorbanameUrl {
  readonly context: CorbalocUrl;
  readonly name: readonly NameComponent[];
}

/**
 * Reads a `corbaname:` URL (Naming Service 1.3 §2.5.3): `corbaname::host:2809/NameService#folder.kind/name`. The key is
 * `NameService` unless given. BAD_PARAM with what is wrong for anything else.
 */
export function parseCorbaname(text: string): CorbanameUrl {
  const match = /^corbaname:([^#]*)(?:#(.*))?$/is.exec(text);
  if (match === null)
    throw badUrl(text, MINOR_CODE.BAD_PARAM_BadSchemeName, "does not begin with corbaname:");
  const context = parseCorbalocBody(text, match[1]!, "NameService");
  const name = match[2] === undefined || match[2] === "" ? [] : parseName(unescapeUrl(match[2]));
  return { context, name };
}

/**
 * Reads a stringified name (Naming Service 1.3 §2.4): components separated by `/`, id and kind by `.`, with
 * `\` before a `/`, `.` or `\` that is part of one. BAD_PARAM for an empty component, a `.` with nothing behind
 * it (but the sole `.`, which is the empty id and kind), or another escape.
 */
export function parseName(text: string): NameComponent[] {
  const components: NameComponent[] = [];
  let parts: [string, ...string[]] = [""];
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === undefined || char === "/") {
      components.push(component(text, parts));
      parts = [""];
    } else if (char === ".") {
      parts.push("");
    } else if (char === "\\") {
      i++;
      const escaped = text[i];
      if (escaped !== "/" && escaped !== "." && escaped !== "\\")
        throw badName(text, "has a \\ that does not stand before /, . or \\");
      parts[parts.length - 1] += escaped;
    } else {
      parts[parts.length - 1] += char;
    }
  }
  return components;
}

/** The stringified form of a name. */
export function formatName(name: readonly NameComponent[]): string {
  return name
    .map(({ id, kind }) => `${escapeName(id)}${id === "" || kind !== "" ? "." : ""}${escapeName(kind)}`)
    .join("/");
}

function component(text: string, parts: readonly [string, ...string[]]): NameComponent {
  const [id, kind] = parts;
  if (parts.length > 2) throw badName(text, "has a component with two dots");
  if (kind === undefined && id === "") throw badName(text, "has an empty component");
  if (kind === "" && id !== "") throw badName(text, "has a component that ends with a dot");
  return { id, kind: kind ?? "" };
}

function escapeName(text: string): string {
  return text.replace(/[/.\\]/g, "\\$&");
}

function badName(text: string, problem: string): Error {
  return badUrl(text, MINOR_CODE.BAD_PARAM_BadSchemeSpecificPart, problem);
}
