import assert from "node:assert/strict";
import { test } from "node:test";
import { NATIVE_CODE_SETS, negotiateCodeSets } from "../../../../src/giop/connection/code-set-negotiation.ts";
import { codeSetsInContexts } from "../../../../src/giop/message/service-context.ts";

const LATIN_1 = 0x00010001;
const UTF_8 = 0x05010001;
const UTF_16 = 0x00010109;
const ASCII = 0x00010020;

test("chooses code sets as the specification says", () => {
  // What the server takes for char: native, conversions; what is chosen.
  const table: [number, number[], number][] = [
    [LATIN_1, [UTF_8], LATIN_1],
    [UTF_8, [LATIN_1], UTF_8],
    [UTF_8, [], UTF_8],
    [ASCII, [LATIN_1], LATIN_1],
    [ASCII, [0x0001000f, UTF_8], UTF_8],
    [ASCII, [], UTF_8],
  ];
  for (const [native, conversions, chosen] of table) {
    const sets = negotiateCodeSets({
      char: { native, conversions },
      wchar: { native: UTF_16, conversions: [] },
    });
    assert.equal(sets.char.id, chosen);
    assert.deepEqual(codeSetsInContexts([sets.context!]), { charId: chosen, wcharId: UTF_16 });
  }
});

test("names no wide code set where the server has none", () => {
  const sets = negotiateCodeSets({
    char: { native: LATIN_1, conversions: [] },
    wchar: { native: 0, conversions: [] },
  });
  assert.equal(sets.wcharId, 0);
});

test("says nothing and speaks ISO-8859-1 where the reference says nothing", () => {
  const sets = negotiateCodeSets(undefined);
  assert.equal(sets.char.id, LATIN_1);
  assert.equal(sets.context, null);
});

test("agrees with our own references", () => {
  assert.equal(negotiateCodeSets(NATIVE_CODE_SETS).char.id, LATIN_1);
});
