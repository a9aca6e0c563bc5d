import { posix, win32 } from "node:path";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { type DeclaredDevice, parseDeviceList } from "../database/declared-device.ts";
import { type EndPoint, parseEndPoint } from "./end-point.ts";
import {
  checkServerName,
  type DatabaseChoice,
  type IgnoredOption,
  type ServerOptions,
} from "./server-options.ts";

/** What a command line asks for: a start, or to be told how to start. */
export type CommandLine =
  | { readonly kind: "start"; readonly options: ServerOptions }
  | { readonly kind: "help" };

/**
 * Reads the command line of a server: what stands behind the program's name. `executable` is the first half of the server's name.
 *
 * ```
 * instance [-v[level]] [-nodb [-dlist devices] | -file=path] [-ORBendPoint giop:tcp:host:port] [-host host] [-port port]
 * ```
 * All spellings of cppTango and of PyTango are understood: options behind one dash or two, their values behind `=` or as the next
 * argument, `-v4`, `-v 4` and `-vvvv`, `-?`, `-h` and `--help`. Options of omniORB that mean nothing here, and what nobody knows, are
 * returned as ignored. One option is ours alone: `--enforce-access-control`, or `--enforce-access-control=claimed-users`. `variables` are those of the environment, where cppTango looks for `ORBendPoint` and `ORBendPointPublish` too.
 *
 * Throws DevFailed API_WrongCmdLineArgs where it cannot be understood, with the usage in its description, and API_InvalidArgs for a
 * missing value of an option of omniORB, and for a malformed end point.
 */
export function parseCommandLine(
  args: readonly string[],
  executable: string,
  variables: Readonly<Record<string, string | undefined>> = {},
): CommandLine {
  const [instance, ...rest] = args;
  if (instance === undefined) throw wrong(executable);
  const reader = new OptionReader(rest, executable);
  if (HELP.has(instance) || !reader.read()) return { kind: "help" };
  if (instance.startsWith("-")) throw wrong(executable);
  return {
    kind: "start",
    options: {
      server: checkServerName({ executable, instance }),
      database: reader.database(),
      endPoint: reader.endPoint() ?? endPointIn(variables.ORBendPoint),
      publishedEndPoint: reader.published ?? endPointIn(variables.ORBendPointPublish),
      enforceAccessControl: reader.enforceAccessControl,
      traceLevel: reader.traceLevel,
      ignored: reader.ignored,
    },
  };
}

/** The name of a program by the path of its file: without folder and extension, `PowerSupply` for `/opt/bin/PowerSupply.js`. */
export function executableName(path: string): string {
  const file = (path.includes("\\") ? win32 : posix).basename(path);
  const dot = file.lastIndexOf(".");
  return dot > 0 ? file.slice(0, dot) : file;
}

/** How a server is started, as cppTango puts it. */
function usageText(executable: string): string {
  return `usage :  ${executable} instance_name [-v[trace level]] [-file=<file_name> | -nodb [-dlist <device name list>] ]`;
}

/** The answer to `-?`: how a server is started, and the instances that its database knows. */
export function helpText(executable: string, instances: readonly string[]): string {
  const known = instances.map((instance) => `\n\t${instance}`).join("");
  return `${usageText(executable)}\nInstance name defined in database for server ${executable} :${known}`;
}

/** Reads options one by one, and remembers what they say. */
class OptionReader {
  traceLevel = 0;
  enforceAccessControl: ServerOptions["enforceAccessControl"] = false;
  published: EndPoint | null = null;
  readonly ignored: IgnoredOption[] = [];
  readonly #args: readonly string[];
  readonly #executable: string;
  #next = 0;
  #file: string | null = null;
  #isDatabaseless = false;
  #devices: readonly DeclaredDevice[] | null = null;
  #endPoint: EndPoint | null = null;
  #host: string | null = null;
  #port: string | null = null;

  constructor(args: readonly string[], executable: string) {
    this.#args = args;
    this.#executable = executable;
  }

  /** Reads all; false where one of them asks for help. */
  read(): boolean {
    while (this.#next < this.#args.length) {
      const arg = this.#args[this.#next++]!;
      if (HELP.has(arg)) return false;
      if (arg.startsWith("-")) this.#option(arg);
      else this.ignored.push({ option: arg, value: null });
    }
    return true;
  }

