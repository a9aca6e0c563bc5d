import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import type { LoggingProperties } from "../../../../../src/tango/server/logging/logging-properties.ts";
import {
  ServerLogging,
  type ServerLoggingOptions,
} from "../../../../../src/tango/server/logging/server-logging.ts";
import { deferred } from "../../../../support/fake-device.ts";
import { FakeConsumer } from "./fake-consumer.ts";

describe("the logging of a server", () => {
  let folder: string;
  let logging: ServerLogging;
  let output: PassThrough;
  let consumers: Map<string, FakeConsumer>;
  let problems: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bandoneon-logging-"));
    output = new PassThrough();
    consumers = new Map();
    problems = [];
  });

  afterEach(async () => {
    await logging.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The server TangoTest/logx with two devices, as those that the answers below were taken from. */
  function start(options: Partial<ServerLoggingOptions> = {}, properties: LoggingProperties = {}) {
    logging = new ServerLogging("TangoTest/logx", {
      output,
      openConsumer: (name) => {
        const consumer = consumers.get(name);
        if (consumer === undefined) throw new Error(`no device ${name}`);
        return consumer;
      },
      onProblem: (problem) => problems.push(problem),
      folder,
      ...options,
    });
    return {
      one: logging.loggerFor("Log/Test/One", properties),
      two: logging.loggerFor("log/test/two"),
    };
  }

  it("is off without anything, but for the errors of the library", async () => {
    const { one } = start();
    assert.deepEqual(await logging.getLoggingLevel(["*"]), {
      lvalue: [0, 0, 3],
      svalue: ["Log/Test/One", "log/test/two", "dserver/TangoTest/logx"],
    });
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), []);
    one.fatal("unheard");
    assert.equal(output.read(), null);
    assert.equal(one.name, "log/test/one");
    assert.equal(logging.adminLogger.name, "dserver/TangoTest/logx");
  });

  it("goes to the console with -v", async () => {
    const { one } = start({ traceLevel: 4, usesDatabase: false });
    assert.deepEqual((await logging.getLoggingLevel(["*"])).lvalue, [5, 5, 0]);
    assert.deepEqual(await logging.getLoggingTarget("LOG/test/one"), ["console::cout"]);
    assert.deepEqual(await logging.getLoggingTarget("dserver/tangotest/logx"), []);
    one.debug("seen");
    assert.match(String(output.read()), / DEBUG \(server-logging\.test\.ts:\d+\) log\/test\/one seen\n$/);
  });

  it("goes to the console for the admin device from -v5 on", async () => {
    start({ traceLevel: 5, usesDatabase: false });
    assert.deepEqual((await logging.getLoggingLevel(["*"])).lvalue, [5, 5, 5]);
    assert.deepEqual(await logging.getLoggingTarget("dserver/tangotest/logx"), ["console::cout"]);
  });

  it("follows the properties of a device", async () => {
    consumers.set("sys/log/1", new FakeConsumer());
    const { one } = start({}, { logging_level: ["Info"], logging_target: ["file", "device::Sys/Log/1"] });
    one.info("told at once");
    one.debug("not told");
    const path = join(folder, "log_test_one.log");
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), ["device::sys/log/1", `file::${path}`]);
    await logging.close();
    assert.match(
      await readFile(path, "utf8"),
      /^<log4j:event[^>]* level="INFO"[^>]*>\r\n<log4j:message><!\[CDATA\[told at once\]\]>/,
    );
    assert.deepEqual(consumers.get("sys/log/1")!.messages, ["told at once"]);
    assert.equal(logging.lostRecords, 0);
  });

  it("tells of properties that cannot be followed", async () => {
    start({}, { logging_target: ["foo", "file::/none/x.log", "device::a/b/c", "device", "file"] });
    await logging.getLoggingTarget("log/test/one");
    assert.deepEqual(problems.sort(), [
      "log/test/one cannot log to device",
      "log/test/one cannot log to device::a/b/c",
      "log/test/one cannot log to file::/none/x.log",
      "log/test/one cannot log to foo",
    ]);
    assert.equal((await logging.getLoggingTarget("log/test/one")).length, 1);
  });

  it("adds, lists and removes targets", async () => {
    start({ traceLevel: 4 });
    const file = `file::${join(folder, "log_test_one.log")}`;
    const mine = `file::${join(folder, "mine.log")}`;
    await logging.addLoggingTarget(["log/test/*", "FILE", "log/test/*", "file::Mine.log"]);
    await logging.addLoggingTarget(["log/test/*", "file::"]);
    await logging.addLoggingTarget(["log/test/*", "console::foo"]);
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), ["console::cout", file, mine]);
    await logging.removeLoggingTarget(["log/test/one", "file::none"]);
    await logging.removeLoggingTarget(["log/test/one", "console", "LOG/test/one", "file::mine.log"]);
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), [file]);
    await logging.removeLoggingTarget(["log/test/one", file]);
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), []);
    await logging.removeLoggingTarget(["log/test/two", "file::*"]);
    await logging.removeLoggingTarget(["log/test/two", "device"]);
    assert.deepEqual(await logging.getLoggingTarget("log/test/two"), ["console::cout"]);
  });

  it("shares a file among devices", async () => {
    const { one, two } = start({ traceLevel: 3 });
    await logging.addLoggingTarget(["*", "file::all.log"]);
    one.info("from one");
    await logging.removeLoggingTarget(["log/test/one", "file::*"]);
    one.info("not written");
    two.info("from two");
    logging.release("log/test/two");
    two.info("after the end");
    await logging.close();
    const text = await readFile(join(folder, "all.log"), "utf8");
    assert.deepEqual(
      [...text.matchAll(/message><!\[CDATA\[(.*?)\]/g)].map(([, message]) => message),
      ["from one", "from two"],
    );
  });

  it("registers each device with a consumer", async () => {
    const consumer = new FakeConsumer();
    consumers.set("sys/log/1", consumer);
    start();
    await logging.addLoggingTarget(["log/test/*", "device::sys/log/1"]);
    await logging.removeLoggingTarget(["log/test/one", "device::*"]);
    await logging.close();
    assert.deepEqual(consumer.calls, [
      ["Register", "log/test/one"],
      ["Register", "log/test/two"],
      ["UnRegister", "log/test/one"],
      ["UnRegister", "log/test/two"],
    ]);
  });

  it("calls a consumer in no call flow of a device, which would not wait for it", async () => {
    const flow = new AsyncLocalStorage<string>();
    const consumer = new FakeConsumer();
    const flows: (string | undefined)[] = [];
    consumers.set("sys/log/1", consumer);
    consumer.onCall = () => flows.push(flow.getStore());
    const { one } = start({ traceLevel: 3 });
    await flow.run("a command", async () => {
      await logging.addLoggingTarget(["log/test/one", "device::sys/log/1"]);
      one.info("told");
      await logging.close();
    });
    assert.deepEqual(consumer.messages, ["told"]);
    assert.deepEqual([...new Set(flows)], [undefined]);
  });

  it("drops a consumer that does not answer any more", async () => {
    const consumer = new FakeConsumer();
    consumers.set("sys/log/1", consumer);
    start();
    await logging.addLoggingTarget(["log/test/*", "device::sys/log/1"]);
    consumer.failure = new Error("gone");
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), []);
    assert.deepEqual(await logging.getLoggingTarget("log/test/two"), []);
  });

  it("finds devices by alias, but not by a pattern of it", async () => {
    start({ resolveAlias: async (alias) => (alias === "first" ? "Log/test/ONE" : undefined) });
    assert.deepEqual((await logging.getLoggingLevel(["First", "First"])).svalue, ["Log/Test/One"]);
    assert.deepEqual((await logging.getLoggingLevel(["first*"])).svalue, []);
    assert.deepEqual(await logging.getLoggingTarget("first"), []);
  });

  it("sets levels, and goes silent and back", async () => {
    start({ usesDatabase: false });
    const levels = async () => (await logging.getLoggingLevel(["*"])).lvalue;
    assert.deepEqual(await levels(), [3, 3, 0]);
    await logging.setLoggingLevel({ lvalue: [1], svalue: ["nope"] });
    await logging.setLoggingLevel({ lvalue: Int32Array.of(2, 4), svalue: ["*", "LOG/*two"] });
    assert.deepEqual(await levels(), [2, 4, 2]);
    logging.stopLogging();
    assert.deepEqual(await levels(), [0, 0, 0]);
    logging.startLogging();
    assert.deepEqual(await levels(), [2, 4, 2]);
  });

  it("begins anew with a device that does", async () => {
    const { one } = start({ traceLevel: 3 });
    await logging.addLoggingTarget(["log/test/one", "file"]);
    const again = logging.loggerFor("log/test/ONE", {});
    assert.notEqual(again, one);
    assert.deepEqual(one.targets, []);
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), ["console::cout"]);
    assert.equal((await logging.getLoggingLevel(["*"])).svalue.length, 3);
  });

  it("begins for a device that was made anew while a target was opened for another", async () => {
    const { two: before } = start();
    const answer = deferred<void>();
    const consumer = new FakeConsumer();
    consumer.ping = () => answer.promise;
    consumers.set("sys/log/1", consumer);
    const adding = logging.addLoggingTarget(["log/*", "device::sys/log/1"]);
    await turn();
    const two = logging.loggerFor("log/test/two");
    logging.release("log/test/one");
    answer.resolve();
    await adding;
    assert.deepEqual(
      two.targets.map(({ name }) => name),
      ["device::sys/log/1"],
    );
    assert.deepEqual(before.targets, []);
  });

  it("has one logger of the admin device, which was there before it", async () => {
    start();
    assert.equal(logging.loggerFor("dserver/tangotest/LOGX"), logging.adminLogger);
    assert.equal((await logging.getLoggingLevel(["*"])).svalue.length, 3);
  });

  it("changes nothing of a device that another client has locked", async () => {
    start();
    const checked: string[] = [];
    const locked = (device: string) => {
      checked.push(device);
      throw new DevFailed([
        { reason: "API_DeviceLocked", desc: `Device ${device} is locked`, origin: "", severity: "ERR" },
      ]);
    };
    const refused = { reason: "API_DeviceLocked" };
    await assert.rejects(logging.addLoggingTarget(["log/*", "file"], locked), refused);
    await assert.rejects(logging.removeLoggingTarget(["log/*", "file"], locked), refused);
    await assert.rejects(logging.setLoggingLevel({ lvalue: [5], svalue: ["log/*"] }, locked), refused);
    assert.deepEqual(checked, ["Log/Test/One", "Log/Test/One", "Log/Test/One"]);
    assert.deepEqual((await logging.getLoggingLevel(["log/*"])).lvalue, [0, 0]);
    assert.deepEqual(await logging.getLoggingTarget("log/test/one"), []);
  });

  it("warns of problems through the process unless told otherwise", async (t) => {
    const warn = t.mock.method(process, "emitWarning", () => {});
    logging = new ServerLogging("a/b", { output, openConsumer: assert.fail, folder });
    logging.loggerFor("a/b/c", { logging_target: ["foo"] });
    await logging.getLoggingTarget("a/b/c");
    assert.match(String(warn.mock.calls[0]!.arguments[0]), /^a\/b\/c cannot log to foo: API_MethodArgument/);
  });

  // Each as a TangoTest of Tango 9.3.4 and of 10.0.2 answered.
  const refusals: readonly [
    title: string,
    call: () => Promise<unknown>,
    reason: string,
    ...descs: string[],
  ][] = [
    [
      "a target of no known type",
      () => logging.addLoggingTarget(["log/test/one", "FOO::Bar"]),
      "API_MethodArgument",
      "Invalid logging target type specified (foo)",
    ],
    [
      "a device without a target",
      () => logging.addLoggingTarget(["log/test/one"]),
      "API_MethodArgument",
      "Incorrect number of inout arguments",
    ],
    [
      "a pattern that no device matches",
      () => logging.addLoggingTarget(["NOPE*", "file"]),
      "API_DeviceNotFound",
      "No device name matching pattern  <nope*>",
    ],
    [
      "a file that cannot be made",
      () => logging.addLoggingTarget(["log/test/one", "file::/nonexist/X.log"]),
      "API_CannotOpenFile",
      "Could not open logging file /nonexist/x.log",
    ],
    [
      "a consumer without a name",
      () => logging.addLoggingTarget(["log/test/one", "device"]),
      "API_MethodArgument",
      "Device target name must be specified (no default value)",
    ],
    [
      "a consumer that does not answer",
      () => logging.addLoggingTarget(["log/test/one", "device::a/b/c"]),
      "API_ConnectionFailed",
      "Could not connect to log consumer a/b/c",
    ],
    [
      "to remove a target of no known type",
      () => logging.removeLoggingTarget(["log/test/one", "foo"]),
      "API_MethodArgument",
      "Logging target type <foo> not supported",
    ],
    [
      "to remove without a target",
      () => logging.removeLoggingTarget(["log/test/one"]),
      "API_WrongNumberOfArgs",
      "Incorrect number of inout arguments",
    ],
    [
      "to remove where no device matches",
      () => logging.removeLoggingTarget(["NOPE", "file"]),
      "API_DeviceNotFound",
      "No device name matching pattern  <nope>",
    ],
    [
      "to list the targets of no device",
      () => logging.getLoggingTarget("nope"),
      "API_DeviceNotFound",
      "Device nope not found",
      "Device nope not found",
    ],
    [
      "a level that there is not",
      () => logging.setLoggingLevel({ lvalue: [7], svalue: ["log/test/one"] }),
      "API_MethodArgument",
      "Invalid argument for command,                                      logging level out of range",
    ],
    [
      "levels without devices",
      () => logging.setLoggingLevel({ lvalue: [1, 2], svalue: ["log/test/one"] }),
      "API_IncompatibleCmdArgumentType",
      "Imcompatible command argument type,                                    long and string arrays must have the same length",
    ],
  ];
  for (const [title, call, reason, ...descs] of refusals) {
    it(`refuses ${title}`, async () => {
      start();
      await assert.rejects(call(), (error: unknown) => {
        assert.ok(error instanceof DevFailed);
        assert.deepEqual(
          error.errors.map((level) => [level.reason, level.desc]),
          descs.map((desc) => [reason, desc]),
        );
        return true;
      });
      assert.deepEqual(await logging.getLoggingTarget("log/test/one"), []);
      assert.deepEqual(await logging.getLoggingLevel(["log/test/one"]), {
        lvalue: [0],
        svalue: ["Log/Test/One"],
      });
    });
  }
});
