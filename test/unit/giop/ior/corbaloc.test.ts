import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { SystemException } from "../../../../src/giop/exception/system-exception.ts";
import { corbalocToIor, formatCorbaloc, parseCorbaloc } from "../../../../src/giop/ior/corbaloc.ts";
import { formatName, parseCorbaname, parseName } from "../../../../src/giop/ior/corbaname.ts";
import { iiopProfiles } from "../../../../src/giop/ior/iiop-profile.ts";
import { formatObjectKey, parseObjectKey } from "../../../../src/giop/ior/object-key.ts";

test("reads corbaloc URLs", () => {
  // URL, addresses as "minor host port", key as text, what formatCorbaloc makes of it (same where undefined)
  const table: [string, string[], string, string?][] = [
    ["corbaloc:iiop:127.0.0.1:10000/database", ["0 127.0.0.1 10000"], "database"],
    ["corbaloc:iiop:1.2@h1:10000,iiop:1.2@h2:20000/database", ["2 h1 10000", "2 h2 20000"], "database"],
    ["corbaloc:iiop:1.2@h1:1,iiop:h2:2/a/b/c", ["2 h1 1", "0 h2 2"], "a/b/c"],
    ["corbaloc::host/k", ["0 host 2809"], "k", "corbaloc:iiop:host:2809/k"],
    ["corbaloc::host:/k", ["0 host 2809"], "k", "corbaloc:iiop:host:2809/k"],
    ["corbaloc::1.1@host:5/k", ["1 host 5"], "k", "corbaloc:iiop:1.1@host:5/k"],
    ["corbaloc::1.7@host:5/k", ["2 host 5"], "k", "corbaloc:iiop:1.2@host:5/k"],
    ["corbaloc::/k", ["0 localhost 2809"], "k", "corbaloc:iiop:localhost:2809/k"],
    ["corbaloc::h,:i:7/", ["0 h 2809", "0 i 7"], "", "corbaloc:iiop:h:2809,iiop:i:7/"],
    ["corbaloc:iiop:1.2@[fe80::1%25eth0]:9/k", ["2 fe80::1%25eth0 9"], "k"],
    ["corbaloc::[::1]/k", ["0 ::1 2809"], "k", "corbaloc:iiop:[::1]:2809/k"],
    ["CORBALOC::h:1/k", ["0 h 1"], "k", "corbaloc:iiop:h:1/k"],
    ["corbaloc:iiop:h:1/%fe%00%2Fx", ["0 h 1"], "\xfe\0/x", "corbaloc:iiop:h:1/%fe%00/x"],
  ];
  for (const [text, addresses, key, formatted = text] of table) {
    const url = parseCorbaloc(text);
    assert.ok(url.kind === "iiop", text);
    assert.deepEqual(
      url.addresses.map(({ giopMinor, host, port }) => `${giopMinor} ${host} ${port}`),
      addresses,
      text,
    );
    assert.equal(Buffer.from(url.objectKey).toString("latin1"), key, text);
    assert.equal(formatCorbaloc(url), formatted);
    assert.deepEqual(parseCorbaloc(formatted), url);
  }
});

test("reads rir: references", () => {
  assert.deepEqual(parseCorbaloc("corbaloc:rir:/NameService"), { kind: "rir", name: "NameService" });
  assert.deepEqual(parseCorbaloc("corbaloc:rir:"), { kind: "rir", name: "NameService" });
  assert.deepEqual(parseCorbaloc("corbaloc:rir:/My%20Service"), { kind: "rir", name: "My Service" });
  assert.equal(formatCorbaloc({ kind: "rir", name: "My Service" }), "corbaloc:rir:/My%20Service");
});

