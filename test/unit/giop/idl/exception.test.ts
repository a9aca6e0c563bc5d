import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { UserException } from "../../../../src/giop/exception/user-exception.ts";
import { exception } from "../../../../src/giop/idl/exception.ts";
import { long } from "../../../../src/giop/idl/primitives.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { BIG, isMarshalError, toHex } from "../../../support/codec-table.ts";

const Rejected = exception("IDL:Echo/Rejected:1.0", { reason: string, code: long });
const Empty = exception("IDL:Echo/Empty:1.0", {});

describe("exception", () => {
  it("makes errors that carry its members", () => {
    const error = Rejected.create({ reason: "no", code: 5 });
    assert.ok(error instanceof UserException && error instanceof Error);
    assert.equal(error.repositoryId, "IDL:Echo/Rejected:1.0");
    assert.deepEqual(error.members, { reason: "no", code: 5 });
  });

  it("knows its own", () => {
    const error: unknown = Rejected.create({ reason: "no", code: 5 });
    assert.ok(Rejected.is(error) && error.members.code === 5);
    assert.ok(!Empty.is(error) && !Rejected.is(new Error("no")) && !Rejected.is(undefined));
  });

  it("writes its members in order and reads them", () => {
    const writer = new CdrWriter(BIG);
    Rejected.encode(writer, { reason: "no", code: -1 });
    assert.equal(toHex(writer.bytes()), "000000036e6f0000ffffffff");
    assert.deepEqual(Rejected.decode(new CdrReader(writer.bytes(), BIG)), { reason: "no", code: -1 });
    assert.throws(() => Rejected.encode(writer, { reason: "no" }), isMarshalError(/^code: undefined/));
  });

  it("may be without members", () => {
    const writer = new CdrWriter(BIG);
    Empty.encode(writer, {});
    assert.equal(writer.position, 0);
    assert.deepEqual(Empty.decode(new CdrReader(new Uint8Array(), BIG)), {});
  });

  it("has the TypeCode of a struct of its own kind", () => {
    assert.deepEqual(Rejected.typeCode, {
      kind: "tk_except",
      id: "IDL:Echo/Rejected:1.0",
      name: "Rejected",
      members: [
        { name: "reason", type: string.typeCode },
        { name: "code", type: long.typeCode },
      ],
    });
  });
});