  database(): DatabaseChoice {
    if (this.#isDatabaseless) {
      if (this.#file !== null) throw wrong(this.#executable);
      return { kind: "none", devices: this.#devices ?? [] };
    }
    if (this.#devices !== null) throw wrong(this.#executable, "-dlist should be used only with -nodb option");
    return this.#file === null ? { kind: "database" } : { kind: "file", path: this.#file };
  }

  endPoint(): EndPoint | null {
    if (this.#endPoint !== null || (this.#host === null && this.#port === null)) return this.#endPoint;
    const host = this.#host ?? "";
    return parseEndPoint(`giop:tcp:${host.includes(":") ? `[${host}]` : host}:${this.#port ?? ""}`);
  }

  #option(arg: string): void {
    const equals = arg.indexOf("=");
    const name = (equals < 0 ? arg : arg.slice(0, equals)).replace(/^--?/, "");
    const given = equals < 0 ? undefined : arg.slice(equals + 1);
    switch (name) {
      case "nodb":
        this.#isDatabaseless = true;
        return;
      case "dlist":
        this.#devices = parseDeviceList(given ?? this.#value(arg));
        return;
      case "file":
        this.#file = given ?? this.#value(arg);
        if (this.#file === "") throw wrong(this.#executable, `Missing value for argument ${arg}`);
        return;
      case "host":
        this.#host = given ?? this.#value(arg);
        return;
      case "port":
        this.#port = given ?? this.#value(arg);
        return;
      case "enforce-access-control":
        this.#enforce(arg, given);
        return;
      case "dbg":
        this.ignored.push({ option: arg, value: null });
        return;
      case "verbose":
        this.#verbose(arg, given ?? this.#levelBehind(arg));
        return;
    }
    if (name.startsWith("ORB")) this.#orbOption(name, given ?? this.#value(arg, true), arg);
    else if (/^v/i.test(name) && !arg.startsWith("--")) this.#shortVerbose(arg, name.slice(1), given);
    // cppTango takes these letters for its own.
    else if (/^[nfd]/.test(name) && !arg.startsWith("--")) throw this.#unknown(arg);
    else this.ignored.push({ option: arg.split("=", 1)[0]!, value: given ?? null });
  }

  #orbOption(name: string, value: string, arg: string): void {
    if (name === "ORBendPoint" && this.#endPoint === null) this.#endPoint = parseEndPoint(value);
    else if (name === "ORBendPointPublish" && value.startsWith("giop:tcp:")) {
      // A list says more than one address can.
      this.published ??= parseEndPoint(value.split(",", 1)[0]!);
    } else this.ignored.push({ option: arg.split("=", 1)[0]!, value });
  }

  #enforce(arg: string, given: string | undefined): void {
    if (given !== undefined && given !== CLAIMED_USERS) {
      throw wrong(this.#executable, `${arg}: it is alone, or ${CLAIMED_USERS} behind the =`);
    }
    this.enforceAccessControl = { believesUsers: given !== undefined };
  }

  /** `-v`, `-v4`, `-v 4`, `-v=4` and `-vvvv`. */
  #shortVerbose(arg: string, rest: string, given: string | undefined): void {
    if (/^v+$/i.test(rest)) this.#verbose(arg, String(rest.length + 1));
    else this.#verbose(arg, given ?? (rest === "" ? this.#levelBehind(arg) : rest));
  }

  #verbose(arg: string, level: string | undefined): void {
    if (level === undefined) this.traceLevel = DEFAULT_TRACE_LEVEL;
    else if (/^\d{1,3}$/.test(level)) this.traceLevel = Number(level);
    else throw this.#unknown(arg);
  }

  /** The next argument, unless that is an option. */
  #levelBehind(arg: string): string | undefined {
    const next = this.#args[this.#next];
    if (next === undefined || next.startsWith("-")) return undefined;
    if (!/^\d+$/.test(next)) throw this.#unknown(arg);
    this.#next++;
    return next;
  }

  #value(arg: string, isOrbOption = false): string {
    const value = this.#args[this.#next++];
    if (value !== undefined) return value;
    const problem = `Missing value for argument ${arg}`;
    if (!isOrbOption) throw wrong(this.#executable, problem);
    throw new DevFailed([devError("API_InvalidArgs", problem, ORIGIN)]);
  }

  #unknown(arg: string): DevFailed {
    return wrong(this.#executable, `Unknown option ${arg}`);
  }
}

function endPointIn(variable: string | undefined): EndPoint | null {
  return variable?.startsWith("giop:tcp:") ? parseEndPoint(variable.split(",", 1)[0]!) : null;
}

function wrong(executable: string, problem?: string): DevFailed {
  const usage = usageText(executable);
  const desc = problem === undefined ? usage : `${problem}\n${usage}`;
  return new DevFailed([devError("API_WrongCmdLineArgs", desc, ORIGIN)]);
}

const HELP: ReadonlySet<string> = new Set(["-?", "-h", "-help", "--help"]);
/** For which users the access control is enforced, where not only for hosts. */
const CLAIMED_USERS = "claimed-users";
/** What `-v` alone stands for in cppTango. */
const DEFAULT_TRACE_LEVEL = 4;
const ORIGIN = "parseCommandLine";
