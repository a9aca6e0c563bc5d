import { AsyncResource } from "node:async_hooks";
import type { Writable } from "node:stream";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import { tangoVariable } from "../../naming/tangorc.ts";
import { isLogLevel, type LogLevel } from "../../value/log-level.ts";
import { ConsoleTarget } from "./console-target.ts";
import { ConsumerTarget, type OpenLogConsumer } from "./consumer-target.ts";
import { type DeviceLogger, DeviceLoggers, type ResolveAlias } from "./device-loggers.ts";
import { FileTarget } from "./file-target.ts";
import type { LogTarget, OnLogProblem } from "./log-target.ts";
import { Logger } from "./logger.ts";
import {
  ADMIN_TRACE_LEVEL,
  initialAdminLevel,
  initialLevel,
  type LoggingProperties,
  logFolder,
  rollingThreshold,
} from "./logging-properties.ts";
import { SharedTargets } from "./shared-targets.ts";
import {
  DEFAULT_TARGET,
  isTargetType,
  logFilePath,
  splitTarget,
  type TargetType,
  targetName,
  targetPrefix,
} from "./target-name.ts";

/** What ServerLogging needs of the server around it. */
export interface ServerLoggingOptions {
  /** The number of `-v`, 4 for `-v` alone; 0 without it, which is the default. */
  readonly traceLevel?: number;
  /** Whether the server has a database or a property file: true unless given. */
  readonly usesDatabase?: boolean;
  /** The logging properties of the admin device; its threshold and path are those of the whole server. */
  readonly properties?: LoggingProperties;
  /** Where the console target writes; stays open. */
  readonly output: Writable;
  /** Finds the devices of `device::` targets, as `(name) => new DeviceProxy(name)`. */
  readonly openConsumer: OpenLogConsumer;
  /** Asks the database for the device with an alias; there are no aliases unless given. */
  readonly resolveAlias?: ResolveAlias;
  /** Told of targets that fail; a warning of the process unless given. */
  readonly onProblem?: OnLogProblem;
  /** The time in milliseconds since 1970. `Date.now` unless given. */
  readonly now?: () => number;
  /** The folder of the log files; found out by `logFolder` unless given. */
  readonly folder?: string;
}

/** Throws DevFailed API_DeviceLocked if another client than the caller has locked the device. */
export type CheckLock = (device: string) => void;

/** Levels, and the names of devices or patterns that they belong to. */
export interface LoggingLevels {
  readonly lvalue: ArrayLike<number>;
  readonly svalue: readonly string[];
}

/**
 * The logging of one server: a Logger for each of its devices, the targets, and the logging commands of the admin device. Those that change
 * something take a check, which they call for every device concerned before they change it.
 */
export class ServerLogging {
  /** That of the admin device, which tells of the library. */
  readonly adminLogger: Logger;
  readonly #options: ServerLoggingOptions;
  readonly #traceLevel: number;
  readonly #usesDatabase: boolean;
  readonly #folder: string;
  readonly #maxFileSize: number;
  readonly #onProblem: OnLogProblem;
  readonly #targets: SharedTargets;
  readonly #devices: DeviceLoggers;
  /** The asynchronous context of the server, to which targets belong; not that of the call that asked for them. */
  readonly #scope = new AsyncResource("ServerLogging");

