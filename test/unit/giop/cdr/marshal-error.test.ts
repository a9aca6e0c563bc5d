import assert from "node:assert/strict";
import { it } from "node:test";
import { errorWithin, MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";

it("names the path to the member at fault from the outside in", () => {
  const error = new MarshalError("it is wrong", 12);
  assert.equal(error.message, "it is wrong (at byte 12)");
  error.within("reason").within(0).within("errors").within(7);
  assert.equal(error.path, "[7].errors[0].reason");
  assert.equal(error.message, "[7].errors[0].reason: it is wrong (at byte 12)");
  assert.equal(error.problem, "it is wrong");
  assert.equal(error.offset, 12);
});

it("does not show an offset that is not known", () => {
  const cause = new Error("why");
  const error = new MarshalError("it is wrong", -1, { cause });
  assert.equal(error.message, "it is wrong");
  assert.equal(error.cause, cause);
  assert.equal(error.code, "GIOP_MARSHAL");
  assert.equal(error.name, "MarshalError");
});

it("leaves other errors alone", () => {
  const other = new Error("other");
  assert.equal(errorWithin(other, "member"), other);
  assert.equal(other.message, "other");
});
