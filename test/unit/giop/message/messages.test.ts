import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import type { GiopMinor } from "../../../../src/giop/cdr/wire-format.ts";
import { encodeIiopProfile } from "../../../../src/giop/ior/iiop-profile.ts";
import { decodeIor, encodeIor } from "../../../../src/giop/ior/ior.ts";
import { objectKeyFromText } from "../../../../src/giop/ior/object-key.ts";
import { alignBody } from "../../../../src/giop/message/body-alignment.ts";
import { decodeCancelRequest, encodeCancelRequest } from "../../../../src/giop/message/cancel-request.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import {
  decodeLocateReplyHeader,
  decodeLocateRequest,
  encodeLocateReplyHeader,
  encodeLocateRequest,
  LOCATE_STATUSES,
} from "../../../../src/giop/message/locate.ts";
import { beginMessage, emptyMessage, finishMessage } from "../../../../src/giop/message/message-encoder.ts";
import {
  checkMessageHeader,
  giopMinorOf,
  hasMoreFragments,
  isLittleEndian,
  messageSize,
  messageTypeOf,
} from "../../../../src/giop/message/message-header.ts";
import { MESSAGE_TYPES } from "../../../../src/giop/message/message-type.ts";
import { ProtocolError } from "../../../../src/giop/message/protocol-error.ts";
import { decodeReplyHeader, encodeReplyHeader, REPLY_STATUSES } from "../../../../src/giop/message/reply.ts";
import {
  decodeRequestHeader,
  encodeRequestHeader,
  RESPONSE_FROM_SERVER,
  RESPONSE_FROM_TARGET,
  RESPONSE_NONE,
  type RequestHeader,
} from "../../../../src/giop/message/request.ts";
import {
  codeSetsContext,
  codeSetsInContexts,
  NO_CONTEXTS,
} from "../../../../src/giop/message/service-context.ts";
import {
  decodeAddressingMode,
  encodeAddressingMode,
  type TargetAddress,
  targetObjectKey,
} from "../../../../src/giop/message/target-address.ts";

const MINORS: readonly GiopMinor[] = [0, 1, 2];
const KEY = objectKeyFromText("database");
const TARGET: TargetAddress = { kind: "key", objectKey: KEY };

const request = (changes: Partial<RequestHeader> = {}): RequestHeader => ({
  requestId: 2,
  responseFlags: RESPONSE_FROM_TARGET,
  target: TARGET,
  operation: "_is_a",
  serviceContexts: NO_CONTEXTS,
  ...changes,
});

// PyTango 9.3.6 and DataBaseds 9.3.4, captured between them: _is_a("IDL:Tango/Device_5:1.0") in GIOP 1.0 and 1.2, and its
// replies. Padding is what omniORB left there.
const CAPTURED: [GiopMinor, string, string][] = [
  [
    0,
    "47494f50010001004300000000000000020000000163000008000000646174616261736506000000" +
      "5f69735f61006231000000001700000049444c3a54616e676f2f4465766963655f353a312e3000",
    "47494f50010001010d00000000000000020000000000000001",
  ],
  [
    2,
    "47494f500102010047000000020000000300000000000000080000006461746162617365060000005f69735f61000000" +
      "00000000e80300001700000049444c3a54616e676f2f4465766963655f353a312e3000",
    "47494f50010201010d00000002000000000000000000000001",
  ],
];

for (const [minor, requestHex, replyHex] of CAPTURED) {
  test(`reads a captured request and reply of GIOP 1.${minor}`, () => {
    const bytes = Buffer.from(requestHex, "hex");
    const reader = open(bytes);
    assert.deepEqual(plain(decodeRequestHeader(reader)), request());
    assert.equal(reader.string(), "IDL:Tango/Device_5:1.0");
    reader.expectEnd();

    const reply = open(Buffer.from(replyHex, "hex"));
    assert.deepEqual(decodeReplyHeader(reply), {
      requestId: 2,
      status: "NO_EXCEPTION",
      serviceContexts: [],
    });
    assert.equal(reply.boolean(), true);
    reply.expectEnd();
  });

  test(`writes the captured messages of GIOP 1.${minor} again, but for padding`, () => {
    const writer = beginMessage("Request", messageFormat(minor, true));
    encodeRequestHeader(writer, request());
    alignBody(writer);
    writer.string("IDL:Tango/Device_5:1.0");
    const zeroed = requestHex.replace("0163000008", "0100000008").replace("006231000000", "000000000000");
    assert.equal(hex(finishMessage(writer)), zeroed.replace("00000000e80300001700", "00000000000000001700"));

    const reply = beginMessage("Reply", messageFormat(minor, true));
    encodeReplyHeader(reply, { requestId: 2, status: "NO_EXCEPTION", serviceContexts: NO_CONTEXTS });
    alignBody(reply);
    reply.boolean(true);
    assert.equal(hex(finishMessage(reply)), replyHex);
  });
}

