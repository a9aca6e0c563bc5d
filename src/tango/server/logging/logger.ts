import { format } from "node:util";
import { checkedLogLevel, LogLevel } from "../../value/log-level.ts";
import { CallSite } from "./call-site.ts";
import type { LogRecord } from "./log-record.ts";
import type { LogTarget } from "./log-target.ts";

/** What a Logger may be given. */
export interface LoggerOptions {
  /** The time in milliseconds since 1970. `Date.now` unless given. */
  readonly now?: () => number;
  /** The number of the thread. That of the process unless given. */
  readonly thread?: number;
}

/**
 * What a device logs with; every device has its own. Messages may have placeholders as in `node:util` format (`%s`, `%d`, `%j`), which are
 * filled in only if the level is enabled: a level that is not costs a comparison.
 */
export class Logger {
  /** The name of the device, in lower case. */
  readonly name: string;
  readonly #now: () => number;
  readonly #thread: number;
  #level: LogLevel;
  #savedLevel: LogLevel;
  readonly #watchers = new Set<(level: LogLevel) => void>();
  #targets: readonly LogTarget[] = [];

  constructor(name: string, level: LogLevel, options: LoggerOptions = {}) {
    this.name = name;
    this.#level = level;
    this.#savedLevel = level;
    this.#now = options.now ?? Date.now;
    this.#thread = options.thread ?? process.pid;
  }

  /** The most talkative level whose records are written. */
  get level(): LogLevel {
    return this.#level;
  }

  /** Throws DevFailed API_MethodArgument for a number that is no level. */
  set level(level: LogLevel) {
    this.#change(checkedLogLevel(level));
  }

  /** Calls `changed` with each other level that it gets, until the function returned is called. */
  watchLevel(changed: (level: LogLevel) => void): () => void {
    this.#watchers.add(changed);
    return () => void this.#watchers.delete(changed);
  }

  /** Where records go, by name. */
  get targets(): readonly LogTarget[] {
    return this.#targets;
  }

  /** Whether records of this level are written. */
  isLevelEnabled(level: LogLevel): boolean {
    return level <= this.#level && level !== LogLevel.OFF;
  }

  /** Whether `debug` writes. */
  isDebugEnabled(): boolean {
    return this.#level >= LogLevel.DEBUG;
  }

  /** Whether `info` writes. */
  isInfoEnabled(): boolean {
    return this.#level >= LogLevel.INFO;
  }

  /** Whether `warn` writes. */
  isWarnEnabled(): boolean {
    return this.#level >= LogLevel.WARN;
  }

  /** Whether `error` writes. */
  isErrorEnabled(): boolean {
    return this.#level >= LogLevel.ERROR;
  }

  /** Whether `fatal` writes. */
  isFatalEnabled(): boolean {
    return this.#level >= LogLevel.FATAL;
  }

  /** Tells something that only its developer wants to know. */
  debug(message: string, ...args: unknown[]): void {
    if (this.#level >= LogLevel.DEBUG) this.#write(this.debug, LogLevel.DEBUG, message, args);
  }

  /** Tells something of interest. */
  info(message: string, ...args: unknown[]): void {
    if (this.#level >= LogLevel.INFO) this.#write(this.info, LogLevel.INFO, message, args);
  }

  /** Tells that something may be wrong. */
  warn(message: string, ...args: unknown[]): void {
    if (this.#level >= LogLevel.WARN) this.#write(this.warn, LogLevel.WARN, message, args);
  }

  /** Tells that something failed. */
  error(message: string, ...args: unknown[]): void {
    if (this.#level >= LogLevel.ERROR) this.#write(this.error, LogLevel.ERROR, message, args);
  }

  /** Tells that the device cannot go on. */
  fatal(message: string, ...args: unknown[]): void {
    if (this.#level >= LogLevel.FATAL) this.#write(this.fatal, LogLevel.FATAL, message, args);
  }

  /** Tells something at a level of choice. */
  log(level: LogLevel, message: string, ...args: unknown[]): void {
    if (this.isLevelEnabled(level)) this.#write(this.log, level, message, args);
  }

  /** Tells something even if the level is not enabled. */
  logUnconditionally(level: LogLevel, message: string, ...args: unknown[]): void {
    this.#write(this.logUnconditionally, level, message, args);
  }

  /**
   * Tells something in the name of who called `method`: a method such as `debugStream` of a device passes itself, so that the log names the line
   * of its caller rather than its own.
   */
  logFor(
    method: (...args: never[]) => unknown,
    level: LogLevel,
    message: string,
    args: readonly unknown[] = [],
  ): void {
    if (this.isLevelEnabled(level)) this.#write(method, level, message, args);
  }

  /** Sends records to one target more. */
  addTarget(target: LogTarget): void {
    this.#targets = [...this.#targets, target].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Sends records to this target no more. */
  removeTarget(target: LogTarget): void {
    this.#targets = this.#targets.filter((other) => other !== target);
  }

  /** Goes silent, and remembers the level. A second time it remembers silence, as cppTango does. */
  stop(): void {
    this.#savedLevel = this.#level;
    this.#change(LogLevel.OFF);
  }

  /** Goes back to the level of before the last `stop`, or to that of the beginning. */
  start(): void {
    this.#change(this.#savedLevel);
  }

  /** Tells what the device told in another thread, if the level is enabled. */
  relay(record: Omit<LogRecord, "device">): void {
    if (this.isLevelEnabled(record.level)) this.#writeToAll({ ...record, device: this.name });
  }

  #change(level: LogLevel): void {
    if (level === this.#level) return;
    this.#level = level;
    for (const changed of this.#watchers) changed(level);
  }

  #write(
    method: (...args: never[]) => unknown,
    level: LogLevel,
    message: string,
    args: readonly unknown[],
  ): void {
    if (this.#targets.length === 0) return;
    this.#writeToAll({
      time: this.#now(),
      level,
      device: this.name,
      message: args.length === 0 ? message : format(message, ...args),
      thread: this.#thread,
      source: new CallSite(method),
    });
  }

  #writeToAll(record: LogRecord): void {
    for (const target of this.#targets) target.write(record);
  }
}
