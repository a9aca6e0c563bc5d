import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { Any } from "../../../../src/giop/idl/any.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { AccessControl } from "../../../../src/tango/database/access-control.ts";
import { Database } from "../../../../src/tango/database/database.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { DevVarStringArray } from "../../../../src/tango/idl/data-types.ts";
import type { HostPort } from "../../../../src/tango/naming/tango-host.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { FakeDatabase } from "../../../support/fake-database.ts";
import { deferred, deviceError, FakeServer, testContext } from "../../../support/fake-device.ts";
import { until } from "../../../support/until.ts";

const GUARD = "sys/access_control/1";
const UNREACHABLE =
  "Controlled access service defined in Db but unreachable --> Read access given to all devices...";

describe("the access control", () => {
  let context: OrbContext;
  let database: FakeDatabase;
  let server: FakeServer;
  /** What the access control device was asked, with its arguments. */
  let asked: { readonly command: string; readonly argument: string | string[] }[];
  /** What it waits for before it answers. */
  let delay: Promise<void> | undefined;
  /** The commands that it has. */
  let answers: Record<string, (argument: string[]) => string | string[]>;

  beforeEach(async () => {
    context = testContext();
    database = await FakeDatabase.start();
    server = await FakeServer.start();
    asked = [];
    delay = undefined;
    answers = { getaccessformultiip: () => "read", getallowedcommands: () => ["State", "Look"] };
    database.services = [`AccessControl/tango:${GUARD}`];
    database.define(GUARD, serveGuard(GUARD));
    database.answer("DbGetClassforDevice", () => "Lamp");
  });

  afterEach(async () => {
    await context.close();
    await Promise.all([database.stop(), server.stop()]);
  });

  function serveGuard(name: string) {
    return server.serve(name, 5, {
      command_inout_4: async (command, argin) => {
        const argument = argin.holds(string) ? argin.extract(string) : argin.extract(DevVarStringArray);
        const answer = answers[command.toLowerCase()];
        if (answer === undefined) throw deviceError("API_CommandNotFound");
        asked.push({ command, argument });
        await delay;
        const reply = answer([argument].flat());
        return typeof reply === "string" ? Any.of(string, reply) : Any.of(DevVarStringArray, reply);
      },
    });
  }

  function make(variables: Record<string, string> = {}, elsewhere?: (server: HostPort) => Database) {
    const environment = {
      variables,
      platform: "linux",
      homeDirectory: () => undefined,
      readFile: () => undefined,
    };
    const identity = () => ({ user: "bob", addresses: ["10.0.0.1", "10.0.0.2"] });
    const directory = new Database(database.tangoHost, { context });
    const directoryAt = elsewhere ?? (() => assert.fail("there is one database"));
    return new AccessControl(context, directory, directoryAt, environment, identity);
  }

  it("is asked with the user, the device and all addresses", async () => {
    answers.getaccessformultiip = ([, device]) => (device === "a/b/w" ? "write" : "read");
    const control = make();
    assert.equal((await control.grantFor("a/b/c")).right, "READ");
    assert.equal((await control.grantFor("a/b/w")).right, "WRITE");
    assert.deepEqual(asked, [
      { command: "GetAccessForMultiIp", argument: ["bob", "a/b/c", "10.0.0.1", "10.0.0.2"] },
      { command: "GetAccessForMultiIp", argument: ["bob", "a/b/w", "10.0.0.1", "10.0.0.2"] },
    ]);
  });

  it("is asked with one address where it knows no more, and only write is write", async () => {
    delete answers.getaccessformultiip;
    answers.getaccess = () => "unknown";
    assert.equal((await make().grantFor("a/b/c")).right, "READ");
    assert.deepEqual(asked, [{ command: "GetAccess", argument: ["bob", "10.0.0.1", "a/b/c"] }]);
  });

  it("is not asked where there is none, and for the superuser of Tango", async () => {
    assert.equal((await make({ SUPER_TANGO: "True" }).grantFor("a/b/c")).right, "WRITE");
    assert.equal((await make({ SUPER_TANGO: "yes" }).grantFor("a/b/c")).right, "READ");
    asked = [];
    database.services = ["HdbManager/main:x/y/z"];
    assert.equal((await make().grantFor("a/b/c")).right, "WRITE");
    assert.deepEqual(asked, []);
  });

  it("is the one of ACCESS_DEVNAME, whatever is registered", async () => {
    database.services = [];
    assert.equal((await make({ ACCESS_DEVNAME: GUARD }).grantFor("a/b/c")).right, "READ");
  });

  it("may be in another database, or in none", async () => {
    database.services = [];
    const other = await FakeDatabase.start();
    try {
      other.define("far/access/1", serveGuard("far/access/1"));
      const name = `tango://${other.tangoHost}/far/access/1`;
      const elsewhere = ({ host, port }: HostPort) => new Database(host, port, { context });
      assert.equal((await make({ ACCESS_DEVNAME: name }, elsewhere).grantFor("a/b/c")).right, "READ");
      const direct = `tango://127.0.0.1:${server.port}/far/access/1#dbase=no`;
      assert.equal((await make({ ACCESS_DEVNAME: direct }).grantFor("a/b/c")).right, "READ");
      assert.equal(asked.length, 2);
    } finally {
      await other.stop();
    }
  });

  it("tells once for a class which commands are harmless", async () => {
    const control = make();
    const grants = [await control.grantFor("a/b/c"), await control.grantFor("a/b/d")];
    for (const { allowsCommand } of grants) {
      assert.equal(await allowsCommand("LOOK"), true);
      assert.equal(await allowsCommand("Touch"), false);
    }
    assert.deepEqual(
      asked.filter(({ command }) => command === "GetAllowedCommands"),
      [{ command: "GetAllowedCommands", argument: "Lamp" }],
    );
  });

  it("allows no command where it does not tell, and is asked again", async () => {
    answers.getallowedcommands = () => {
      throw deviceError("AC_SQLError", "the disk is full");
    };
    const { allowsCommand } = await make().grantFor("a/b/c");
    assert.equal(await allowsCommand("Look"), false);
    answers.getallowedcommands = () => ["Look"];
    assert.equal(await allowsCommand("Look"), true);
  });

  it("leaves everybody with reading where it is gone, and says why", async () => {
    database.define(GUARD, null);
    const { right, errors, allowsCommand } = await make().grantFor("a/b/c");
    assert.equal(right, "READ");
    assert.equal(errors[0]?.reason, "API_DeviceNotExported");
    assert.ok(errors[0].desc.endsWith(`\n${UNREACHABLE}`), errors[0].desc);
    assert.equal(await allowsCommand("Look"), false);
    const undefinedGuard = await make({ ACCESS_DEVNAME: "no/such/device" }).grantFor("a/b/c");
    assert.equal(undefinedGuard.errors[0]?.reason, "DB_DeviceNotDefined");
    assert.ok(undefinedGuard.errors[0].desc.endsWith(`\n${UNREACHABLE}`));
    assert.equal((await make({ ACCESS_DEVNAME: "a/b" }).grantFor("a/b/c")).right, "READ");
  });

  it("tells of others, too, and is looked for anew where it could not be asked", async () => {
    const control = make({ SUPER_TANGO: "true" });
    const ann = { user: "ann", addresses: ["10.0.0.9"] };
    answers.getaccessformultiip = ([user]) => (user === "ann" ? "write" : "read");
    assert.equal(await control.mayWrite("a/b/c", ann), true);
    assert.equal(await control.mayWrite("a/b/c", { ...ann, user: "*" }), false);
    answers.getaccessformultiip = () => {
      throw deviceError("AC_SQLError", "the disk is full");
    };
    await assert.rejects(control.mayWrite("a/b/c", ann), (error: unknown) => {
      assert.ok(error instanceof DevFailed);
      assert.equal(error.reason, "AC_SQLError");
      return true;
    });
    database.services = [];
    assert.equal(await control.mayWrite("a/b/c", ann), true, "it was unregistered");
  });

  it("guards the database itself where something is changed there", async () => {
    const guarded = new Database(database.tangoHost, { context });
    database.answer("DbInfo", () => ["TANGO Database"]);
    database.answer("DbPutProperty", () => undefined);
    assert.equal(await guarded.getInfo(), "TANGO Database");
    assert.deepEqual(asked, [], "who only asks need not be let");
    assert.equal(await guarded.getAccessRight(), "READ");
    await assert.rejects(guarded.putProperty("object", { name: "value" }), (error: unknown) => {
      assert.ok(error instanceof DevFailed);
      assert.deepEqual(
        error.errors.map(({ reason, desc }) => `${reason}: ${desc}`),
        [
          "API_ReadOnlyMode: Command DbPutProperty on device sys/database/2 is not authorized",
          "API_CommandFailed: Failed to execute command_inout on device sys/database/2, command DbPutProperty",
        ],
      );
      return true;
    });
    answers.getaccessformultiip = () => "write";
    await new Database(database.tangoHost, { context }).putProperty("object", { name: "value" });
    await new Database(database.tangoHost, { context, checksAccess: false }).putProperty("object", {
      n: "v",
    });
    assert.equal(database.commands.filter(({ command }) => command === "DbPutProperty").length, 2);
  });

  it("lets change the database though another who waited for the same answer has given up", async () => {
    const guarded = new Database(database.tangoHost, { context });
    database.answer("DbPutProperty", () => undefined);
    answers.getaccessformultiip = () => "write";
    const late = deferred<void>();
    delay = late.promise;
    const controller = new AbortController();
    const first = guarded.putProperty("object", { name: "1" }, { signal: controller.signal });
    const second = guarded.putProperty("object", { name: "2" });
    await until(() => asked.length > 0);
    controller.abort();
    await assert.rejects(first, { reason: "API_CallAborted" });
    late.resolve();
    await second;
    assert.equal(asked.length, 1);
  });
});
