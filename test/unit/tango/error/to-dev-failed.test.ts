import assert from "node:assert/strict";
import { test } from "node:test";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import { MINOR_CODE } from "../../../../src/giop/exception/minor-code.ts";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import type { SystemExceptionKind } from "../../../../src/giop/exception/system-exception-kind.ts";
import { CallAbortedError } from "../../../../src/iiop/call-aborted-error.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import { CommunicationFailed, WrongData } from "../../../../src/tango/error/dev-failed-classes.ts";
import { Except } from "../../../../src/tango/error/except.ts";
import { NamedDevFailedList } from "../../../../src/tango/error/named-dev-failed-list.ts";
import { describeSystemException, toDevFailed } from "../../../../src/tango/error/to-dev-failed.ts";
import { DevFailed as DevFailedException, MultiDevFailed } from "../../../../src/tango/idl/dev-error.ts";
import { OrbContextClosedError } from "../../../../src/threading/orb-context-closed-error.ts";

const LEVEL = { reason: "API_X", severity: "WARN", desc: "what", origin: "where" } as const;

// The texts are those of PyTango 9.3.6 for a refused connection, an unknown object key and so on, the rest is except.cpp.
const DESCRIPTIONS: readonly (readonly [SystemExceptionKind, number, string])[] = [
  [
    "TRANSIENT",
    MINOR_CODE.TRANSIENT_ConnectFailed,
    "TRANSIENT CORBA system exception: TRANSIENT_ConnectFailed",
  ],
  [
    "TRANSIENT",
    MINOR_CODE.TRANSIENT_CallTimedout,
    "TRANSIENT CORBA system exception: TRANSIENT_CallTimedout",
  ],
  ["TRANSIENT", 0xabc, "TRANSIENT CORBA system exception: Unknown minor code: abc"],
  ["COMM_FAILURE", 0x41540007, "COMM_FAILURE CORBA system exception: COMM_FAILURE_WaitingForReply"],
  ["OBJECT_NOT_EXIST", 0x4f4d0001, "OBJECT_NOT_EXIST CORBA system exception: OBJECT_NOT_EXIST_NoMatch"],
  [
    "BAD_OPERATION",
    0x41540026,
    "BAD_OPERATION CORBA system exception: BAD_OPERATION_UnRecognisedOperationName",
  ],
  ["BAD_OPERATION", 1, "BAD_OPERATION CORBA system exception: ORB has returned NULL pointer !"],
  ["IMP_LIMIT", 10, "IMP_LIMIT CORBA system exception: Unknown minor code: a"],
  ["UNKNOWN", 0x4f4d0001, "UNKNOWN CORBA system exception"],
  ["TIMEOUT", 0, "CORBA unknown system exception !!!!!!!!"],
];

for (const [kind, minor, text] of DESCRIPTIONS) {
  test(`describes ${kind}/${minor} as cppTango does`, () => {
    const error = new SystemException(kind, minor);
    assert.equal(describeSystemException(error), text);
    const failed = toDevFailed(error, "Connection::connect");
    assert.deepEqual(failed.errors, [
      { reason: "API_CorbaException", severity: "ERR", desc: text, origin: "Connection::connect" },
    ]);
    assert.equal(failed.cause, error);
  });
}

test("keeps a DevFailed as it is", () => {
  const error = new CommunicationFailed([LEVEL]);
  assert.equal(toDevFailed(error), error);
});

test("keeps the stack that a device raised", () => {
  const failed = toDevFailed(DevFailedException.create({ errors: [LEVEL] }));
  assert.deepEqual(failed.errors, [LEVEL]);
  assert.equal(failed.name, "DevFailed");
});

test("keeps the parts of a MultiDevFailed", () => {
  const failed = toDevFailed(
    MultiDevFailed.create({ errors: [{ name: "a", index_in_call: 1, err_list: [LEVEL] }] }),
  );
  assert.ok(failed instanceof NamedDevFailedList);
  assert.deepEqual(failed.failures, [{ name: "a", index: 1, errors: [LEVEL] }]);
  assert.deepEqual(failed.errors, [LEVEL]);
});

test("names an abort, an argument that cannot be sent and an unknown error", () => {
  const abort = toDevFailed(new CallAbortedError("ping on a/b/c", new Error("user")));
  assert.equal(abort.reason, "API_CallAborted");
  assert.ok(abort instanceof CommunicationFailed);
  const closed = toDevFailed(new OrbContextClosedError("DeviceProxy(a/b/c)"));
  assert.equal(closed.reason, "API_OrbContextClosed");
  assert.match(closed.message, /DeviceProxy\(a\/b\/c\)/);
  const marshal = toDevFailed(new MarshalError("300 is not an octet").within("argin"));
  assert.ok(marshal instanceof WrongData);
  assert.equal(marshal.errors[0]?.desc, "An argument cannot be sent: argin: 300 is not an octet");
  const other = toDevFailed(new RangeError("oops"), "Pump.turn");
  assert.ok(other instanceof DevFailed);
  assert.deepEqual(other.errors[0], {
    reason: "API_StdException",
    severity: "ERR",
    desc: "RangeError: oops",
    origin: "Pump.turn",
  });
});

test("describes whatever else was thrown", () => {
  const descOf = (thrown: unknown) => toDevFailed(thrown).errors[0]?.desc;
  assert.deepEqual(["text", 7, undefined, null, Symbol("s")].map(descOf), [
    "text",
    "7",
    "undefined",
    "null",
    "Symbol(s)",
  ]);
  assert.deepEqual([{ code: 5 }, Object.create(null)].map(descOf), [
    "{ code: 5 }",
    "[Object: null prototype] {}",
  ]);
});

test("names the line where an unknown error was made, without the folder", () => {
  const originOf = (stack: string | undefined) => {
    const error = new RangeError("oops");
    Object.defineProperty(error, "stack", { value: stack });
    return toDevFailed(error).errors[0]?.origin;
  };
  const top = "RangeError: oops\n    at JSON.parse (<anonymous>)";
  assert.equal(
    originOf(`${top}\n    at Pump.turn (file:///a/b/pump.ts:12:3)\n    at c.ts:1:1`),
    "Pump.turn (pump.ts:12)",
  );
  assert.equal(originOf(`${top}\n    at async Pump.turn (C:\\a\\pump.ts:12:3)`), "Pump.turn (pump.ts:12)");
  assert.equal(originOf(`${top}\n    at async file:///a/pump.ts:12:3`), "pump.ts:12");
  assert.equal(originOf(top), "");
  assert.equal(originOf(undefined), "");
  assert.equal(toDevFailed("a text").errors[0]?.origin, "");
  assert.match(
    toDevFailed(new Error("here")).errors[0]?.origin ?? "",
    /^TestContext\.<anonymous> \(to-dev-failed\.test\.ts:\d+\)$/,
  );
});

test("throws and passes on as PyTango's Except does", () => {
  assert.throws(
    () => Except.throwException("Mine", "what", "where", "WARN"),
    (error) => error instanceof DevFailed && error.errors[0]?.severity === "WARN",
  );
  assert.throws(
    () => Except.reThrowException(new SystemException("TRANSIENT", 0x41540002), "Outer", "more", "there"),
    (error) => {
      assert.ok(error instanceof DevFailed);
      assert.deepEqual(
        error.errors.map(({ reason }) => reason),
        ["API_CorbaException", "Outer"],
      );
      assert.ok(error.cause instanceof SystemException);
      return true;
    },
  );
  assert.throws(
    () => Except.throwNamedException([{ name: "a", index: 0, errors: [LEVEL] }], "op", "d"),
    NamedDevFailedList,
  );
});