  /** `serverName` is `<executable>/<instance>`. The admin device logs at once. */
  constructor(serverName: string, options: ServerLoggingOptions) {
    const properties = options.properties ?? {};
    this.#options = options;
    this.#traceLevel = options.traceLevel ?? 0;
    this.#usesDatabase = options.usesDatabase ?? true;
    this.#folder = options.folder ?? logFolder(serverName, properties, tangoVariable("TANGO_LOG_PATH"));
    this.#maxFileSize = rollingThreshold(properties);
    this.#onProblem = options.onProblem ?? warnOfProblem;
    this.#targets = new SharedTargets(this.#onProblem);
    const device = `dserver/${serverName}`;
    const level = initialAdminLevel(this.#traceLevel, this.#usesDatabase, properties);
    this.adminLogger = new Logger(device, level, options);
    this.#devices = new DeviceLoggers(
      { device, logger: this.adminLogger },
      options.resolveAlias ?? (async () => undefined),
    );
    this.#attachInitially(
      this.adminLogger,
      this.#traceLevel >= ADMIN_TRACE_LEVEL,
      properties,
      this.#maxFileSize,
    );
  }

  /** How many records targets have lost because they failed or were too slow. */
  get lostRecords(): number {
    return this.#targets.lost;
  }

  /**
   * The logger of a device that comes to life, with the level and targets of its properties. A target that cannot be opened is told of as a
   * problem. The one that a device of this name had before logs no more. The admin device has `adminLogger`, from the start.
   */
  loggerFor(device: string, properties: LoggingProperties = {}): Logger {
    if (this.#devices.isAdmin(device)) return this.adminLogger;
    this.release(device);
    const level = initialLevel(this.#traceLevel, this.#usesDatabase, properties);
    const logger = new Logger(device.toLowerCase(), level, this.#options);
    this.#devices.add({ device, logger });
    this.#attachInitially(logger, this.#traceLevel > 0, properties, rollingThreshold(properties));
    return logger;
  }

  /** Forgets the logger of a device that is gone. */
  release(device: string): void {
    const logger = this.#devices.remove(device)?.logger;
    for (const { name } of logger?.targets ?? []) this.#targets.detach(logger!, name);
  }

  /**
   * Adds a target to one logger: `console`, `file`, `file::name`, `file::/path`, `device::name`. Does nothing if the device logs there already.
   * Rejects with DevFailed API_MethodArgument for another text, API_CannotOpenFile, API_ConnectionFailed for a consumer that does not answer, or
   * API_NotSupported for one more than 32.
   */
  addTarget(logger: Logger, target: string): Promise<void> {
    return this.#attach(logger, target, this.#maxFileSize);
  }

  /**
   * Removes a target from one logger, all of a type for `file::*`; does nothing where there is none. Throws DevFailed API_MethodArgument for an
   * unknown type.
   */
  removeTarget(logger: Logger, target: string): void {
    const { type, name } = splitTarget(target);
    if (!isTargetType(type)) {
      throw methodArgument(`Logging target type <${type}> not supported`, "remove_logging_target");
    }
    for (const attached of logger.targets)
      if (this.#isMeant(attached.name, type, name, logger)) this.#targets.detach(logger, attached.name);
  }

  /** The command AddLoggingTarget: pairs of a device or pattern, and a target. Rejects as `addTarget`, and with DevFailed API_DeviceNotFound. */
  async addLoggingTarget(argin: readonly string[], checkLock?: CheckLock): Promise<void> {
    await this.#targets.dropDead();
    if (argin.length % 2 !== 0) {
      throw methodArgument("Incorrect number of inout arguments", "add_logging_target");
    }
    for (let i = 0; i < argin.length; i += 2) {
      const devices = await this.#requireMatching(argin[i]!, "add_logging_target", checkLock);
      for (const { device } of devices) {
        // While one was opened for another device, this one may have been made anew, or be no more.
        const present = this.#devices.named(device);
        if (present !== undefined) await this.addTarget(present.logger, argin[i + 1]!);
      }
    }
  }

  /**
   * The command RemoveLoggingTarget: pairs of a device or pattern, and a target. Rejects as `removeTarget`, and with DevFailed API_DeviceNotFound
   * or API_WrongNumberOfArgs.
   */
  async removeLoggingTarget(argin: readonly string[], checkLock?: CheckLock): Promise<void> {
    await this.#targets.dropDead();
    if (argin.length % 2 !== 0) {
      throw failed("API_WrongNumberOfArgs", "Incorrect number of inout arguments", "remove_logging_target");
    }
    for (let i = 0; i < argin.length; i += 2) {
      const devices = await this.#requireMatching(argin[i]!, "remove_logging_target", checkLock);
      for (const { logger } of devices) this.removeTarget(logger, argin[i + 1]!);
    }
  }

  /** The command GetLoggingTarget: the targets of a device. Rejects with DevFailed API_DeviceNotFound. */
  async getLoggingTarget(device: string): Promise<string[]> {
    await this.#targets.dropDead();
    const { logger } = await this.#devices.find(device);
    return logger.targets.map(({ name }) => name);
  }

  /**
   * The command SetLoggingLevel: levels of devices or patterns; one that matches nothing is passed over. Rejects with DevFailed
   * API_IncompatibleCmdArgumentType, or API_MethodArgument for a number that is no level.
   */
  async setLoggingLevel({ lvalue, svalue }: LoggingLevels, checkLock?: CheckLock): Promise<void> {
    if (lvalue.length !== svalue.length) {
      throw failed("API_IncompatibleCmdArgumentType", UNEQUAL, "set_logging_level");
    }
    for (const [i, pattern] of svalue.entries()) {
      const level = lvalue[i]!;
      if (!isLogLevel(level)) {
        throw methodArgument(OUT_OF_RANGE, "set_logging_level");
      }
      const devices = await this.#devices.matching(pattern);
      for (const { device } of devices) checkLock?.(device);
      for (const { logger } of devices) logger.level = level;
    }
  }

  /** The command GetLoggingLevel: the levels of the devices that match the patterns, and their names; of the same pattern twice, once. */
  async getLoggingLevel(patterns: readonly string[]): Promise<{ lvalue: LogLevel[]; svalue: string[] }> {
    const devices: DeviceLogger[] = [];
    for (const pattern of new Set(patterns)) devices.push(...(await this.#devices.matching(pattern)));
    return { lvalue: devices.map(({ logger }) => logger.level), svalue: devices.map(({ device }) => device) };
  }

  /** The command StartLogging: every device goes back to the level of before StopLogging, or of its beginning. */
  startLogging(): void {
    for (const { logger } of this.#devices.all()) logger.start();
  }

  /** The command StopLogging: no device logs until StartLogging or SetLoggingLevel. */
  stopLogging(): void {
    for (const { logger } of this.#devices.all()) logger.stop();
  }

  /** Writes what waits, to consumers for at most a second, and ends all targets. Loggers may still be used; nobody hears them. */
  close(): Promise<void> {
    return this.#targets.close();
  }

  #attachInitially(
    logger: Logger,
    toConsole: boolean,
    properties: LoggingProperties,
    maxFileSize: number,
  ): void {
    const ofProperty = this.#usesDatabase ? (properties.logging_target ?? []) : [];
    for (const target of toConsole ? ["console", ...ofProperty] : ofProperty) {
      this.#attach(logger, target, maxFileSize).catch((error: unknown) => {
        this.#onProblem(`${logger.name} cannot log to ${target}`, error);
      });
    }
  }

  async #attach(logger: Logger, text: string, maxFileSize: number): Promise<void> {
    const { type, name } = splitTarget(text);
    if (!isTargetType(type)) {
      throw methodArgument(`Invalid logging target type specified (${type})`, "add_logging_target");
    }
    if (type === "device" && name === DEFAULT_TARGET) {
      throw methodArgument("Device target name must be specified (no default value)", "add_logging_target");
    }
    const path = logFilePath(name, logger.name, this.#folder);
    await this.#targets.attach(logger, targetName(type, type === "file" ? path : name), () =>
      this.#scope.runInAsyncScope(() => this.#create(type, type === "file" ? path : name, maxFileSize)),
    );
  }

  #create(type: TargetType, name: string, maxSize: number): LogTarget {
    const { output, openConsumer } = this.#options;
    if (type === "console") return new ConsoleTarget(output, this.#onProblem);
    if (type === "device") return new ConsumerTarget(name, openConsumer, this.#onProblem);
    const makeFolder = name.startsWith(`${this.#folder}/`);
    return new FileTarget(name, { maxSize, makeFolder }, this.#onProblem);
  }

  /** Whether an attached target is one that a client wants removed. In any case, since clients pass on what GetLoggingTarget gave them. */
  #isMeant(attached: string, type: TargetType, name: string, logger: Logger): boolean {
    if (name === "*" && type !== "console") return attached.startsWith(targetPrefix(type));
    const wanted = targetName(type, type === "file" ? logFilePath(name, logger.name, this.#folder) : name);
    return attached.toLowerCase() === wanted.toLowerCase();
  }

  async #requireMatching(
    pattern: string,
    method: string,
    checkLock?: CheckLock,
  ): Promise<readonly DeviceLogger[]> {
    const devices = await this.#devices.matching(pattern);
    if (devices.length === 0) {
      const desc = `No device name matching pattern  <${pattern.toLowerCase()}>`;
      throw failed("API_DeviceNotFound", desc, method);
    }
    for (const { device } of devices) checkLock?.(device);
    return devices;
  }
}

function methodArgument(desc: string, method: string): DevFailed {
  return failed("API_MethodArgument", desc, method);
}

function failed(reason: Reason, desc: string, method: string): DevFailed {
  return new DevFailed([devError(reason, desc, `Logging::${method}()`)]);
}

function warnOfProblem(problem: string, cause: unknown): void {
  process.emitWarning(`${problem}: ${cause instanceof Error ? cause.message : cause}`, "TangoLoggingWarning");
}

// The texts of cppTango, whose sources have them on two lines with the indentation between.
const OUT_OF_RANGE = `Invalid argument for command,${" ".repeat(38)}logging level out of range`;
const UNEQUAL = `Imcompatible command argument type,${" ".repeat(36)}long and string arrays must have the same length`;
