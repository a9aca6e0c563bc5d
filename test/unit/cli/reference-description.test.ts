import assert from "node:assert/strict";
import { test } from "node:test";
import { describeReference, referenceText } from "../../../src/cli/reference-description.ts";
import { newEncapsulation } from "../../../src/giop/ior/encapsulation.ts";
import { encodeIiopProfile } from "../../../src/giop/ior/iiop-profile.ts";
import { formatIor } from "../../../src/giop/ior/stringified-ior.ts";
import {
  alternateAddressComponent,
  codeSetsComponent,
  encodeTaggedComponents,
  ORB_TYPE_OMNIORB,
  orbTypeComponent,
  TAG_OMNIORB_UNIX_TRANS,
} from "../../../src/giop/ior/tagged-component.ts";

const KEY = Uint8Array.of(0xfe, 0x64, 0x61, 0x25);

test("takes an IOR apart as cppTango publishes it", () => {
  const unix = newEncapsulation();
  unix.string("machine");
  unix.string("/tmp/omni-x/000");
  const text = formatIor({
    typeId: "IDL:Tango/Device_5:1.0",
    profiles: [
      encodeIiopProfile({
        giopMinor: 2,
        host: "10.0.0.1",
        port: 40001,
        objectKey: KEY,
        littleEndian: false,
        components: [
          orbTypeComponent(ORB_TYPE_OMNIORB),
          codeSetsComponent({
            char: { native: 0x00010001, conversions: [0x05010001] },
            wchar: { native: 0x00010109, conversions: [] },
          }),
          alternateAddressComponent({ host: "fe80::1", port: 40001 }),
          { tag: TAG_OMNIORB_UNIX_TRANS, data: unix.bytes() },
          { tag: 0x58595a01, data: Uint8Array.of(1, 2, 3) },
        ],
      }),
    ],
  });
  const description = describeReference(text);
  assert.deepEqual(description, {
    kind: "ior",
    typeId: "IDL:Tango/Device_5:1.0",
    profiles: [
      {
        tag: 0,
        name: "TAG_INTERNET_IOP",
        version: "1.2",
        byteOrder: "big endian",
        address: "10.0.0.1:40001",
        host: "10.0.0.1",
        port: 40001,
        objectKey: { text: "%feda%25", hex: "fe646125" },
        components: [
          { tag: 0, name: "TAG_ORB_TYPE", text: "omniORB (0x41545400)" },
          { tag: 1, name: "TAG_CODE_SETS", text: "char ISO-8859-1 (also UTF-8), wchar UTF-16" },
          { tag: 3, name: "TAG_ALTERNATE_IIOP_ADDRESS", text: "[fe80::1]:40001" },
          { tag: TAG_OMNIORB_UNIX_TRANS, name: "TAG_OMNIORB_UNIX_TRANS", text: "/tmp/omni-x/000 on machine" },
          { tag: 0x58595a01, name: 'component 0x58595a01 ("XYZ.")', text: "010203" },
        ],
      },
    ],
    corbaloc: "corbaloc:iiop:1.2@10.0.0.1:40001,iiop:1.2@[fe80::1]:40001/%feda%25",
  });
  const lines = referenceText(description).split("\n");
  assert.deepEqual(lines.slice(0, 7), [
    "type id  IDL:Tango/Device_5:1.0",
    "profile 1",
    "  protocol    TAG_INTERNET_IOP",
    "  version     1.2 (big endian)",
    "  address     10.0.0.1:40001",
    "  object key  %feda%25",
    "              fe646125",
  ]);
});

test("shows a corbaloc and the IOR it stands for", () => {
  const url = "corbaloc:iiop:1.2@[::1]:10000,:other/data%20base";
  const description = describeReference(url);
  assert.deepEqual(
    description.profiles.map(({ version, address, objectKey }) => [version, address, objectKey?.text]),
    [
      ["1.2", "[::1]:10000", "data%20base"],
      ["1.0", "other:2809", "data%20base"],
    ],
  );
  assert.deepEqual(describeReference(description.ior!).profiles, description.profiles);
  assert.match(referenceText(description), /^profile 1\n[\s\S]*IOR {7}IOR:/);
});

test("shows a corbaname, an initial reference and the nil reference", () => {
  const name = describeReference("corbaname:iiop:host:2809#a.kind/b");
  assert.deepEqual(
    [name.kind, name.name, name.profiles[0]?.objectKey?.text],
    ["corbaname", "a.kind/b", "NameService"],
  );
  const initial = describeReference("corbaloc:rir:/InterfaceRepository");
  assert.deepEqual([initial.kind, initial.initialReference], ["rir", "InterfaceRepository"]);
  assert.equal(referenceText(initial), "initial reference  InterfaceRepository");
  const nil = describeReference(formatIor(null));
  assert.deepEqual([nil.kind, referenceText(nil)], ["nil", "the nil reference: no object"]);
});

test("describes profiles that it does not know or that do not decode, and goes on", () => {
  const components = newEncapsulation();
  encodeTaggedComponents(components, [orbTypeComponent(0x4a414300)]);
  const { profiles, corbaloc } = describeReference(
    formatIor({
      typeId: "",
      profiles: [
        { tag: 0, data: Uint8Array.of(1, 1) },
        { tag: 1, data: components.bytes() },
        { tag: 77, data: Uint8Array.of(9) },
      ],
    }),
  );
  assert.deepEqual([profiles[0]?.data, corbaloc], ["0101", undefined]);
  assert.match(profiles[0]?.problem ?? "", /\w/);
  assert.deepEqual(
    [profiles[1]?.name, profiles[1]?.components[0]?.text],
    ["TAG_MULTIPLE_COMPONENTS", "JacORB (0x4a414300)"],
  );
  assert.deepEqual([profiles[2]?.name, profiles[2]?.data], ["profile 77", "09"]);
});
