import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import { MINOR_CODE, minorCodeName } from "../../../../src/giop/exception/minor-code.ts";
import {
  type CompletionStatus,
  decodeSystemException,
  encodeSystemException,
  SystemException,
} from "../../../../src/giop/exception/system-exception.ts";
import { SYSTEM_EXCEPTION_KINDS } from "../../../../src/giop/exception/system-exception-kind.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";

test("names minor codes as omniORB prints them", () => {
  const table: [ConstructorParameters<typeof SystemException>[0], number, string | undefined][] = [
    ["TRANSIENT", 0x41540002, "TRANSIENT_ConnectFailed"],
    ["TRANSIENT", 0x41540008, "TRANSIENT_CallTimedout"],
    ["TIMEOUT", 0x41540008, "TIMEOUT_CallTimedOutOnClient"],
    ["COMM_FAILURE", 0x41540007, "COMM_FAILURE_WaitingForReply"],
    ["OBJECT_NOT_EXIST", 0x4f4d0001, "OBJECT_NOT_EXIST_NoMatch"],
    ["BAD_OPERATION", 0x41540026, "BAD_OPERATION_UnRecognisedOperationName"],
    ["INTF_REPOS", 0x41540027, "INTF_REPOS_NotAvailable"],
    ["UNKNOWN", 0x4f4d0001, "UNKNOWN_UserException"],
    ["TRANSIENT", 0x41540fff, undefined],
    ["INTERNAL", 0x4f4d0001, undefined],
  ];
  for (const [kind, minor, name] of table) assert.equal(minorCodeName(kind, minor), name);
});

test("belongs every minor code to a system exception, once", () => {
  const seen = new Set<string>();
  for (const [name, minor] of Object.entries(MINOR_CODE)) {
    const kinds = SYSTEM_EXCEPTION_KINDS.filter((kind) => name.startsWith(`${kind}_`));
    assert.equal(kinds.length, 1, name);
    assert.ok([0x4f4d, 0x4154].includes(minor >>> 16), name);
    assert.equal(seen.has(`${kinds[0]}${minor}`), false, name);
    seen.add(`${kinds[0]}${minor}`);
  }
});

test("says in its message what, why, to whom and whether it ran", () => {
  const cause = new Error("connect ECONNREFUSED");
  const error = new SystemException("TRANSIENT", MINOR_CODE.TRANSIENT_ConnectFailed, {
    detail: "connection refused: 127.0.0.1:10000",
    cause,
  });
  assert.equal(
    error.message,
    "[TRANSIENT/TRANSIENT_ConnectFailed] connection refused: 127.0.0.1:10000 (completed: NO)",
  );
  assert.equal(error.cause, cause);
  assert.equal(error.repositoryId, "IDL:omg.org/CORBA/TRANSIENT:1.0");
  assert.equal(error.minorName, "TRANSIENT_ConnectFailed");
  assert.equal(
    new SystemException("IMP_LIMIT", 11, { completed: "MAYBE" }).message,
    "[IMP_LIMIT/0x0000000b] (completed: MAYBE)",
  );
  assert.equal(new SystemException("NO_MEMORY").message, "[NO_MEMORY] (completed: NO)");
  assert.equal("cause" in new SystemException("NO_MEMORY"), false);
});

test("is recognised by its brand, and nothing else is", () => {
  const foreign = Object.assign(Object.create(Error.prototype), {
    [Symbol.for("bandoneon.SystemException")]: true,
  });
  assert.ok(new SystemException("UNKNOWN") instanceof SystemException);
  assert.ok(foreign instanceof SystemException);
  for (const other of [new Error("no"), {}, null, undefined, "UNKNOWN"]) {
    assert.equal((other as object) instanceof SystemException, false);
  }
});

test("encodes and decodes every kind in both byte orders", () => {
  const statuses: CompletionStatus[] = ["YES", "NO", "MAYBE"];
  for (const littleEndian of [true, false]) {
    for (const [i, kind] of SYSTEM_EXCEPTION_KINDS.entries()) {
      const format = messageFormat(2, littleEndian);
      const writer = new CdrWriter(format);
      const completed = statuses[i % 3]!;
      encodeSystemException(writer, new SystemException(kind, 0x41540000 + i, { completed }));
      const decoded = decodeSystemException(new CdrReader(writer.bytes(), format));
      assert.equal(decoded.kind, kind);
      assert.equal(decoded.minor, 0x41540000 + i);
      assert.equal(decoded.completed, completed);
      assert.match(decoded.message, /raised by the peer/);
    }
  }
});

test("decodes what omniORB sends", () => {
  // OBJECT_NOT_EXIST_NoMatch, completed NO.
  const bytes = Buffer.from(
    `26000000${Buffer.from("IDL:omg.org/CORBA/OBJECT_NOT_EXIST:1.0\0").toString("hex")}00 01004d4f 01000000`
      .replace("26000000", "27000000")
      .replaceAll(" ", ""),
    "hex",
  );
  const decoded = decodeSystemException(new CdrReader(bytes, messageFormat(2, true)));
  assert.equal(decoded.minorName, "OBJECT_NOT_EXIST_NoMatch");
  assert.equal(decoded.completed, "NO");
});

test("takes an exception it does not know as UNKNOWN, and names it", () => {
  const writer = new CdrWriter();
  for (const id of ["IDL:acme.com/CORBA/COFFEE:1.0", "IDL:omg.org/CORBA/COFFEE:1.0", ""]) {
    const writer = new CdrWriter();
    writer.string(id);
    writer.ulong(7);
    writer.ulong(2);
    const decoded = decodeSystemException(new CdrReader(writer.bytes()));
    assert.equal(decoded.kind, "UNKNOWN");
    assert.ok(decoded.message.includes(id));
  }
  writer.string("IDL:omg.org/CORBA/UNKNOWN:1.0");
  writer.ulong(0);
  writer.ulong(3);
  assert.throws(() => decodeSystemException(new CdrReader(writer.bytes())), MarshalError);
});

test("rejects every truncation", () => {
  const writer = new CdrWriter();
  encodeSystemException(writer, new SystemException("TRANSIENT", 1));
  const bytes = writer.bytes();
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => decodeSystemException(new CdrReader(bytes.subarray(0, length))), MarshalError);
  }
});
