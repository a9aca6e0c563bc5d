import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { DeviceProxy } from "../../../../src/tango/client/device-proxy.ts";
import { NonSupportedFeature } from "../../../../src/tango/error/dev-failed-classes.ts";
import type { PipeInfo } from "../../../../src/tango/value/pipe-info.ts";
import type { OrbContext } from "../../../../src/threading/orb-context.ts";
import { FakeServer, testContext } from "../../../support/fake-device.ts";

const INFO: PipeInfo = {
  name: "scan",
  label: "Scan",
  description: "",
  extensions: [],
  dispLevel: "OPERATOR",
  writable: "PIPE_READ",
};

describe("calls of pipes", () => {
  let context: OrbContext;
  let server: FakeServer;
  const proxy = (idl: 4 | 5 | 6) => {
    server.serve("a/b/c", idl, { get_pipe_config_5: () => [] });
    return new DeviceProxy(server.nameOf("a/b/c"), { context });
  };

  beforeEach(async () => {
    context = testContext();
    server = await FakeServer.start();
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
  });

  it("are refused for devices before IDL 5, which have no pipes", async () => {
    const device = proxy(4);
    const blob = { elements: [] };
    const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["read_pipe", () => device.readPipe("scan")],
      ["write_pipe", () => device.writePipe("scan", blob)],
      ["write_read_pipe", () => device.writeReadPipe("scan", blob)],
      ["get_pipe_config", () => device.getPipeConfig("scan")],
      ["get_pipe_config", () => device.getPipeList()],
      ["set_pipe_config", () => device.setPipeConfig(INFO)],
    ];
    for (const [name, call] of calls) {
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof NonSupportedFeature);
        const desc = `Device ${device.devName()} too old to use ${name}() call. Please upgrade to Tango 9/IDL5`;
        assert.deepEqual(
          error.errors.map(({ reason, desc: text }) => [reason, text]),
          [["API_UnsupportedFeature", desc]],
        );
        return true;
      });
    }
  });

  it("send nothing for empty lists, which a device would refuse", async () => {
    const device = proxy(5);
    assert.deepEqual(await device.getPipeConfig([]), []);
    await device.setPipeConfig([]);
    assert.deepEqual(server.takeOperations(), []);
  });

  it("refuse an answer about fewer pipes than were asked for", async () => {
    await assert.rejects(proxy(6).getPipeConfig("scan"), { reason: "API_IncoherentDevData" });
  });

  it("refuse wrong arguments before anything is sent", async () => {
    const device = proxy(6);
    const wrong = { name: "WrongData", reason: "API_InvalidArgs" };
    await assert.rejects(device.readPipe(5 as never), wrong);
    await assert.rejects(device.getPipeConfig([5] as never), wrong);
    await assert.rejects(device.setPipeConfig(null as never), wrong);
    await assert.rejects(device.setPipeConfig([INFO, 5] as never), wrong);
    await assert.rejects(device.writePipe("scan", null as never), {
      name: "WrongData",
      reason: "API_PipeWrongArg",
    });
    assert.deepEqual(server.takeOperations(), []);
  });
});