test("writes a code set context as omniORB does", () => {
  const { id, data } = codeSetsContext(0x00010001, 0x00010109);
  assert.equal(id, 1);
  assert.equal(hex(data), "010000000100010009010100");
});

test("carries every request header through every version and byte order", () => {
  const context = { id: 0x41540000, data: Uint8Array.of(1, 2, 3) };
  const profile = encodeIiopProfile({ giopMinor: 2, host: "h", port: 1, objectKey: KEY, components: [] });
  const ior = { typeId: "IDL:x:1.0", profiles: [{ tag: 1, data: new Uint8Array(0) }, profile] };
  const headers = [
    request(),
    request({ requestId: 0xffff_fffe, operation: "x".repeat(100) }),
    request({ responseFlags: RESPONSE_NONE }),
    request({ serviceContexts: [codeSetsContext(1, 2), context] }),
    request({ target: { kind: "key", objectKey: new Uint8Array(0) } }),
  ];
  const only12 = [
    request({ responseFlags: RESPONSE_FROM_SERVER }),
    request({ target: { kind: "profile", profile } }),
    request({ target: { kind: "reference", profileIndex: 1, ior } }),
  ];
  for (const minor of MINORS) {
    for (const littleEndian of [true, false]) {
      for (const header of minor === 2 ? [...headers, ...only12] : headers) {
        for (const body of [false, true]) {
          const writer = beginMessage("Request", messageFormat(minor, littleEndian));
          encodeRequestHeader(writer, header);
          if (body) {
            alignBody(writer);
            writer.double(1.5);
          }
          const bytes = finishMessage(writer);
          const reader = open(bytes);
          assert.deepEqual(plain(decodeRequestHeader(reader)), plain(header));
          if (body) assert.equal(reader.double(), 1.5);
          reader.expectEnd();
          if (!body) rejectsTruncations(bytes, decodeRequestHeader);
        }
      }
    }
  }
});

test("aligns a body to 8 in GIOP 1.2 only", () => {
  for (const minor of MINORS) {
    const ends = ["a", "abcde"].map((operation) => {
      const writer = beginMessage("Request", messageFormat(minor));
      encodeRequestHeader(writer, request({ operation }));
      const end = writer.position;
      alignBody(writer);
      assert.equal(writer.position, minor === 2 ? (end + 7) & ~7 : end);
      return end % 8;
    });
    assert.deepEqual(ends.sort(), [0, 4]);
  }
});

test("finds the object key in each way to address", () => {
  const profile = encodeIiopProfile({ giopMinor: 2, host: "h", port: 1, objectKey: KEY, components: [] });
  const ior = { typeId: "", profiles: [profile] };
  const targets: TargetAddress[] = [
    TARGET,
    { kind: "profile", profile },
    { kind: "reference", profileIndex: 0, ior },
  ];
  for (const target of targets) assert.deepEqual(new Uint8Array(targetObjectKey(target)), KEY);
  assert.throws(() => targetObjectKey({ kind: "reference", profileIndex: 1, ior }), MarshalError);
  assert.throws(
    () => targetObjectKey({ kind: "profile", profile: { tag: 9, data: new Uint8Array(0) } }),
    MarshalError,
  );
});

test("rejects a target address that is none", () => {
  for (const [target, problem] of [
    ["0300", /3 is not an addressing disposition/],
    ["020000000500000001000000 00000000 00000000", /profile 5 of a reference/],
  ] as const) {
    const message = Buffer.from(
      `47494f5001020100 00000000 02000000 03000000 ${target}`.replaceAll(" ", ""),
      "hex",
    );
    assert.throws(() => decodeRequestHeader(open(message)), problem);
  }
});

