import assert from "node:assert/strict";
import { test } from "node:test";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import { devError } from "../../../../src/tango/error/dev-error.ts";
import { DevFailed, type DevFailedClass } from "../../../../src/tango/error/dev-failed.ts";
import * as classes from "../../../../src/tango/error/dev-failed-classes.ts";
import { NamedDevFailedList } from "../../../../src/tango/error/named-dev-failed-list.ts";
import {
  devFailedFromTransfer,
  devFailedToTransfer,
  errorFromTransfer,
  errorToTransfer,
  isTransferredDevFailed,
} from "../../../../src/tango/error/transferred-dev-failed.ts";

const LEVEL = devError("API_CommandFailed", "it failed", "here", "PANIC");

function across(error: DevFailed): DevFailed {
  const data: unknown = structuredClone(devFailedToTransfer(error));
  assert.ok(isTransferredDevFailed(data));
  return devFailedFromTransfer(JSON.parse(JSON.stringify(data)));
}

for (const type of [DevFailed, ...(Object.values(classes) as DevFailedClass[])]) {
  test(`carries a ${type.name} whole`, () => {
    const error = new type([LEVEL, LEVEL]);
    const copy = across(error);
    assert.ok(copy instanceof type);
    assert.equal(copy.name, type.name);
    assert.equal(copy.message, error.message);
    assert.equal(copy.stack, error.stack);
    assert.deepEqual(copy.errors, error.errors);
    assert.equal("cause" in copy, false);
  });
}

test("carries the failures of a NamedDevFailedList", () => {
  const failures = [{ name: "a", index: 2, errors: [LEVEL] }];
  const copy = across(new NamedDevFailedList([LEVEL], failures));
  assert.ok(copy instanceof NamedDevFailedList);
  assert.deepEqual(copy.failures, failures);
});

test("carries causes: a system exception, a Node error, a value that is no error", () => {
  const socket = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const system = new DevFailed([LEVEL], { cause: new SystemException("TRANSIENT", 0x41540002) });
  const { cause } = across(system);
  assert.ok(cause instanceof SystemException);
  assert.equal(cause.minorName, "TRANSIENT_ConnectFailed");
  assert.equal(cause.message, (system.cause as Error).message);
  const node = across(new DevFailed([LEVEL], { cause: socket })).cause as NodeJS.ErrnoException;
  assert.equal(node.code, "ECONNREFUSED");
  assert.equal(node.message, "connect ECONNREFUSED");
  assert.equal((across(new DevFailed([LEVEL], { cause: "text" })).cause as Error).message, "text");
});

test("cuts a ring of causes", () => {
  const inner = new Error("ring");
  const error = new DevFailed([LEVEL], { cause: inner });
  inner.cause = error;
  assert.ok(across(error).cause instanceof Error);
});

test("does not take other data for a transferred error", () => {
  for (const data of [null, "DevFailed", {}, { transferred: "Error" }]) {
    assert.equal(isTransferredDevFailed(data), false);
  }
});

function anyAcross(error: unknown): Error {
  return errorFromTransfer(JSON.parse(JSON.stringify(structuredClone(errorToTransfer(error)))));
}

test("carries errors of the language as such, others by their name", () => {
  const cause = new DevFailed([LEVEL]);
  const error = anyAcross(new RangeError("too far", { cause }));
  assert.ok(error instanceof RangeError && error.cause instanceof DevFailed);
  assert.deepEqual([error.name, error.message], ["RangeError", "too far"]);
  const own = anyAcross(Object.assign(new Error("mine"), { name: "toString", code: 7 }));
  assert.deepEqual([own.name, (own as NodeJS.ErrnoException).code], ["toString", 7]);
  const aborted = anyAcross(new DOMException("no more", "AbortError"));
  assert.deepEqual([aborted.name, aborted.message], ["AbortError", "no more"]);
  assert.deepEqual(
    [undefined, { a: 1 }, Object.create(null)].map((thrown) => anyAcross(thrown).message),
    ["undefined", "[object Object]", "[object Object]"],
  );
});

test("carries the errors of an AggregateError, also where they contain each other", () => {
  const inner = new DevFailed([LEVEL]);
  const error = new AggregateError([inner, "text"], "all failed");
  const copy = anyAcross(error);
  assert.ok(copy instanceof AggregateError && copy.errors[0] instanceof DevFailed);
  assert.deepEqual([copy.message, copy.errors.length, copy.errors[1].message], ["all failed", 2, "text"]);
  const ring = new AggregateError([], "ring");
  ring.errors.push(...Array.from({ length: 200 }, () => ring));
  const cut = anyAcross(new Error("outer", { cause: ring })).cause as AggregateError;
  assert.equal(cut.errors.length, 100);
});
