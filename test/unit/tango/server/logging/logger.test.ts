import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LogRecord } from "../../../../../src/tango/server/logging/log-record.ts";
import type { LogTarget } from "../../../../../src/tango/server/logging/log-target.ts";
import { Logger } from "../../../../../src/tango/server/logging/logger.ts";
import { LogLevel } from "../../../../../src/tango/value/log-level.ts";

describe("a logger", () => {
  it("writes what its level allows", () => {
    const { logger, messages } = setUp(LogLevel.WARN);
    logger.debug("debug");
    logger.info("info");
    logger.warn("warn");
    logger.error("error");
    logger.fatal("fatal");
    logger.log(LogLevel.INFO, "log info");
    logger.log(LogLevel.ERROR, "log error");
    assert.deepEqual(messages(), ["warn", "error", "fatal", "log error"]);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((level) => logger.isLevelEnabled(level as LogLevel)),
      [true, true, true, false, false],
    );
    assert.deepEqual(
      [
        logger.isFatalEnabled(),
        logger.isErrorEnabled(),
        logger.isWarnEnabled(),
        logger.isInfoEnabled(),
        logger.isDebugEnabled(),
      ],
      [true, true, true, false, false],
    );
  });

  it("writes nothing when it is off, but what is unconditional", () => {
    const { logger, messages } = setUp(LogLevel.OFF);
    logger.fatal("fatal");
    logger.log(LogLevel.OFF, "off");
    logger.logUnconditionally(LogLevel.INFO, "always");
    assert.deepEqual(messages(), ["always"]);
  });

  it("does not even format what it does not write", () => {
    const { logger, messages } = setUp(LogLevel.INFO);
    let asked = 0;
    const costly = { toString: () => `${++asked} times` };
    logger.debug("%s", costly);
    assert.equal(asked, 0);
    logger.info("%s", costly);
    assert.deepEqual(messages(), ["1 times"]);
  });

  it("fills in placeholders, and leaves a message without arguments alone", () => {
    const { logger, messages } = setUp(LogLevel.DEBUG);
    logger.info("%s at %d V", "pump", 1.5);
    logger.info("100%% %s");
    assert.deepEqual(messages(), ["pump at 1.5 V", "100%% %s"]);
  });

  it("says when, who, where and how important", () => {
    const { logger, records } = setUp(LogLevel.DEBUG);
    logger.warn("hot");
    const { source, ...rest } = records[0]!;
    assert.deepEqual(rest, {
      time: 1000.5,
      level: LogLevel.WARN,
      device: "sys/pump/1",
      message: "hot",
      thread: 7,
    });
    assert.match(String(source), /^logger\.test\.ts:\d+$/);
  });

  it("names the caller of a method that logs for others", () => {
    const { logger, records } = setUp(LogLevel.DEBUG);
    const device = {
      debugStream(message: string, ...args: unknown[]) {
        logger.logFor(this.debugStream, LogLevel.DEBUG, message, args);
      },
    };
    const above = Number(/:(\d+):\d+\)?$/.exec(new Error().stack!.split("\n")[1]!)![1]);
    device.debugStream("%d", 1);
    logger.level = LogLevel.OFF;
    device.debugStream("%d", 2);
    assert.deepEqual(
      records.map(({ message, source }) => `${source} ${message}`),
      [`logger.test.ts:${above + 1} 1`],
    );
  });

  it("comes back from silence with the level of before", () => {
    const { logger } = setUp(LogLevel.INFO);
    logger.stop();
    assert.equal(logger.level, LogLevel.OFF);
    logger.start();
    assert.equal(logger.level, LogLevel.INFO);
    logger.level = LogLevel.ERROR;
    logger.start();
    assert.equal(logger.level, LogLevel.INFO, "not stopped in between: as cppTango");
    logger.stop();
    logger.stop();
    logger.start();
    assert.equal(logger.level, LogLevel.OFF, "stopped twice: as cppTango");
  });

  it("refuses a level that there is not", () => {
    const { logger } = setUp(LogLevel.INFO);
    assert.throws(() => {
      logger.level = 9 as LogLevel;
    }, /Invalid logging level specified/);
  });
});

function setUp(level: LogLevel) {
  const logger = new Logger("sys/pump/1", level, { now: () => 1000.5, thread: 7 });
  const records: LogRecord[] = [];
  const target = { name: "test", write: (record: LogRecord) => records.push(record) };
  logger.addTarget(target as unknown as LogTarget);
  return { logger, records, messages: () => records.map(({ message }) => message) };
}
