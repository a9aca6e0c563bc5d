import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DevFailed } from "../../../../../src/tango/error/dev-failed.ts";
import { Caller } from "../../../../../src/tango/server/call/caller.ts";
import {
  parseConfirmations,
  parseSubscription,
} from "../../../../../src/tango/server/event/subscription-request.ts";

const NAMED = new Caller("127.0.0.1:40000", { kind: "cpp_clnt", value: 1, discriminator: "CPP" } as never);
const NAMELESS = new Caller("127.0.0.1:40000", null);
const TARGET = ["a/b/c", "Level", "subscribe"];

const idl = (rest: readonly string[], caller = NAMED) => parseSubscription([...TARGET, ...rest], caller)?.idl;

describe("the argument of ZmqEventSubscriptionChange", () => {
  it("names a device, an attribute or pipe, an event and the generation of the client", () => {
    assert.deepEqual(parseSubscription([...TARGET, "idl5_change", "6"], NAMED), {
      device: "a/b/c",
      object: "Level",
      isSubscription: true,
      type: "change",
      idl: 6,
    });
    assert.equal(parseSubscription(["a/b/c", "l", "query", "CHANGE"], NAMED)?.isSubscription, false);
  });

  it("asks for information alone", () => {
    assert.equal(parseSubscription(["INFO"], NAMED), null);
  });

  it("leaves open which generation that is: one of Tango 8, or what the event's name says, or its kind, or how it calls", () => {
    assert.deepEqual([idl(["change"]), idl(["attr_conf"]), idl(["change", "6", "more"])], [4, 3, 4]);
    assert.deepEqual([idl(["change", "0"]), idl(["change", "x"]), idl(["change", " 6 "])], [4, 4, 6]);
    assert.deepEqual([idl(["idl5_change", "0"]), idl(["attr_conf", "0"]), idl(["alarm", "0"])], [5, 3, 6]);
    assert.equal(idl(["change", "0"], NAMELESS), 3);
  });

  const refused: readonly (readonly [readonly string[], string])[] = [
    [[], "Not enough input arguments, needs 4 i.e. device name, attribute/pipe name, action, event name"],
    [
      ["foo"],
      "Not enough input arguments, needs 4 i.e. device name, attribute/pipe name, action, event name",
    ],
    [
      ["a/b/c", "level"],
      "Not enough input arguments, needs at least 4 i.e. device name, attribute/pipe name, action, event name, <Tango lib release>",
    ],
    [
      TARGET,
      "Not enough input arguments, needs at least 4 i.e. device name, attribute/pipe name, action, event name, <Tango lib release>",
    ],
    [[...TARGET, "foo", "6"], "The event type you sent (foo) is not  valid event type"],
    [[...TARGET, "quality", "5"], "The event type you sent (quality) is not  valid event type"],
  ];
  for (const [argin, desc] of refused) {
    it(`cannot be [${argin.join()}]`, () => {
      assert.throws(
        () => parseSubscription(argin, NAMED),
        (error: DevFailed) => error.reason === "API_WrongNumberOfArgs" && error.errors[0]?.desc === desc,
      );
    });
  }
});

describe("the argument of EventConfirmSubscription", () => {
  it("has three texts for each event", () => {
    assert.deepEqual(parseConfirmations(["a/b/c", "L", "idl5_change", "a/b/c", "p", "attr_conf"]), [
      { device: "a/b/c", object: "L", type: "change", idl: 5 },
      { device: "a/b/c", object: "p", type: "attr_conf", idl: 3 },
    ]);
    assert.equal(parseConfirmations(["a/b/c", "L", "change"])[0]?.idl, 4);
  });

  it("cannot be anything else", () => {
    const desc =
      "Wrong number of input arguments: 3 needed per event: device name, attribute/pipe name and event name\n";
    for (const argin of [[], ["a/b/c", "level"], ["a/b/c", "level", "change", "a/b/c"]]) {
      assert.throws(
        () => parseConfirmations(argin),
        (error: DevFailed) => error.reason === "API_WrongNumberOfArgs" && error.errors[0]?.desc === desc,
      );
    }
    assert.throws(() => parseConfirmations(["a/b/c", "level", "foo"]), { reason: "API_WrongNumberOfArgs" });
  });
});
