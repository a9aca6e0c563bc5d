import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { GroupCmdReply, GroupReply } from "../../../../../src/tango/client/group/group-reply.ts";
import { GroupReplyList } from "../../../../../src/tango/client/group/group-reply-list.ts";
import { devError } from "../../../../../src/tango/error/dev-error.ts";
import { ConnectionFailed } from "../../../../../src/tango/error/dev-failed-classes.ts";

const FAILURE = new ConnectionFailed([devError("API_CantConnectToDevice", "gone")]);
const ANSWERED = new GroupCmdReply<number>("a/b/1", "Count", { data: 5 });
const FAILED = new GroupCmdReply<number>("a/b/2", "Count", { error: FAILURE });
const DISABLED = new GroupCmdReply<number>("a/b/3", "Count", "disabled");

describe("GroupReply", () => {
  it("has the data, or the error", () => {
    assert.deepEqual(
      [ANSWERED.data, ANSWERED.hasFailed, ANSWERED.error, ANSWERED.errors],
      [5, false, null, []],
    );
    assert.deepEqual([FAILED.hasFailed, FAILED.error, FAILED.errors], [true, FAILURE, FAILURE.errors]);
    assert.deepEqual([FAILED.devName, FAILED.objName], ["a/b/2", "Count"]);
  });

  it("throws the error in the place of data", () => {
    assert.throws(
      () => FAILED.data,
      (error) => error === FAILURE,
    );
  });

  it("of a disabled device has not failed, and has no data", () => {
    const { groupElementEnabled, hasFailed, errors } = DISABLED;
    assert.deepEqual([groupElementEnabled, hasFailed, errors], [false, false, []]);
    const reason = "no data - group member is disabled";
    assert.throws(() => DISABLED.data, {
      name: "DevFailed",
      reason,
      message: /Count: device a\/b\/3 is disabled/,
    });
  });

  it("tells undefined, which a command without result gives, from no data", () => {
    assert.equal(new GroupCmdReply("a/b/1", "Init", { data: undefined }).data, undefined);
  });

  it("can be logged and copied, without its data where there is none", () => {
    assert.match(inspect(ANSWERED), /^GroupCmdReply \{.*data: 5/s);
    assert.doesNotMatch(inspect(FAILED), /data:/);
    assert.equal(JSON.parse(JSON.stringify(ANSWERED)).data, 5);
    assert.equal(JSON.parse(JSON.stringify(FAILED)).error.errors[0].desc, "gone");
    assert.equal(structuredClone(DISABLED).groupElementEnabled, false);
  });
});

describe("GroupReplyList", () => {
  it("has failed where a reply has", () => {
    const list = new GroupReplyList<GroupReply>();
    assert.equal(list.hasFailed, false);
    list.push(ANSWERED, DISABLED);
    assert.equal(list.hasFailed, false);
    list.push(FAILED);
    assert.equal(list.hasFailed, true);
  });

  it("is an array, whose methods give plain ones", () => {
    const list = new GroupReplyList<GroupReply>();
    list.push(new GroupReply("a/b/1", "level", { data: undefined }));
    assert.ok(Array.isArray(list));
    const names = list.map(({ devName }) => devName);
    assert.deepEqual(names, ["a/b/1"]);
    assert.equal(names.constructor, Array);
  });
});
