import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { LogTarget, OnLogProblem } from "./log-target.ts";
import type { Logger } from "./logger.ts";

/** The targets of a server by name: devices that log to the same file or consumer share one, which ends with the last of them. */
export class SharedTargets {
  readonly #onProblem: OnLogProblem;
  readonly #uses = new Map<string, { readonly target: LogTarget; readonly loggers: Set<Logger> }>();
  readonly #closing = new Set<Promise<void>>();
  #lostByClosed = 0;
  #isClosed = false;

  constructor(onProblem: OnLogProblem) {
    this.#onProblem = onProblem;
  }

  /** How many records all targets, of now and of before, have lost. */
  get lost(): number {
    return [...this.#uses.values()].reduce((sum, { target }) => sum + target.lost, this.#lostByClosed);
  }

  /**
   * Sends the records of a logger to the target of this name, which `create` makes where nobody uses it yet. Those told before the target is open
   * wait. Rejects with its DevFailed if it cannot be opened, and then it is gone again; with API_NotSupported for a target beyond the 32nd of a
   * logger, since each may hold a file and what waits for it.
   */
  async attach(logger: Logger, name: string, create: () => LogTarget): Promise<void> {
    if (this.#isClosed) return;
    let use = this.#uses.get(name);
    if (!use?.loggers.has(logger) && logger.targets.length >= MAX_TARGETS) throw tooMany(logger);
    if (use === undefined) {
      use = { target: create(), loggers: new Set() };
      this.#uses.set(name, use);
    }
    const { target, loggers } = use;
    if (!loggers.has(logger)) {
      loggers.add(logger);
      logger.addTarget(target);
      target.attach(logger.name);
    }
    try {
      await target.opened;
    } catch (error) {
      if (this.#uses.get(name) === use) this.detach(logger, name);
      throw error;
    }
  }

  /** Sends the records of a logger to this target no more; does nothing where they did not go there. */
  detach(logger: Logger, name: string): void {
    const use = this.#uses.get(name);
    if (use === undefined || !use.loggers.delete(logger)) return;
    logger.removeTarget(use.target);
    if (use.loggers.size > 0) return use.target.detach(logger.name);
    this.#uses.delete(name);
    this.#end(use.target);
  }

  /** Drops the targets that do not work any more: consumers that do not answer. */
  async dropDead(): Promise<void> {
    await Promise.all(
      [...this.#uses].map(async ([name, { target, loggers }]) => {
        if (await target.isAlive()) return;
        for (const logger of [...loggers]) this.detach(logger, name);
      }),
    );
  }

  /** Ends all targets; none can be added any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [name, { loggers }] of [...this.#uses])
      for (const logger of [...loggers]) this.detach(logger, name);
    await Promise.all(this.#closing);
  }

  #end(target: LogTarget): void {
    const ending = target
      .close()
      .catch((error: unknown) => this.#onProblem(`cannot end the log target ${target.name}`, error))
      .then(() => {
        this.#lostByClosed += target.lost;
        this.#closing.delete(ending);
      });
    this.#closing.add(ending);
  }
}

function tooMany({ name }: Logger): DevFailed {
  const desc = `The device ${name} logs to ${MAX_TARGETS} targets already`;
  return new DevFailed([devError("API_NotSupported", desc, "Logging::add_logging_target()")]);
}

const MAX_TARGETS = 32;
