import assert from "node:assert/strict";
import { test } from "node:test";
import { WrongNameSyntax } from "../../../../src/tango/error/dev-failed-classes.ts";
import { formatAttributeName, parseAttributeName } from "../../../../src/tango/naming/attribute-name.ts";
import { parseDeviceName } from "../../../../src/tango/naming/device-name.ts";

const GOOD: readonly (readonly [text: string, device: string | null, attribute: string])[] = [
  ["sys/tg_test/1/Double_Scalar", "sys/tg_test/1", "Double_Scalar"],
  ["Motor1/Position", "motor1", "Position"],
  ["tango://h:1/a/b/c/d", "tango://h:1/a/b/c", "d"],
  ["tango://h:1/motor1/d", "tango://h:1/motor1", "d"],
  ["tango://h:1/a/b/c/D#dbase=no", "tango://h:1/a/b/c#dbase=no", "D"],
  ["a/b/c/d->unit", "a/b/c", "d->unit"],
  ["PositionAlias", null, "positionalias"],
];

for (const [text, device, attribute] of GOOD) {
  test(`takes ${text} apart and puts it together`, () => {
    const name = parseAttributeName(text);
    if (device === null) {
      assert.deepEqual(name, { device: null, alias: attribute, server: null });
    } else {
      assert.deepEqual(name, { device: parseDeviceName(device), attribute, alias: null });
    }
    assert.deepEqual(parseAttributeName(formatAttributeName(name)), name);
  });
}

test("keeps the database in front of an alias", () => {
  const name = parseAttributeName("tango://h:1/Alias");
  assert.deepEqual(name, { device: null, alias: "alias", server: { host: "h", port: 1 } });
  assert.equal(formatAttributeName(name), "tango://h:1/alias");
});

const SYNTAX = "API_WrongAttributeNameSyntax";
const FIELDS =
  "Attribute name must have four fields separated by /'s or no /'s at all if it is an alias (e.g. my/device/name/an_attr or myalias)";

// As PyTango 9.3.6 answered, but for an empty name, which it asks the database for.
const BAD: readonly (readonly [text: string, reason: string, desc: string])[] = [
  ["", SYNTAX, FIELDS],
  ["a/b/", SYNTAX, FIELDS],
  ["/a/b", SYNTAX, FIELDS],
  ["a//b", SYNTAX, FIELDS],
  ["a/b/c", SYNTAX, FIELDS],
  ["a/b/c/d/e", SYNTAX, FIELDS],
  ["a/b/c/", SYNTAX, FIELDS],
  ["taco://a/b/c/d", "API_UnsupportedProtocol", "taco protocol is an unsupported protocol"],
  [
    "a/b/c/d#dbase=maybe",
    "API_UnsupportedDBaseModifier",
    "dbase=maybe modifier is an unsupported db modifier",
  ],
  ["a/b/c/d#dbase=no", SYNTAX, "Host and port not correctly defined in device name"],
  ["tango://h:1/al#dbase=no", SYNTAX, "Attribute alias is not supported when not using database"],
  ["tango://h:1/al/x#dbase=no", SYNTAX, "Can't use device or attribute alias without database"],
  ["al:ias", SYNTAX, "Wrong alias name (: not allowed in alias name)"],
  ["al->ias", SYNTAX, "Wrong alias name (-> not allowed in alias name)"],
  ["tango://h:1/al->x", SYNTAX, "Wrong alias name (-> not allowed in alias name)"],
];

for (const [text, reason, desc] of BAD) {
  test(`rejects ${JSON.stringify(text)} as cppTango does`, () => {
    assert.throws(
      () => parseAttributeName(text),
      (error) => {
        assert.ok(error instanceof WrongNameSyntax);
        assert.deepEqual([error.reason, error.errors[0]?.desc], [reason, desc]);
        return true;
      },
    );
  });
}
