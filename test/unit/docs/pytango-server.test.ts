import { test } from "node:test";
import { Device, DeviceTestContext } from "../../../src/index.ts";
import { MultiAttribute } from "../../../src/tango/server/attribute/multi-attribute.ts";
import { ServedAttribute } from "../../../src/tango/server/attribute/served-attribute.ts";
import { Logger } from "../../../src/tango/server/logging/logger.ts";
import { checkNames, pytangoNames } from "../../support/pytango-names.ts";

const DOCUMENT = "docs/pytango-server.md";

// How many public names each has in PyTango 10.0.2: Device_6Impl, and what the Device of tango.server has more; Attribute with WAttribute.
for (const { name, until, count, object } of [
  { name: "Device", until: "Attribute", count: 94, object: Device.prototype },
  { name: "Attribute", until: "MultiAttribute", count: 74, object: ServedAttribute.prototype },
  { name: "MultiAttribute", until: "DeviceClass", count: 10, object: MultiAttribute.prototype },
  { name: "DeviceClass", until: "Util", count: 29, object: Device },
  { name: "Logger", until: undefined, count: 17, object: Logger.prototype },
]) {
  test(`every name of PyTango's ${name} is in the table, and there, or left out for a reason`, () => {
    const end = until === undefined ? undefined : `### ${until}`;
    checkNames(pytangoNames(DOCUMENT, `### ${name}`, end), count, object);
  });
}

test("every name of PyTango's Util is in the table, and there, or left out for a reason", async (t) => {
  const context = await DeviceTestContext.start(Device);
  t.after(() => context.stop());
  checkNames(pytangoNames(DOCUMENT, "### Util", "### Logger"), 49, context.server.util);
});
