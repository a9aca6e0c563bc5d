import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLines } from "../../../../src/cli/monitor/event-lines.ts";
import type { Observation } from "../../../../src/cli/monitor/observation.ts";
import { errorObservation, numberObservation, TIME } from "./observations.ts";

function linesOf(json: boolean, ...observations: readonly Observation[]): readonly unknown[] {
  const lines: unknown[] = [];
  const display = new EventLines({
    names: ["a/b/c/d"],
    subject: (attribute) => ({ attribute, event: "change" }),
    json,
    print: (text) => lines.push(text),
    printJson: (value) => lines.push(value),
  });
  for (const observation of observations) display.show(0, observation);
  display.end();
  return lines;
}

test("prints time, name, value and quality, or the error", () => {
  const time = TIME.toISOString();
  assert.deepEqual(
    linesOf(
      false,
      numberObservation(1.5),
      numberObservation(7, ""),
      errorObservation("API_EventTimeout", "no\n  answer\u0007"),
    ),
    [
      `${time}  a/b/c/d  1.5  VALID`,
      `${time}  a/b/c/d  7`,
      `${time}  a/b/c/d  API_EventTimeout: no answer\\x07`,
    ],
  );
});

test("says what to do where the server sends no events", () => {
  for (const reason of ["API_AttributePollingNotStarted", "API_EventPropertiesNotSet"]) {
    const [line] = linesOf(false, errorObservation(reason));
    assert.match(String(line), new RegExp(`d {2}no events: .*--poll 1000.* \\(${reason}\\)$`));
  }
});

test("gives objects for JSON, with the hint", () => {
  const [value, failed] = linesOf(true, numberObservation(7), errorObservation("API_EventPropertiesNotSet"));
  assert.deepEqual(value, { attribute: "a/b/c/d", event: "change", value: 7, hint: undefined });
  const { hint, errors } = failed as { hint: string; errors: readonly { reason: string }[] };
  assert.match(hint, /--poll/);
  assert.equal(errors[0]?.reason, "API_EventPropertiesNotSet");
});
