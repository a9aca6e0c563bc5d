import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Any } from "../../../../../src/giop/idl/any.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import { executeCommand } from "../../../../../src/tango/server/command/execute-command.ts";
import { Device } from "../../../../../src/tango/server/device.ts";
import type { CmdArgType } from "../../../../../src/tango/value/cmd-arg-type.ts";
import { decodeCommandResult } from "../../../../../src/tango/value/command-argument.ts";
import type { Encoded } from "../../../../../src/tango/value/encoded.ts";
import { serveDevice } from "../../../../support/served-device.ts";

describe("what a command gives", () => {
  const results: readonly [CmdArgType, () => unknown, (result: never) => ArrayLike<number>][] = [
    ["DevVarShortArray", () => new Int16Array(2), (result) => result],
    ["DevVarLongArray", () => [0, 0], (result) => result],
    ["DevEncoded", () => ({ format: "raw", data: new Uint8Array(2) }), ({ data }) => data],
    [
      "DevVarEncodedArray",
      () => [{ format: "raw", data: new Uint8Array(2) }],
      (result) => (result as Encoded[])[0]!.data,
    ],
    ["DevVarLongStringArray", () => ({ lvalue: new Int32Array(2), svalue: [] }), ({ lvalue }) => lvalue],
  ];
  for (const [dtypeOut, make, numbersOf] of results) {
    it(`stays as it was, whatever the device does with its own: ${dtypeOut}`, async () => {
      const own = make();
      class Buffering extends Device {
        static commands = { Get: { dtypeOut, execute: () => own } } as never;
      }
      const { served } = await serveDevice(Buffering);
      const call = { name: "Get", argin: Any.EMPTY, caller: Caller.polling };
      const given = await executeCommand(served, call);
      (numbersOf(own as never) as number[])[0] = 1;
      assert.equal(numbersOf(decodeCommandResult(dtypeOut, given) as never)[0], 0);
    });
  }
});