test("addresses only by key before GIOP 1.2", () => {
  const profile = { tag: 0, data: new Uint8Array(0) };
  for (const minor of [0, 1] as const) {
    const writer = beginMessage("Request", messageFormat(minor));
    const target: TargetAddress = { kind: "profile", profile };
    assert.throws(() => encodeRequestHeader(writer, request({ target })), /only be addressed by object key/);
    assert.throws(() => encodeLocateRequest(writer, { requestId: 1, target }), /only be located by its key/);
  }
});

test("carries every reply status through every version and byte order", () => {
  for (const minor of MINORS) {
    for (const littleEndian of [true, false]) {
      for (const [ordinal, status] of REPLY_STATUSES.entries()) {
        const writer = beginMessage("Reply", messageFormat(minor, littleEndian));
        const header = { requestId: 4, status, serviceContexts: [{ id: 9, data: Uint8Array.of(1) }] };
        if (minor < 2 && ordinal > 3) {
          assert.throws(() => encodeReplyHeader(writer, header), /no reply status/);
          continue;
        }
        encodeReplyHeader(writer, header);
        const bytes = finishMessage(writer);
        assert.deepEqual(plain(decodeReplyHeader(open(bytes))), header);
        rejectsTruncations(bytes, decodeReplyHeader);
      }
    }
  }
});

test("rejects reply and locate statuses that a version does not have", () => {
  for (const [minor, ordinal] of [
    [2, 6],
    [1, 4],
    [0, 5],
  ] as const) {
    const reply = beginMessage("Reply", messageFormat(minor));
    for (const value of minor === 2 ? [2, ordinal, 0] : [0, 2, ordinal]) reply.ulong(value);
    assert.throws(() => decodeReplyHeader(open(finishMessage(reply))), /is not a reply status/);
    const locate = beginMessage("LocateReply", messageFormat(minor));
    for (const value of [2, ordinal]) locate.ulong(value);
    assert.throws(() => decodeLocateReplyHeader(open(finishMessage(locate))), /is not a locate status/);
  }
});

test("carries locate requests and replies through every version and byte order", () => {
  const profile = encodeIiopProfile({ giopMinor: 2, host: "h", port: 1, objectKey: KEY, components: [] });
  const ior = { typeId: "IDL:x:1.0", profiles: [profile] };
  for (const minor of MINORS) {
    for (const littleEndian of [true, false]) {
      const format = messageFormat(minor, littleEndian);
      const targets: TargetAddress[] = minor === 2 ? [TARGET, { kind: "profile", profile }] : [TARGET];
      for (const target of targets) {
        const writer = beginMessage("LocateRequest", format);
        encodeLocateRequest(writer, { requestId: 6, target });
        const bytes = finishMessage(writer);
        assert.equal(messageTypeOf(bytes), "LocateRequest");
        assert.deepEqual(plain(decodeLocateRequest(open(bytes))), { requestId: 6, target });
        rejectsTruncations(bytes, decodeLocateRequest);
      }
      for (const [ordinal, status] of LOCATE_STATUSES.entries()) {
        const writer = beginMessage("LocateReply", format);
        if (minor < 2 && ordinal > 2) {
          assert.throws(() => encodeLocateReplyHeader(writer, { requestId: 6, status }), /no locate status/);
          continue;
        }
        encodeLocateReplyHeader(writer, { requestId: 6, status });
        if (status.startsWith("OBJECT_FORWARD")) encodeIor(writer, ior);
        const reader = open(finishMessage(writer));
        assert.deepEqual(decodeLocateReplyHeader(reader), { requestId: 6, status });
        if (status.startsWith("OBJECT_FORWARD")) assert.deepEqual(decodeIor(reader), ior);
        reader.expectEnd();
      }
    }
  }
});

test("carries an addressing mode", () => {
  for (const mode of ["key", "profile", "reference"] as const) {
    const writer = beginMessage("Reply", messageFormat(2));
    encodeAddressingMode(writer, mode);
    assert.equal(decodeAddressingMode(open(finishMessage(writer))), mode);
  }
});

