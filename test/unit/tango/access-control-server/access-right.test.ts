import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessRight } from "../../../../src/tango/access-control-server/access-right.ts";
import { AccessRules } from "../../../../src/tango/access-control-server/access-rules.ts";
import { Store } from "../../../../src/tango/database-server/store/store.ts";
import { ROOT } from "../../../support/source-files.ts";

interface Recorded {
  readonly cases: readonly {
    readonly title: string;
    readonly addresses: readonly [user: string, address: string][];
    readonly devices: readonly [user: string, device: string, rights: string][];
    readonly asked: readonly [user: string, address: string, device: string, answer: string][];
  }[];
}

// What the real TangoAccessControl answered.
const { cases } = JSON.parse(
  readFileSync(join(ROOT, "fixtures/tango-9.3.4/access-control/access-rights.json"), "utf8"),
) as Recorded;

for (const { title, addresses, devices, asked } of cases) {
  test(`answers as the C++ access control: ${title}`, async () => {
    const rules = new AccessRules(new Store());
    for (const [user, address] of addresses) await rules.addAddress(user, address);
    for (const [user, device, rights] of devices) await rules.addDevice(user, { device, rights });
    for (const [user, address, device, answer] of asked) {
      assert.equal(
        accessRight(rules, { user, addresses: [address], device }),
        answer,
        [user, address, device].join(),
      );
    }
  });
}

test("one of several addresses suffices, and none is not enough", async () => {
  const rules = new AccessRules(new Store());
  await rules.addAddress("bob", "10.0.0.*");
  await rules.addDevice("bob", { device: "*/*/*", rights: "write" });
  const rightFrom = (...addresses: string[]) =>
    accessRight(rules, { user: "bob", addresses, device: "a/b/c" });
  assert.equal(rightFrom("192.168.1.1", "10.0.0.7"), "write");
  assert.equal(rightFrom("192.168.1.1", "10.0.1.7"), "read");
  assert.equal(rightFrom(), "read");
});
