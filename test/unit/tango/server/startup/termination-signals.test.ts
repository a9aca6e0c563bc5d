import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { describe, it } from "node:test";
import {
  onTermination,
  TERMINATION_SIGNALS,
} from "../../../../../src/tango/server/startup/termination-signals.ts";

describe("onTermination", () => {
  it("calls back once, and lets go of all signals before", () => {
    for (const signal of TERMINATION_SIGNALS) {
      const source = new EventEmitter();
      const heard: string[] = [];
      onTermination((got) => heard.push(`${got} ${source.eventNames().length}`), source);
      source.emit(signal, signal);
      source.emit(signal, signal);
      assert.deepEqual(heard, [`${signal} 0`]);
    }
  });

  it("ignores that the terminal has closed", () => {
    const source = new EventEmitter();
    const release = onTermination(() => assert.fail("called"), source);
    assert.equal(source.emit("SIGHUP", "SIGHUP"), true);
    release();
    assert.equal(source.emit("SIGHUP", "SIGHUP"), false);
  });

  it("lets go when it is told to", () => {
    const source = new EventEmitter();
    const release = onTermination(() => assert.fail("called"), source);
    release();
    release();
    assert.deepEqual(source.eventNames(), []);
  });

  it("serves several servers", () => {
    const source = new EventEmitter();
    const heard: string[] = [];
    onTermination(() => heard.push("one"), source);
    const release = onTermination(() => heard.push("two"), source);
    onTermination(() => heard.push("three"), source);
    release();
    source.emit("SIGTERM", "SIGTERM");
    assert.deepEqual(heard, ["one", "three"]);
  });

  it("hears this process", () => {
    const before = process.listenerCount("SIGTERM");
    const release = onTermination(() => {});
    assert.equal(process.listenerCount("SIGTERM"), before + 1);
    release();
    assert.equal(process.listenerCount("SIGTERM"), before);
  });
});
