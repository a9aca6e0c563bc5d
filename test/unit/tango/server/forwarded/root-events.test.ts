import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attribute } from "../../../../../src/tango/server/attribute/attribute.ts";
import { RootEvents } from "../../../../../src/tango/server/forwarded/root-events.ts";
import type { ServedDevice } from "../../../../../src/tango/server/served-device.ts";
import { deferred } from "../../../../support/fake-device.ts";

/** A forwarded attribute `here` whose root accepts a subscription when the test wants. */
function forwardedHere(log: string[], root: string) {
  const accepted = deferred<number>();
  const attribute = {
    key: "here",
    root: {
      subscribe: () => accepted.promise,
      unsubscribe: (id: number) => log.push(`${root} ends ${id}`),
    },
  } as unknown as Attribute;
  return { attribute, accept: accepted.resolve };
}

test("goes on with the events of a new root where the one before accepts a subscription late", async () => {
  const log: string[] = [];
  const before = forwardedHere(log, "before");
  const now = forwardedHere(log, "now");
  let present = before.attribute;
  const served = { attributes: { find: () => present } } as unknown as ServedDevice;
  const events = new RootEvents(served);
  const late = events.follow(before.attribute, "change");
  events.leave("here");
  present = now.attribute;
  const following = events.follow(now.attribute, "change");
  now.accept(2);
  await following;
  before.accept(1);
  await late;
  assert.deepEqual(log, ["before ends 1"]);
  events.close();
  assert.deepEqual(log, ["before ends 1", "now ends 2"]);
});