test("rejects what is no corbaloc, and says why", () => {
  const table: [string, RegExp][] = [
    ["IOR:00", /does not begin with corbaloc:/],
    ["corbaloc:iiop:h:1", /has no \/key/],
    ["corbaloc:ssliop:h:1/k", /"ssliop:h:1"/],
    ["corbaloc:h:1/k", /not iiop:host:port/],
    ["corbaloc::h:65536/k", /65536/],
    ["corbaloc::h:x/k", /host and a port/],
    ["corbaloc::h:-1/k", /host and a port/],
    ["corbaloc::fe80::1/k", /brackets/],
    ["corbaloc::[fe80::1/k", /brackets/],
    ["corbaloc::2.0@h/k", /IIOP 2.0/],
    ["corbaloc::h,/k", /not iiop:host:port/],
    ["corbaloc:rir:x/k", /stands alone/],
    ["corbaloc:rir:,:h/k", /stands alone/],
    ["corbaloc::h/%zz", /hexadecimal/],
    ["corbaloc::h/%", /hexadecimal/],
    ["corbaloc::h/%4", /hexadecimal/],
  ];
  for (const [text, problem] of table) {
    assert.throws(
      () => parseCorbaloc(text),
      (error) => {
        assert.ok(error instanceof SystemException, text);
        assert.equal(error.kind, "BAD_PARAM");
        assert.match(error.message, problem);
        return true;
      },
    );
  }
});

test("makes a profile of each address, in order", () => {
  const url = parseCorbaloc("corbaloc:iiop:1.2@h1:1,iiop:h2:2/database");
  assert.ok(url.kind === "iiop");
  const ior = corbalocToIor(url, "IDL:Tango/Device_5:1.0");
  assert.equal(ior.typeId, "IDL:Tango/Device_5:1.0");
  assert.deepEqual(
    iiopProfiles(ior).map(({ giopMinor, addresses }) => [giopMinor, addresses[0]]),
    [
      [2, { host: "h1", port: 1 }],
      [0, { host: "h2", port: 2 }],
    ],
  );
  assert.equal(corbalocToIor(url).typeId, "");
});

test("prints every octet of a key so that it can be read back", () => {
  const key = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(parseObjectKey(formatObjectKey(key)), key);
  assert.equal(formatObjectKey(Uint8Array.of(0xfe, 0x41, 0x23, 0x25, 0x20)), "%feA%23%25%20");
});

test("reads corbaname URLs", () => {
  assert.deepEqual(parseCorbaname("corbaname::host#folder.kind/name"), {
    context: {
      kind: "iiop",
      addresses: [{ giopMinor: 0, host: "host", port: 2809 }],
      objectKey: new Uint8Array(Buffer.from("NameService")),
    },
    name: [
      { id: "folder", kind: "kind" },
      { id: "name", kind: "" },
    ],
  });
  assert.deepEqual(parseCorbaname("corbaname:rir:#a%2eb%5c/c").name, [{ id: "a", kind: "b/c" }]);
  const url = parseCorbaname("corbaname:iiop:1.2@h:1/Root/Context");
  assert.deepEqual(url.name, []);
  assert.ok(url.context.kind === "iiop");
  assert.equal(Buffer.from(url.context.objectKey).toString(), "Root/Context");
  assert.throws(() => parseCorbaname("corbaloc::h/k"), /does not begin with corbaname:/);
  assert.throws(() => parseCorbaname("corbaname::h#a//b"), /empty component/);
});

test("reads and writes stringified names", () => {
  const table: [string, [string, string][]][] = [
    ["a", [["a", ""]]],
    ["a.b", [["a", "b"]]],
    [".b", [["", "b"]]],
    [".", [["", ""]]],
    [
      "a/b.c/.",
      [
        ["a", ""],
        ["b", "c"],
        ["", ""],
      ],
    ],
    ["a\\/b.c\\.d\\\\", [["a/b", "c.d\\"]]],
    ["café", [["café", ""]]],
  ];
  for (const [text, parts] of table) {
    const name = parts.map(([id, kind]) => ({ id, kind }));
    assert.deepEqual(parseName(text), name);
    assert.equal(formatName(name), text);
  }
  for (const bad of ["", "/a", "a/", "a//b", "a.", "a.b.c", "a\\", "a\\x"]) {
    assert.throws(() => parseName(bad), SystemException, bad);
  }
});
