import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { negotiateCodeSets } from "../../src/giop/connection/code-set-negotiation.ts";
import { corbalocToIor, formatCorbaloc, parseCorbaloc } from "../../src/giop/ior/corbaloc.ts";
import { formatName, parseCorbaname } from "../../src/giop/ior/corbaname.ts";
import { iiopProfiles } from "../../src/giop/ior/iiop-profile.ts";
import { decodeIor } from "../../src/giop/ior/ior.ts";
import { formatIor, parseIor } from "../../src/giop/ior/stringified-ior.ts";
import { codeSetsOf, orbTypeOf } from "../../src/giop/ior/tagged-component.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import type { Random } from "./random.ts";
import type { FuzzTarget } from "./targets.ts";

/** References, binary and as texts. */
export function referenceTargets(): readonly FuzzTarget[] {
  const iors = IORS.map((text) => Uint8Array.from(Buffer.from(text.slice(4), "hex")));
  const urls = [...CORBALOCS, ...CORBANAMES, ...IORS].map((text) =>
    Uint8Array.from(Buffer.from(text, "latin1")),
  );
  return [
    { name: "IOR", corpus: iors, run: runIor },
    { name: "reference text", corpus: urls, run: runText },
  ];
}

function runIor(input: Uint8Array, random: Random): void {
  // Its octets are an encapsulation in the text, and stand bare in a message.
  const text = `IOR:${Buffer.from(input).toString("hex")}`;
  const ior = random.oneIn(2)
    ? parseIor(text)
    : decodeIor(
        new CdrReader(input, messageFormat(2, random.oneIn(2)), { start: Math.min(4, input.length) }),
      );
  if (ior === null) return;
  assert.deepEqual(parseIor(formatIor(ior)), ior);
  for (const { components } of iiopProfiles(ior)) {
    negotiateCodeSets(codeSetsOf(components));
    orbTypeOf(components);
  }
}

function runText(input: Uint8Array): void {
  const text = Buffer.from(input).toString("latin1");
  if (/^corbaname:/i.test(text)) {
    formatName(parseCorbaname(text).name);
  } else if (/^IOR:/i.test(text)) {
    parseIor(text);
  } else {
    const url = parseCorbaloc(text);
    if (url.kind === "iiop") iiopProfiles(corbalocToIor(url));
    assert.deepEqual(parseCorbaloc(formatCorbaloc(url)), url);
  }
}

const CORBALOCS = [
  "corbaloc:iiop:127.0.0.1:10000/database",
  "corbaloc:iiop:1.2@one:10000,iiop:1.2@two:10000/database",
  "corbaloc::1.1@[fe80::1]:2809,:other/a%20key%ff",
  "corbaloc:rir:/NameService",
  "corbaloc:rir:",
];
const CORBANAMES = [
  "corbaname::host:2809#a.kind/b/c",
  "corbaname:rir:#x%20y/z",
  "corbaname:iiop:1.2@h/Key#n\\.m.k\\/",
];

// As TangoTest 9.3.4 and 10.0.2 publish themselves: with code sets, and with a UNIX socket beside TCP.
const IORS = [
  "IOR:010000001700000049444c3a54616e676f2f4465766963655f353a312e300000010000000000000060000000010102000a0000003132372e302e302e310051a40e000000fe9e89036b0000220d000000000000000200000000000000080000000100000000545441010000001c0000000100000001000100010000000100010509010100010000000901010",
  "IOR:010000001700000049444c3a54616e676f2f4465766963655f353a312e30000001000000000000009d000000010102000a0000003132372e302e302e31000d9b0e000000fed07e036b00000d16000000000000000300000000000000080000000100000000545441010000001c0000000100000001000100010000000100010509010100010000000901010002545441350000000100000003000000766d0000250000002f746d702f6f6d6e692d74616e676f2f3030303030333335302d3137393533393131383400",
].map((text) => (text.length % 2 === 1 ? `${text}0` : text));
