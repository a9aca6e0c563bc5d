import { LogLevel } from "../../value/log-level.ts";
import type { Logger } from "../logging/logger.ts";
import { DeviceObject, SERVED } from "./device-object.ts";

/**
 * How a device logs. Messages may have placeholders as in `node:util` format (`%s`, `%d`, `%j`); a level that is not enabled costs a
 * comparison. Where records go, and from which level on, properties, clients and the command line of the server say.
 */
export abstract class LoggingDevice extends DeviceObject {
  /** What it logs with. */
  getLogger(): Logger {
    return this[SERVED].logger;
  }

  /** Logs something that only its developer wants to know. */
  debugStream(message: string, ...args: unknown[]): void {
    this[SERVED].logger.logFor(this.debugStream, LogLevel.DEBUG, message, args);
  }

  /** Logs something of interest. */
  infoStream(message: string, ...args: unknown[]): void {
    this[SERVED].logger.logFor(this.infoStream, LogLevel.INFO, message, args);
  }

  /** Logs that something may be wrong. */
  warnStream(message: string, ...args: unknown[]): void {
    this[SERVED].logger.logFor(this.warnStream, LogLevel.WARN, message, args);
  }

  /** Logs that something failed. */
  errorStream(message: string, ...args: unknown[]): void {
    this[SERVED].logger.logFor(this.errorStream, LogLevel.ERROR, message, args);
  }

  /** Logs that it cannot go on. */
  fatalStream(message: string, ...args: unknown[]): void {
    this[SERVED].logger.logFor(this.fatalStream, LogLevel.FATAL, message, args);
  }

  /** Goes on to log at the level of before `stopLogging`. */
  startLogging(): void {
    this[SERVED].logger.start();
  }

  /** Logs nothing until `startLogging`. */
  stopLogging(): void {
    this[SERVED].logger.stop();
  }
}
