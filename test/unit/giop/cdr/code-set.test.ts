import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  charCodeSet,
  decodeUtf16,
  encodeUtf16,
  ISO_8859_1,
  UTF_8,
} from "../../../../src/giop/cdr/code-set.ts";
import { fromHex, isMarshalError, toHex } from "../../../support/codec-table.ts";

describe("ISO-8859-1", () => {
  it("has one octet for each of its 256 characters", () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));
    const octets = ISO_8859_1.encode(all);
    assert.deepEqual(
      [...octets],
      Array.from({ length: 256 }, (_, i) => i),
    );
    assert.equal(ISO_8859_1.decode(octets, 0, 256), all);
    assert.equal(ISO_8859_1.decode(octets, 0x41, 0x44), "ABC");
  });

  it("names what it does not have", () => {
    assert.throws(
      () => ISO_8859_1.encode("5 €"),
      isMarshalError(/the character U\+20AC has no ISO-8859-1 form/),
    );
    assert.throws(() => ISO_8859_1.encode("😀"), isMarshalError(/U\+1F600/));
  });
});

it("UTF-8 has every character", () => {
  assert.equal(toHex(UTF_8.encode("ñ€😀")), "c3b1e282acf09f9880");
  assert.equal(UTF_8.decode(fromHex("00 c3b1 00"), 1, 3), "ñ");
});

it("code sets are found by their numbers", () => {
  assert.equal(charCodeSet(0x00010001), ISO_8859_1);
  assert.equal(charCodeSet(0x05010001), UTF_8);
  assert.equal(charCodeSet(0x00010109), undefined);
});

describe("UTF-16", () => {
  it("is encoded in the order asked for, without a mark", () => {
    assert.equal(toHex(encodeUtf16("ж😀", false)), "0436d83dde00");
    assert.equal(toHex(encodeUtf16("ж😀", true)), "36043dd800de");
  });

  it("is decoded by its mark, or else in the order asked for", () => {
    for (const [hex, little, text] of [
      ["0436d83dde00", false, "ж😀"],
      ["36043dd800de", true, "ж😀"],
      ["feff0436", true, "ж"],
      ["fffe3604", false, "ж"],
      ["", false, ""],
      ["feff", false, ""],
      ["0061", false, "a"],
    ] as const) {
      const bytes = fromHex(`ee${hex}ee`);
      assert.equal(decodeUtf16(bytes, 1, bytes.length - 1, little), text);
    }
  });

  it("does not change what it decodes", () => {
    const bytes = fromHex("0436");
    decodeUtf16(bytes, 0, 2, false);
    assert.equal(toHex(bytes), "0436");
  });
});
