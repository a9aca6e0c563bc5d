import { qualityText } from "../reading-description.ts";
import { printable } from "../value-text.ts";
import { failureHint, failureText } from "./event-failure.ts";
import type { MonitorDisplay } from "./monitor-display.ts";
import type { Observation } from "./observation.ts";

/** How lines are written: as JSON, or else for people. */
export interface LineOptions {
  /** What is monitored, as it was written. */
  readonly names: readonly string[];
  /** What names a line of JSON: `{ attribute: "sys/tg_test/1/ampli", event: "change" }`. */
  subject(name: string): Readonly<Record<string, unknown>>;
  readonly json: boolean;
  print(text: string): void;
  printJson(value: unknown): void;
}

/** Prints a line for each thing that comes, at once. */
export class EventLines implements MonitorDisplay {
  readonly #options: LineOptions;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  show(index: number, observation: Observation): void {
    const { names, subject, json, print, printJson } = this.#options;
    const name = names[index]!;
    if (!json) return print(eventLine(name, observation));
    printJson({ ...subject(name), ...observation.data(), hint: failureHint(observation.errors) });
  }

  end(): void {
    // What has come is written.
  }
}

function eventLine(name: string, { time, errors, quality, text }: Observation): string {
  const cells = [time.toISOString(), printable(name)];
  if (errors.length > 0) cells.push(failureText(errors));
  else cells.push(text(WIDTH), qualityText(quality));
  return cells.join("  ").trimEnd();
}

/** Of a list, more of which only `--json` shows. */
const WIDTH = 88;
