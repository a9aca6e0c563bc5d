import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { MarshalError } from "../../../../src/giop/cdr/marshal-error.ts";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import {
  decodeIiopProfile,
  encodeIiopProfile,
  type IiopProfile,
  iiopProfiles,
} from "../../../../src/giop/ior/iiop-profile.ts";
import { decodeIor, encodeIor, type Ior, TAG_INTERNET_IOP } from "../../../../src/giop/ior/ior.ts";
import { objectKeyFromText } from "../../../../src/giop/ior/object-key.ts";
import { formatIor, parseIor } from "../../../../src/giop/ior/stringified-ior.ts";
import {
  alternateAddressComponent,
  alternateAddressesOf,
  codeSetsComponent,
  codeSetsOf,
  decodeTaggedComponents,
  encodeTaggedComponents,
  findComponent,
  ORB_TYPE_OMNIORB,
  orbTypeComponent,
  orbTypeOf,
  TAG_OMNIORB_UNIX_TRANS,
} from "../../../../src/giop/ior/tagged-component.ts";

// sys/tg_test/1 of TangoTest 9.3.4, as its database gave it to a client.
const TANGO_TEST =
  "IOR:010000001700000049444c3a54616e676f2f4465766963655f353a312e30000001000000000000009d000000010102000a000000" +
  "3132372e302e302e31000d9b0e000000fed07e036b00000d16000000000000000300000000000000080000000100000000545441" +
  "010000001c0000000100000001000100010000000100010509010100010000000901010002545441350000000100000003000000" +
  "766d0000250000002f746d702f6f6d6e692d74616e676f2f3030303030333335302d3137393533393131383400";

test("reads the reference of a cppTango device", () => {
  const ior = parseIor(TANGO_TEST)!;
  assert.equal(ior.typeId, "IDL:Tango/Device_5:1.0");
  const [profile, ...others] = iiopProfiles(ior);
  assert.equal(others.length, 0);
  assert.equal(profile!.giopMinor, 2);
  assert.deepEqual(profile!.addresses, [{ host: "127.0.0.1", port: 0x9b0d }]);
  assert.equal(Buffer.from(profile!.objectKey).toString("hex"), "fed07e036b00000d160000000000");
  assert.equal(orbTypeOf(profile!.components), ORB_TYPE_OMNIORB);
  assert.deepEqual(codeSetsOf(profile!.components), {
    char: { native: 0x00010001, conversions: [0x05010001] },
    wchar: { native: 0x00010109, conversions: [0x00010109] },
  });
  assert.ok(findComponent(profile!.components, TAG_OMNIORB_UNIX_TRANS));
});

test("writes that reference again, octet for octet", () => {
  assert.equal(formatIor(parseIor(TANGO_TEST), true), TANGO_TEST);
});

test("re-encodes its profile to the same value, in either byte order", () => {
  const original = decodeIiopProfile(parseIor(TANGO_TEST)!.profiles[0]!);
  for (const littleEndian of [true, false]) {
    const tagged = encodeIiopProfile({ ...original, littleEndian });
    assert.equal(tagged.tag, TAG_INTERNET_IOP);
    assert.deepEqual(decodeIiopProfile(tagged), { ...original, littleEndian });
  }
});

test("carries a reference through both byte orders and any case of text", () => {
  const ior = parseIor(TANGO_TEST);
  const big = formatIor(ior, false);
  assert.notEqual(big, TANGO_TEST);
  for (const text of [big, big.toUpperCase(), `ior:${big.slice(4)}`, ` ${TANGO_TEST}\n`]) {
    assert.deepEqual(parseIor(text), ior);
  }
});

test("keeps null for the nil reference", () => {
  const nil = "IOR:01000000010000000000000000000000";
  assert.equal(formatIor(null, true), nil);
  assert.equal(parseIor(nil), null);
  // Some ORBs write an empty text without its NUL.
  assert.equal(parseIor("IOR:010000000000000000000000"), null);
});

test("keeps profiles it does not know", () => {
  const ior: Ior = {
    typeId: "IDL:x:1.0",
    profiles: [
      { tag: 1, data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0) },
      { tag: 0xdeadbeef, data: new Uint8Array(0) },
    ],
  };
  assert.deepEqual(parseIor(formatIor(ior)), ior);
  assert.deepEqual(iiopProfiles(ior), []);
});

