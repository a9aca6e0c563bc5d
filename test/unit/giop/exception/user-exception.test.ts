import assert from "node:assert/strict";
import { test } from "node:test";
import { UserException } from "../../../../src/giop/exception/user-exception.ts";

class Refused extends UserException {
  override readonly name = "Refused";
}

test("keeps repository id, members, message and cause", () => {
  const cause = new Error("why");
  const error = new UserException("IDL:Test/Refused:1.0", { reason: "no" }, { message: "refused", cause });
  assert.equal(error.repositoryId, "IDL:Test/Refused:1.0");
  assert.deepEqual(error.members, { reason: "no" });
  assert.equal(error.message, "refused");
  assert.equal(error.cause, cause);
  assert.equal(new UserException("IDL:Test/Refused:1.0").message, "IDL:Test/Refused:1.0");
});

test("is recognised by its brand", () => {
  const foreign = Object.assign(Object.create(Error.prototype), {
    [Symbol.for("bandoneon.UserException")]: true,
  });
  assert.ok(foreign instanceof UserException);
  assert.equal(new Error("no") instanceof UserException, false);
  assert.equal((null as unknown as object) instanceof UserException, false);
});

test("leaves instanceof of a subclass as it is", () => {
  assert.ok(new Refused("IDL:x:1.0") instanceof Refused);
  assert.ok(new Refused("IDL:x:1.0") instanceof UserException);
  assert.equal(new UserException("IDL:x:1.0") instanceof Refused, false);
});
