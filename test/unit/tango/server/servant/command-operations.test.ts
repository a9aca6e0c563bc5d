import assert from "node:assert/strict";
import { it } from "node:test";
import type { ProxyOf } from "../../../../../src/iiop/proxy.ts";
import { DeviceProxy } from "../../../../../src/tango/client/device-proxy.ts";
import { NamedDevFailedList } from "../../../../../src/tango/error/named-dev-failed-list.ts";
import { Device_6 } from "../../../../../src/tango/idl/device.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import { OrbContext } from "../../../../../src/threading/orb-context.ts";
import { listenFor, serveDevice } from "../../../../support/served-device.ts";

class Motor extends Device {
  static commands = {
    Go: { dtypeIn: "DevDouble", docIn: "where to", execute() {} },
    Calibrate: { displayLevel: "EXPERT", execute() {} },
  } as const;
}

it("tells commands to clients of IDL 1 with their display level as tag, as cppTango", async (t) => {
  const { served } = await serveDevice(Motor);
  const device = await listenFor(served);
  t.after(() => device.stop());
  const context = new OrbContext();
  t.after(() => context.close());
  const [, port] = /:(\d+)\//.exec(device.address)!;
  const proxy: ProxyOf<typeof Device_6> = context.orb.proxy(
    Device_6,
    `corbaloc:iiop:1.2@127.0.0.1:${port}/${served.name}`,
  );
  const listed = await proxy.command_list_query();
  assert.deepEqual(
    listed.map(({ cmd_name, cmd_tag }) => [cmd_name, cmd_tag]),
    [
      ["Calibrate", 1],
      ["Go", 0],
      ["Init", 0],
      ["State", 0],
      ["Status", 0],
    ],
  );
  assert.equal((await proxy.command_query("calibrate")).cmd_tag, 1);
  assert.deepEqual(await proxy.command_query_2("calibrate"), {
    cmd_name: "Calibrate",
    level: "EXPERT",
    cmd_tag: 0,
    in_type: 0,
    out_type: 0,
    in_type_desc: "Uninitialised",
    out_type_desc: "Uninitialised",
  });
});

it("tells the summary of a failure in parts, which commands cannot raise", async (t) => {
  class Master extends Device {
    static commands = {
      Fail: {
        execute() {
          throw NamedDevFailedList.summary(
            [{ name: "current", index: 0, errors: [] }],
            "write_attributes",
            "a/b/c",
          );
        },
      },
    } as const;
  }
  const { served } = await serveDevice(Master);
  const { address, stop } = await listenFor(served);
  t.after(stop);
  const context = new OrbContext();
  t.after(() => context.close());
  await assert.rejects(new DeviceProxy(address, { context }).commandInout("Fail"), {
    reason: "API_AttributeFailed",
    message: /Failed to execute write_attributes on device a\/b\/c, object\(s\) current/,
  });
});
