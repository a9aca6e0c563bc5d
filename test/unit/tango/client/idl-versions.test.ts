import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { IdlVersion } from "../../../../src/tango/client/connected-device.ts";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { NonSupportedFeature } from "../../../../src/tango/error/dev-failed-classes.ts";
import { levelDevice } from "../../../support/fake-attributes.ts";
import { FakeServer, testContext } from "../../../support/fake-device.ts";

/** The operation that each generation of devices is called with (tango-idl.md §2). */
const OPERATIONS = {
  command: [
    "command_inout",
    "command_inout_2",
    "command_inout_2",
    "command_inout_4",
    "command_inout_4",
    "command_inout_4",
  ],
  read: [
    "read_attributes",
    "read_attributes_2",
    "read_attributes_3",
    "read_attributes_4",
    "read_attributes_5",
    "read_attributes_5",
  ],
  write: [
    "write_attributes",
    "write_attributes",
    "write_attributes_3",
    "write_attributes_4",
    "write_attributes_4",
    "write_attributes_4",
  ],
  writeRead: [
    null,
    null,
    null,
    "write_read_attributes_4",
    "write_read_attributes_5",
    "write_read_attributes_5",
  ],
  config: [
    "get_attribute_config",
    "get_attribute_config_2",
    "get_attribute_config_3",
    "get_attribute_config_3",
    "get_attribute_config_5",
    "get_attribute_config_5",
  ],
  setConfig: [
    "set_attribute_config",
    "set_attribute_config",
    "set_attribute_config_3",
    "set_attribute_config_4",
    "set_attribute_config_5",
    "set_attribute_config_5",
  ],
  commandQuery: [
    "command_query",
    "command_query_2",
    "command_query_2",
    "command_query_2",
    "command_query_2",
    "command_query_2",
  ],
  commandListQuery: [
    "command_list_query",
    "command_list_query_2",
    "command_list_query_2",
    "command_list_query_2",
    "command_list_query_2",
    "command_list_query_2",
  ],
  attributeHistory: [
    null,
    "read_attribute_history_2",
    "read_attribute_history_3",
    "read_attribute_history_4",
    "read_attribute_history_5",
    "read_attribute_history_5",
  ],
  commandHistory: [
    null,
    "command_inout_history_2",
    "command_inout_history_2",
    "command_inout_history_4",
    "command_inout_history_4",
    "command_inout_history_4",
  ],
  info: ["info", "info", "info_3", "info_3", "info_3", "info_6"],
} as const;

