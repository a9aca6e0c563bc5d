import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { devError } from "../error/dev-error.ts";
import { ConnectionFailed } from "../error/dev-failed-classes.ts";
import { type HostPort, parseTangoHost } from "./tango-host.ts";

/** Where variables are looked up. The default is this process and this machine; tests give their own. */
export interface TangoEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** The user's home directory as the password database has it; undefined where there is none. */
  homeDirectory(): string | undefined;
  /** The text of a file; undefined where it cannot be read. */
  readFile(path: string): string | undefined;
}

/**
 * A variable of Tango such as TANGO_HOST or ACCESS_DEVNAME: from the environment, else from the first that names it of
 * `~/.tangorc` and `/etc/tangorc`, on Windows `%TANGO_ROOT%\tangorc`. A value from a file is in lower case, as in cppTango.
 */
export function tangoVariable(
  name: string,
  environment: TangoEnvironment = SYSTEM_ENVIRONMENT,
): string | undefined {
  const value = environment.variables[name];
  if (value !== undefined) return value;
  for (const file of tangorcFiles(environment)) {
    const text = environment.readFile(file);
    const found = text === undefined ? undefined : variableIn(text, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The hosts of TANGO_HOST. Throws ConnectionFailed API_TangoHostNotSet where it is missing or malformed. */
export function requireTangoHost(environment: TangoEnvironment = SYSTEM_ENVIRONMENT): readonly HostPort[] {
  const text = tangoVariable("TANGO_HOST", environment);
  if (text !== undefined && text !== "") return parseTangoHost(text, true);
  const desc = "TANGO_HOST env. variable not set, set it and retry (e.g. TANGO_HOST=<host>:<port>)";
  throw new ConnectionFailed([devError("API_TangoHostNotSet", desc, "Database::Database")]);
}

/**
 * The value of a variable in the text of a tangorc: of the first line that has its name, in whatever case and place, with
 * no `#` before it, and a `=`. Blanks in the value are dropped. So reads cppTango.
 */
export function variableIn(text: string, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const line of text.toLowerCase().split(/\r?\n/)) {
    const position = line.indexOf(wanted);
    if (position < 0) continue;
    const comment = line.indexOf("#");
    if (comment >= 0 && comment < position) continue;
    const equals = line.indexOf("=");
    if (equals >= 0) return line.slice(equals + 1).replace(/\s/g, "");
  }
  return undefined;
}

function tangorcFiles(environment: TangoEnvironment): string[] {
  if (environment.platform === "win32") {
    const root = environment.variables.TANGO_ROOT;
    return root === undefined ? [] : [`${root}/tangorc`];
  }
  const home = environment.homeDirectory();
  return home === undefined ? ["/etc/tangorc"] : [`${home}/.tangorc`, "/etc/tangorc"];
}

const SYSTEM_ENVIRONMENT: TangoEnvironment = {
  get variables() {
    return process.env;
  },
  platform: process.platform,
  homeDirectory() {
    try {
      return userInfo().homedir;
    } catch {
      // In a container the user may have no entry in the password database.
      return undefined;
    }
  },
  readFile(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // A missing file is the rule, an unreadable one is skipped: so does cppTango.
      return undefined;
    }
  },
};
