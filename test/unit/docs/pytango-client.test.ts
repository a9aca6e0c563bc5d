import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiUtil, AttributeProxy, DeviceProxy } from "../../../src/index.ts";
import { checkPrograms } from "../../support/documentation.ts";
import { pytangoNames } from "../../support/pytango-names.ts";

const DOCUMENT = "docs/pytango-client.md";

// How many public names each has in PyTango 10.0.2, DeviceProxy beside those of Connection.
for (const { heading, until, count, object } of [
  { heading: "### DeviceProxy", until: "### AttributeProxy", count: 80, object: DeviceProxy.prototype },
  { heading: "### AttributeProxy", until: "### ApiUtil", count: 30, object: AttributeProxy.prototype },
  { heading: "### ApiUtil", until: undefined, count: 12, object: ApiUtil },
]) {
  test(`every name of PyTango's ${heading.slice(4)} is in the table, and there, or left out for a reason`, () => {
    const names = pytangoNames(DOCUMENT, heading, until);
    assert.equal(new Set(names.map(({ theirs }) => theirs)).size, count);
    assert.equal(names.length, count);
    for (const { theirs, ours, remark } of names) {
      if (ours === null) {
        assert.ok(remark.length > 10, `${theirs} is left out without a reason`);
        continue;
      }
      assert.equal(typeof Reflect.get(object, ours), "function", `${theirs}: there is no ${ours}`);
      const camelCase = theirs.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      assert.ok(ours === camelCase || remark !== "", `${theirs} has another name, ${ours}, without a remark`);
    }
  });
}

test("the program of the page compiles", async (t) => {
  await checkPrograms(t, DOCUMENT, { atLeast: 1 });
});