for (const idl of [1, 2, 3, 4, 5, 6] as const) {
  describe(`a device of IDL ${idl}`, () => {
    const context = testContext();
    let server: FakeServer;
    let device: DeviceProxy;

    before(async () => {
      server = await FakeServer.start();
      server.serve("a/b/c", idl, levelDevice(idl));
      device = new DeviceProxy(server.nameOf("a/b/c"), { context });
      await device.reconnect();
      server.takeOperations();
    });
    after(async () => {
      await context.close();
      await server.stop();
    });

    /** Makes a call, and gives its result with the operations that it took. */
    async function record<T>(work: () => Promise<T>): Promise<{ result: T; operations: string[] }> {
      const result = await work();
      return { result, operations: server.takeOperations() };
    }

    function operation(action: keyof typeof OPERATIONS): string | null {
      return OPERATIONS[action][idl - 1] ?? null;
    }

    it("is narrowed to its interface", async () => {
      assert.equal(await device.getIdlVersion(), idl);
    });

    it("reads, asking for the format the first time only where devices do not say it", async () => {
      const first = await record(() => device.readAttribute<number>("level"));
      assert.deepEqual(first.operations, [operation("read"), ...(idl <= 3 ? [operation("config")] : [])]);
      const { result, operations } = await record(() => device.readAttribute<number>("level"));
      assert.deepEqual(operations, [operation("read")]);
      assert.deepEqual(
        [result.name, result.value, result.writeValue, result.quality, result.type, result.dataFormat],
        ["level", 1.5, 2.5, "ATTR_VALID", "DevDouble", "SCALAR"],
      );
    });

    it("writes, asking for the type the first time only", async () => {
      await device.setAttributeConfig(await device.getAttributeConfig(["level"]));
      server.takeOperations();
      const first = await record(() => device.writeAttribute("level", 4));
      assert.deepEqual(first.operations, [operation("config"), operation("write")]);
      const second = await record(() => device.writeAttribute("level", 5));
      assert.deepEqual(second.operations, [operation("write")]);
    });

    it("writes and reads in one call from IDL 4 on", async () => {
      const expected = operation("writeRead");
      if (expected === null) {
        await assert.rejects(device.writeReadAttribute("level", 3), (error) => {
          assert.ok(error instanceof NonSupportedFeature);
          assert.deepEqual(
            error.errors.map(({ reason, desc }) => [reason, desc]),
            [["API_UnsupportedFeature", "Device a/b/c does not support write_read_attribute feature"]],
          );
          return true;
        });
        return;
      }
      const { result, operations } = await record(() => device.writeReadAttribute("level", 3));
      assert.deepEqual(operations, [expected]);
      assert.equal(result.value, 1.5);
    });

    it("writes some and reads others from IDL 5 on", async () => {
      server.takeOperations();
      const call = () => device.writeReadAttributes({ level: 3 }, ["level"]);
      if (idl < 5) {
        await assert.rejects(call, { name: "NonSupportedFeature" });
        assert.deepEqual(server.takeOperations(), []);
      } else {
        assert.deepEqual((await record(call)).operations, ["write_read_attributes_5"]);
      }
    });

    it("executes commands, asking for the types the first time only", async () => {
      const first = await record(() => device.commandInout<number>("Echo", 1.25));
      assert.equal(first.result, 1.25);
      assert.deepEqual(first.operations, [operation("commandQuery"), operation("command")]);
      const second = await record(() => device.commandInout("Echo", 1.25));
      assert.deepEqual(second.operations, [operation("command")]);
      const unasked = await record(() => device.commandInout("Other"));
      assert.deepEqual([unasked.result, unasked.operations], [undefined, [operation("command")]]);
    });

    it("tells of its commands", async () => {
      const { result, operations } = await record(() => device.getCommandConfig(["ECHO", "none"]));
      assert.deepEqual(operations, [operation("commandListQuery")]);
      assert.deepEqual(
        result.map(({ cmdName, inType }) => [cmdName, inType]),
        [["Echo", "DevDouble"]],
      );
    });

    it("gives its configuration and takes it back", async () => {
      const { result, operations } = await record(() => device.attributeListQuery());
      assert.deepEqual(operations, [operation("config")]);
      assert.deepEqual(
        result.map(({ name, dataType, unit, memorized }) => [name, dataType, unit, memorized]),
        [["level", "DevDouble", "V", idl >= 5 ? "MEMORIZED" : "NOT_KNOWN"]],
      );
      const set = await record(() => device.setAttributeConfig(result));
      assert.deepEqual(set.operations, [operation("setConfig")]);
    });

    it("has histories from IDL 2 on", async () => {
      server.takeOperations();
      if (idl === 1) {
        await assert.rejects(device.attributeHistory("level", 3), {
          reason: "API_UnsupportedFeature",
          name: "NonSupportedFeature",
        });
        await assert.rejects(device.commandHistory("Echo", 3), { reason: "API_UnsupportedFeature" });
        assert.deepEqual(server.takeOperations(), []);
        return;
      }
      await device.attributeHistory("level", 3);
      server.takeOperations();
      const values = await record(() => device.attributeHistory("level", 3));
      assert.deepEqual(values.operations, [operation("attributeHistory")]);
      assert.deepEqual(
        values.result.map(({ value }) => value),
        [1.5],
      );
      const results = await record(() => device.commandHistory("Echo", 3));
      assert.deepEqual(results.operations, [operation("commandHistory")]);
      assert.equal(results.result.length, 1);
    });

    it("tells of itself", async () => {
      const { result, operations } = await record(() => device.info());
      assert.deepEqual(operations, [operation("info")]);
      assert.equal(result.serverVersion, idl);
      assert.deepEqual(result.versionInfo, idl === 6 ? { idl: "6" } : {});
    });

    it("is called with the client's identity, which is the same for all", async () => {
      await device.readAttribute("level");
      const identity = server.calls[0]?.args[2] as { kind: string; value: unknown } | undefined;
      const { mainClass, uuid } = context.clientIdentity;
      const client = { MainClass: mainClass, uuid: BigUint64Array.from(uuid) };
      assert.deepEqual(
        identity && [identity.kind, identity.value],
        idl < 4 ? undefined : ["java_clnt", client],
      );
      server.takeOperations();
    });
  });
}

describe("narrowing", () => {
  it("asks an object whose reference names no interface, the highest first", async () => {
    const context = testContext();
    const server = await FakeServer.start();
    const ior = server.serve("a/b/c", 4, levelDevice(4 satisfies IdlVersion));
    assert.equal(ior.typeId, "IDL:Tango/Device_4:1.0");
    const device = new DeviceProxy(server.nameOf("a/b/c"), { context });
    assert.equal(await device.getIdlVersion(), 4);
    await context.close();
    await server.stop();
  });
});
