import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "../../support/source-files.ts";
import { end, type TangoRelease } from "../../support/tango-release.ts";
import { isObject, type Json } from "../tango/scenario.ts";
import type { EventView, ViewedEvent, ViewedLine, ViewOrder } from "./event-viewer.ts";

/** What a C++ client of one release sees of events: event_view.cpp. */
export class CppEventViewer implements EventView {
  readonly lines: ViewedLine[] = [];
  /** What it said on its error output. */
  complaints = "";
  readonly #program: ChildProcessWithoutNullStreams;

  constructor({ version, databasePort }: TangoRelease) {
    const script = join(ROOT, "test/interop/events/cpp/run.sh");
    const env = { ...process.env, TANGO_HOST: `127.0.0.1:${databasePort}` };
    this.#program = spawn("bash", [script, version], { detached: true, env });
    createInterface(this.#program.stdout).on("line", (line) => this.lines.push(asPyTango(JSON.parse(line))));
    this.#program.stderr.on("data", (chunk) => {
      this.complaints += chunk;
    });
  }

  tell({ do: what, as = "", device = "", attr = "-", event = "" }: ViewOrder): void {
    const tag = as.replaceAll(" ", "_");
    this.#program.stdin.write(`${what} ${tag} ${device} ${attr} ${event}\n`);
  }

  async stop(): Promise<void> {
    await end(this.#program, "SIGKILL");
  }
}

/** A line with the tags and, for scalars, the values that event_view.py has. */
function asPyTango(line: ViewedLine): ViewedLine {
  const as = line.as.replaceAll("_of_", " of ");
  return line.event === undefined ? { ...line, as } : { ...line, as, event: withPlainValue(line.event) };
}

function withPlainValue(event: ViewedEvent): ViewedEvent {
  const reading = event.attr_value;
  if (reading === undefined || !isObject(reading)) return event;
  const value = reading.value as readonly Json[] | null;
  if (reading.data_format !== "SCALAR" || value === null || reading.type === "DevEncoded") return event;
  const [read = null, written = null] = value;
  return { ...event, attr_value: { ...reading, value: read, w_value: written } };
}
