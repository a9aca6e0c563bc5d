import { test } from "node:test";
import { ApiUtil, AttributeProxy, DeviceProxy, EncodedAttribute } from "../../../src/index.ts";
import { checkNames, pytangoNames } from "../../support/pytango-names.ts";

const DOCUMENT = "docs/pytango-client.md";

// How many public names each has in PyTango 10.0.2, DeviceProxy beside those of Connection.
for (const { heading, until, count, object } of [
  { heading: "### DeviceProxy", until: "### AttributeProxy", count: 80, object: DeviceProxy.prototype },
  { heading: "### AttributeProxy", until: "### ApiUtil", count: 30, object: AttributeProxy.prototype },
  { heading: "### ApiUtil", until: "### EncodedAttribute", count: 12, object: ApiUtil },
  { heading: "### EncodedAttribute", until: undefined, count: 9, object: EncodedAttribute },
]) {
  test(`every name of PyTango's ${heading.slice(4)} is in the table, and there, or left out for a reason`, () => {
    checkNames(pytangoNames(DOCUMENT, heading, until), count, object);
  });
}