test("rejects texts that are no reference", () => {
  const bad: [string, RegExp][] = [
    ["", /BAD_PARAM/],
    ["IOR:", /BAD_PARAM/],
    ["IOR:0", /BAD_PARAM/],
    ["IOR:0x", /BAD_PARAM/],
    ["corbaloc::h/k", /BAD_PARAM/],
    ["IOR:01", /MARSHAL/],
    [TANGO_TEST.slice(0, -2), /MARSHAL/],
    ["IOR:0100000001000000000000ff00ffffff", /MARSHAL/],
  ];
  for (const [text, expected] of bad) {
    assert.throws(
      () => parseIor(text),
      (error) => {
        assert.ok(error instanceof SystemException);
        assert.match(error.message, expected);
        return true;
      },
    );
  }
});

test("rejects every truncation of a reference", () => {
  const writer = new CdrWriter();
  encodeIor(writer, parseIor(TANGO_TEST));
  const bytes = writer.bytes();
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => decodeIor(new CdrReader(bytes.subarray(0, length))), MarshalError);
  }
});

test("refuses a count of profiles that cannot be there before taking memory", () => {
  const writer = new CdrWriter();
  writer.string("IDL:x:1.0");
  writer.ulong(0xffff_ffff);
  assert.throws(() => decodeIor(new CdrReader(writer.bytes())), /promises 4294967295 elements/);
});

const KEY = objectKeyFromText("a/b/c");

test("writes IIOP 1.0, 1.1 and 1.2", () => {
  const table: [IiopProfile, string][] = [
    [
      { giopMinor: 0, host: "h", port: 10000, objectKey: KEY, components: [] },
      "010100000200000068001027 05000000 612f622f63",
    ],
    [
      { giopMinor: 1, host: "h", port: 10000, objectKey: KEY, components: [] },
      "010101000200000068001027 05000000 612f622f63 000000 00000000",
    ],
    [
      { giopMinor: 2, host: "h", port: 1, objectKey: KEY, components: [{ tag: 9, data: Uint8Array.of(7) }] },
      "010102000200000068000100 05000000 612f622f63 000000 01000000 09000000 01000000 07",
    ],
    [
      { giopMinor: 0, host: "h", port: 10000, objectKey: KEY, components: [], littleEndian: false },
      "000100000000000268002710 00000005 612f622f63",
    ],
  ];
  for (const [profile, hex] of table) {
    const tagged = encodeIiopProfile({ littleEndian: true, ...profile });
    assert.equal(Buffer.from(tagged.data).toString("hex"), hex.replaceAll(" ", ""));
    assert.deepEqual(plain(decodeIiopProfile(tagged)), { littleEndian: true, ...profile });
    for (let length = 0; length < tagged.data.length; length++) {
      assert.throws(() => decodeIiopProfile({ tag: 0, data: tagged.data.subarray(0, length) }), MarshalError);
    }
  }
});

test("reads a later IIOP 1.x as 1.2, and refuses IIOP 2 and other tags", () => {
  const { data } = encodeIiopProfile({ giopMinor: 2, host: "h", port: 1, objectKey: KEY, components: [] });
  data[2] = 7;
  assert.equal(decodeIiopProfile({ tag: 0, data }).giopMinor, 2);
  data[1] = 2;
  assert.throws(() => decodeIiopProfile({ tag: 0, data }), /IIOP 2.7 is not known/);
  assert.throws(() => decodeIiopProfile({ tag: 1, data }), /tag 1 is not an IIOP profile/);
});

