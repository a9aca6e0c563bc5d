import assert from "node:assert/strict";
import { test } from "node:test";
import { CdrReader } from "../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../src/giop/cdr/cdr-writer.ts";
import { type CodeSet, ISO_8859_1, UTF_8 } from "../../../../src/giop/cdr/code-set.ts";
import { messageFormat } from "../../../../src/giop/message/giop-version.ts";
import { errorText } from "../../../../src/tango/idl/error-text.ts";

function sent(text: string, codeSet: CodeSet = ISO_8859_1): { octets: string; received: string } {
  const format = messageFormat(2, true, codeSet);
  const writer = new CdrWriter(format);
  errorText.encode(writer, text);
  const bytes = writer.bytes();
  return {
    octets: Buffer.from(bytes.subarray(4)).toString("latin1"),
    received: errorText.decode(new CdrReader(bytes, format)),
  };
}

test("carries texts of ISO 8859-1 as they are", () => {
  assert.deepEqual(sent("25 °C"), { octets: "25 °C\0", received: "25 °C" });
});

test("carries all other texts as UTF-8", () => {
  assert.deepEqual(sent("5 €"), { octets: "5 \u00e2\u0082\u00ac\0", received: "5 €" });
  assert.deepEqual(sent("5 €", UTF_8), { octets: "5 \u00e2\u0082\u00ac\0", received: "5 €" });
});

test("leaves out what no string can carry", () => {
  assert.equal(sent("a\0b").received, "ab");
  assert.equal(sent("€\0").received, "€");
  assert.equal(sent("half \ud800").received, "half \ufffd");
});
