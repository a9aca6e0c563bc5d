import type { CallOptions } from "../../iiop/call-options.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import { type AccessGrant, FULL_ACCESS } from "../client/access-grant.ts";
import { executeTyped } from "../client/command-calls.ts";
import type { ConnectionTarget } from "../client/connection-target.ts";
import { DeviceConnection } from "../client/device-connection.ts";
import { targetOf } from "../client/device-location.ts";
import type { DevError } from "../error/dev-error.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import { type DeviceName, parseDeviceName } from "../naming/device-name.ts";
import type { HostPort } from "../naming/tango-host.ts";
import { type TangoEnvironment, tangoVariable } from "../naming/tangorc.ts";
import type { DeviceDirectory } from "./exported-device-target.ts";
import { type AccessIdentity, ownIdentity } from "./own-identity.ts";

/** What the access control needs of the database that it guards. */
export interface GuardedDirectory extends DeviceDirectory {
  getServices(service: string, instance: string, options?: CallOptions): Promise<string[]>;
  getClassForDevice(device: string, options?: CallOptions): Promise<string>;
}

/**
 * The access control of a Tango system (TangoAccessControl): a device that the free property `CtrlSystem/Services` of the database
 * names, or the variable ACCESS_DEVNAME. Without one everybody may write; with one that does not answer, everybody may only read.
 */
export class AccessControl {
  readonly #context: OrbContext;
  readonly #directory: GuardedDirectory;
  readonly #directoryAt: (database: HostPort) => DeviceDirectory;
  readonly #environment: TangoEnvironment | undefined;
  readonly #identity: () => AccessIdentity;
  /** The connection to the access control device, as soon as there is one. */
  #connection: DeviceConnection | null = null;
  readonly #allowedCommands = new Map<string, ReadonlySet<string>>();

  /** `directoryAt` gives another database, for an access control that is in none of the guarded devices'. */
  constructor(
    context: OrbContext,
    directory: GuardedDirectory,
    directoryAt: (database: HostPort) => DeviceDirectory,
    environment?: TangoEnvironment,
    identity: () => AccessIdentity = ownIdentity,
  ) {
    this.#context = context;
    this.#directory = directory;
    this.#directoryAt = directoryAt;
    this.#environment = environment;
    this.#identity = identity;
  }

  /** What the user of this process may do with a device. Never rejects: where that cannot be found out, he may only read, and the grant says why. */
  async grantFor(device: string, options?: CallOptions): Promise<AccessGrant> {
    try {
      const guard = await this.#guard(options);
      if (guard === null || this.#variable("SUPER_TANGO")?.toLowerCase() === "true") return FULL_ACCESS;
      const mayWrite = await this.#askWhether(guard, device, this.#identity(), options);
      return mayWrite ? FULL_ACCESS : this.#readOnly(guard, device, []);
    } catch (error) {
      return this.#readOnly(this.#connection, device, unreachable(toDevFailed(error).errors));
    }
  }

  /**
   * Whether somebody may write to a device: everybody may where the system has no access control. Rejects with DevFailed where that cannot be found out;
   * then the access control is looked for anew at the next time.
   */
  async mayWrite(device: string, who: AccessIdentity, options?: CallOptions): Promise<boolean> {
    try {
      const guard = await this.#guard(options);
      return guard === null || (await this.#askWhether(guard, device, who, options));
    } catch (error) {
      this.#connection = null;
      throw toDevFailed(error);
    }
  }

  /** The connection to the access control device; null where the system has none. */
  async #guard(options: CallOptions | undefined): Promise<DeviceConnection | null> {
    if (this.#connection !== null) return this.#connection;
    const name =
      this.#variable("ACCESS_DEVNAME") ??
      (await this.#directory.getServices("AccessControl", "*", options))[0];
    if (name === undefined) return null;
    this.#connection ??= new DeviceConnection(this.#context, this.#targetOf(parseDeviceName(name)));
    return this.#connection;
  }

  #targetOf(name: DeviceName): ConnectionTarget {
    if (!name.usesDatabase) return targetOf(name, null, false);
    return targetOf(name, name.server === null ? this.#directory : this.#directoryAt(name.server), false);
  }

  async #askWhether(
    guard: DeviceConnection,
    device: string,
    { user, addresses }: AccessIdentity,
    options: CallOptions | undefined,
  ): Promise<boolean> {
    const everywhere = [user, device, ...addresses];
    const right = await executeTyped(guard, "GetAccessForMultiIp", STRINGS, everywhere, options).catch(
      (error: unknown) => {
        if (toDevFailed(error).reason !== "API_CommandNotFound") throw error;
        const here = [user, addresses[0] ?? "", device];
        return executeTyped(guard, "GetAccess", STRINGS, here, options);
      },
    );
    return right === "write";
  }

  #readOnly(guard: DeviceConnection | null, device: string, errors: readonly DevError[]): AccessGrant {
    return {
      right: "READ",
      errors,
      allowsCommand: async (command, options) => {
        if (guard === null || errors.length > 0) return false;
        const className = await this.#directory.getClassForDevice(device, options);
        try {
          return (await this.#commandsOf(guard, className, options)).has(command.toLowerCase());
        } catch {
          // As cppTango: an access control that does not say what is harmless allows nothing. It is asked again.
          return false;
        }
      },
    };
  }

  /** The commands that a user who may only read can execute all the same, in lower case. */
  async #commandsOf(
    guard: DeviceConnection,
    className: string,
    options: CallOptions | undefined,
  ): Promise<ReadonlySet<string>> {
    const known = this.#allowedCommands.get(className);
    if (known !== undefined) return known;
    const list = await executeTyped(guard, "GetAllowedCommands", "DevString", className, options);
    const commands = new Set((list as string[]).map((command) => command.toLowerCase()));
    this.#allowedCommands.set(className, commands);
    return commands;
  }

  #variable(name: string): string | undefined {
    return tangoVariable(name, this.#environment);
  }
}

/** Errors of an access control that is not there say what follows from that. */
function unreachable(errors: readonly DevError[]): readonly DevError[] {
  const [first, ...rest] = errors;
  if (first === undefined) return errors;
  if (first.reason !== "API_DeviceNotExported" && first.reason !== "DB_DeviceNotDefined") return errors;
  const remark =
    "Controlled access service defined in Db but unreachable --> Read access given to all devices...";
  return [{ ...first, desc: `${first.desc}\n${remark}` }, ...rest];
}

const STRINGS = "DevVarStringArray";