test("lists what TCP can reach, in order", () => {
  const profile = (host: string, port: number, components: IiopProfile["components"] = []) =>
    encodeIiopProfile({ giopMinor: 2, host, port, objectKey: KEY, components });
  const unix = { tag: TAG_OMNIORB_UNIX_TRANS, data: new Uint8Array(4) };
  const alternates = [
    { host: "10.0.0.1", port: 2 },
    { host: "fe80::1", port: 3 },
  ].map(alternateAddressComponent);
  const ior = {
    typeId: "",
    profiles: [
      { tag: 1, data: new Uint8Array(0) },
      profile("first", 1, [unix, ...alternates]),
      profile("unix-only", 0, [unix]),
      profile("no-port-but", 0, alternates),
    ],
  };
  assert.deepEqual(
    iiopProfiles(ior).map(({ profileIndex, addresses }) => [
      profileIndex,
      ...addresses.map(({ host, port }) => `${host} ${port}`),
    ]),
    [
      [1, "first 1", "10.0.0.1 2", "fe80::1 3"],
      [3, "10.0.0.1 2", "fe80::1 3"],
    ],
  );
});

test("writes and reads components", () => {
  const info = { char: { native: 1, conversions: [2, 3] }, wchar: { native: 0, conversions: [] } };
  const components = [
    orbTypeComponent(0x4a414300),
    codeSetsComponent(info),
    alternateAddressComponent({ host: "h", port: 65535 }),
    { tag: 0x7fff_ffff, data: Uint8Array.of(1, 2, 3) },
  ];
  const writer = new CdrWriter();
  encodeTaggedComponents(writer, components);
  const decoded = decodeTaggedComponents(new CdrReader(writer.bytes()));
  assert.equal(orbTypeOf(decoded), 0x4a414300);
  assert.deepEqual(codeSetsOf(decoded), info);
  assert.deepEqual(alternateAddressesOf(decoded), [{ host: "h", port: 65535 }]);
  assert.deepEqual([...findComponent(decoded, 0x7fff_ffff)!.data], [1, 2, 3]);
  assert.equal(orbTypeOf([]), undefined);
  assert.equal(codeSetsOf([]), undefined);
  assert.deepEqual(alternateAddressesOf([]), []);
  for (let length = 0; length < writer.position; length++) {
    assert.throws(
      () => decodeTaggedComponents(new CdrReader(writer.bytes().subarray(0, length))),
      MarshalError,
    );
  }
});

test("rejects a component that is an empty encapsulation", () => {
  assert.throws(() => orbTypeOf([{ tag: 0, data: new Uint8Array(0) }]), MarshalError);
  assert.throws(
    () => codeSetsOf([{ tag: 1, data: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255) }]),
    MarshalError,
  );
});

/** Views of a message are Buffers; as plain arrays they compare. */
function plain(profile: IiopProfile): IiopProfile {
  const components = profile.components.map(({ tag, data }) => ({ tag, data: new Uint8Array(data) }));
  return { ...profile, objectKey: new Uint8Array(profile.objectKey), components };
}

test("passes over a profile that does not decode, for the sake of the others", () => {
  const good = encodeIiopProfile({
    giopMinor: 2,
    host: "a",
    port: 1,
    objectKey: objectKeyFromText("k"),
    components: [],
  });
  const later = {
    tag: TAG_INTERNET_IOP,
    data: Uint8Array.from(good.data, (octet, i) => (i === 1 ? 2 : octet)),
  };
  const torn = { tag: TAG_INTERNET_IOP, data: good.data.subarray(0, 6) };
  const reachable = iiopProfiles({ typeId: "", profiles: [later, torn, good] });
  assert.deepEqual(
    reachable.map(({ profileIndex, addresses }) => [profileIndex, addresses]),
    [[2, [{ host: "a", port: 1 }]]],
  );
});

test("takes so many addresses and no more", () => {
  const components = Array.from({ length: 100 }, (_, i) =>
    alternateAddressComponent({ host: "b", port: i + 1 }),
  );
  const profile = encodeIiopProfile({
    giopMinor: 2,
    host: "a",
    port: 1,
    objectKey: objectKeyFromText("k"),
    components,
  });
  assert.equal(iiopProfiles({ typeId: "", profiles: [profile] })[0]?.addresses.length, 32);
});

test("refuses what is no reference, rather than sending nil", () => {
  for (const wrong of [undefined, {}, "IOR:00", { typeId: "IDL:X:1.0" }]) {
    assert.throws(() => encodeIor(new CdrWriter(), wrong as unknown as Ior), /is given as its IOR/);
  }
});