test("finds the code sets among the contexts", () => {
  const other = { id: 2, data: new Uint8Array(0) };
  assert.deepEqual(codeSetsInContexts([other, codeSetsContext(5, 6)]), { charId: 5, wcharId: 6 });
  assert.equal(codeSetsInContexts([other]), undefined);
  assert.equal(codeSetsInContexts([]), undefined);
  assert.throws(() => codeSetsInContexts([{ id: 1, data: Uint8Array.of(1, 0, 0, 0, 1) }]), MarshalError);
});

test("refuses counts that cannot be there before taking memory", () => {
  for (const minor of [0, 1]) {
    const bytes = Buffer.from(`47494f50010${minor}010000000000ffffffff`, "hex");
    assert.throws(() => decodeRequestHeader(open(bytes)), /promises 4294967295 elements/);
    assert.throws(() => decodeReplyHeader(open(bytes)), /promises 4294967295 elements/);
  }
});

test("writes a CancelRequest and messages that are a header only", () => {
  assert.equal(hex(encodeCancelRequest(messageFormat(0, true), 6)), "47494f50010001020400000006000000");
  assert.equal(hex(encodeCancelRequest(messageFormat(2, false), 6)), "47494f50010200020000000400000006");
  assert.equal(decodeCancelRequest(open(encodeCancelRequest(messageFormat(1, false), 6))), 6);
  assert.match(hex(emptyMessage("CloseConnection", 2)), /^47494f500102..0500000000$/);
  assert.match(hex(emptyMessage("MessageError", 0)), /^47494f500100..0600000000$/);
});

test("reads the message header", () => {
  for (const [number, type] of MESSAGE_TYPES.entries()) {
    for (const minor of type === "Fragment" ? ([1, 2] as const) : MINORS) {
      const little = Uint8Array.of(0x47, 0x49, 0x4f, 0x50, 1, minor, 3, number, 1, 2, 3, 0xff);
      checkMessageHeader(little);
      assert.equal(messageTypeOf(little), type);
      assert.equal(giopMinorOf(little), minor);
      assert.equal(isLittleEndian(little), true);
      assert.equal(hasMoreFragments(little), minor > 0);
      assert.equal(messageSize(little), 12 + 0xff030201);
      const big = Uint8Array.of(...little);
      big[6] = 0;
      assert.equal(isLittleEndian(big), false);
      assert.equal(hasMoreFragments(big), false);
      assert.equal(messageSize(big), 12 + 0x010203ff);
    }
  }
});

test("rejects headers that are not GIOP 1.0 to 1.2, and shows them", () => {
  for (const [header, problem] of [
    ["485454502f312e31 0d0a0000", /not a GIOP message; it begins with 48 54 54 50/],
    ["47494f5002000100 00000000", /GIOP 2.0/],
    ["47494f5001030100 00000000", /GIOP 1.3/],
    ["47494f5001020108 00000000", /type 8/],
    ["47494f5001000107 00000000", /type 7, which GIOP 1.0 does not have/],
  ] as const) {
    const bytes = Buffer.from(header.replace(" ", ""), "hex");
    assert.throws(
      () => checkMessageHeader(bytes),
      (error) => {
        assert.ok(error instanceof ProtocolError);
        assert.match(error.message, problem);
        assert.deepEqual(Buffer.from(error.bytes), bytes);
        return true;
      },
    );
  }
});

test("shares one wire format for each combination", () => {
  for (const minor of MINORS) {
    for (const littleEndian of [true, false]) {
      const format = messageFormat(minor, littleEndian);
      assert.equal(format.giopMinor, minor);
      assert.equal(format.littleEndian, littleEndian);
      assert.equal(messageFormat(minor, littleEndian), format);
      assert.equal(messageFormat(minor, littleEndian, UTF_8).charCodeSet, UTF_8);
    }
  }
});

/** A reader of a message, placed behind its header. */
function open(message: Uint8Array): CdrReader {
  const format = messageFormat(giopMinorOf(message), isLittleEndian(message));
  return new CdrReader(message, format, { start: 12 });
}

function rejectsTruncations(message: Uint8Array, decode: (reader: CdrReader) => unknown): void {
  for (let length = 12; length < message.length; length++) {
    assert.throws(() => decode(open(message.subarray(0, length))), MarshalError, `${length} bytes`);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Views of a message are Buffers; as plain arrays they compare. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
