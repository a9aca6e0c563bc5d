import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Device_6 } from "../../../../../src/tango/idl/device.ts";
import { lockRule } from "../../../../../src/tango/server/call/lock-rule.ts";

const NONE: ReadonlySet<string> = new Set();

describe("the rule of locks", () => {
  it("is for all that writes, configures or executes, and for nothing else", () => {
    const checked = Object.keys(Device_6.operations).filter(
      (operation) => lockRule(operation, undefined, NONE) === "owner only",
    );
    assert.deepEqual(checked.sort(), [
      "command_inout",
      "command_inout_2",
      "command_inout_4",
      "set_attribute_config",
      "set_attribute_config_3",
      "set_attribute_config_4",
      "set_attribute_config_5",
      "set_pipe_config_5",
      "write_attributes",
      "write_attributes_3",
      "write_attributes_4",
      "write_pipe_5",
      "write_read_attributes_4",
      "write_read_attributes_5",
      "write_read_pipe_5",
    ]);
  });

  it("leaves State and Status to everybody, in any case", () => {
    assert.equal(lockRule("command_inout_4", "State", NONE), "unchecked");
    assert.equal(lockRule("command_inout_4", "staTUS", NONE), "unchecked");
    assert.equal(lockRule("command_inout_4", "Init", NONE), "owner only");
  });

  it("leaves commands to everybody that the access control allows everybody", () => {
    const allowed = new Set(["devdouble"]);
    assert.equal(lockRule("command_inout_4", "DevDouble", allowed), "allowed");
    assert.equal(lockRule("command_inout_2", "DevDouble", allowed), "allowed");
    assert.equal(lockRule("command_inout_4", "DevLong", allowed), "owner only");
  });
});
