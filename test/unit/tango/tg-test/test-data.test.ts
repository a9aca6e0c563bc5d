import assert from "node:assert/strict";
import { test } from "node:test";
import { TestData } from "../../../../src/tango/tg-test/test-data.ts";

function dataAt(start: number, random = () => 0.5) {
  const clock = { now: start };
  return { clock, data: new TestData({ now: () => clock.now, random }) };
}

test("comes to the next step when its period is over, however long nobody looked", () => {
  const { clock, data } = dataAt(1000);
  data.start(2000);
  const { step } = data.generation;
  clock.now += 1999;
  assert.equal(data.generation.step, step);
  clock.now += 1;
  assert.equal(data.generation.step, step + 1);
  clock.now += 10_500;
  assert.equal(data.generation.step, step + 6);
});

test("counts the steps on when it starts again", () => {
  const { clock, data } = dataAt(0);
  data.start(2000);
  clock.now = 5000;
  const { step } = data.generation;
  data.start(500);
  assert.equal(data.generation.step, step + 1);
  clock.now += 500;
  assert.equal(data.generation.step, step + 2);
});

test("keeps a value until the next step, and makes it but once", () => {
  const { clock, data } = dataAt(0);
  data.start(2000);
  let made = 0;
  const read = () => data.generation.value("a", () => ++made);
  assert.deepEqual([read(), read()], [1, 1]);
  clock.now = 2000;
  assert.equal(read(), 2);
});

test("lets what is set show from the next step on, even if the present one was not yet read", () => {
  const { clock, data } = dataAt(0);
  data.start(2000);
  clock.now = 3000;
  data.set("ampli", 7);
  assert.equal(data.generation.settings.ampli, 1);
  clock.now = 4000;
  assert.equal(data.generation.settings.ampli, 7);
});

test("forgets what was set and stored when it starts again", () => {
  const { clock, data } = dataAt(0);
  data.start(2000);
  data.set("freq", 1);
  data.store("a", "text");
  assert.equal(
    data.stored("a", () => "initial"),
    "text",
  );
  clock.now = 2000;
  data.start(2000);
  assert.equal(
    data.stored("a", () => "initial"),
    "initial",
  );
  assert.equal(data.generation.settings.freq, 10);
});

test("makes steps when it is told to, where time makes none", () => {
  const { clock, data } = dataAt(0);
  data.start(null);
  const { step } = data.generation;
  clock.now = 1e9;
  assert.equal(data.generation.step, step);
  data.step();
  assert.equal(data.generation.step, step + 1);
  data.start(1000);
  data.step();
  assert.equal(data.generation.step, step + 2);
});

test("takes a period of nothing for a millisecond", () => {
  const { clock, data } = dataAt(0);
  data.start(0);
  const { step } = data.generation;
  clock.now = 3;
  assert.equal(data.generation.step, step + 3);
});
