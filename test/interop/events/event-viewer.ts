import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { end, type TangoRelease } from "../../support/tango-release.ts";
import type { Json, ViewEntry } from "../tango/scenario.ts";
import { eventProgram } from "./push-server.ts";

/** An event as JSON: what event_view.py describes. */
export type ViewedEvent = Readonly<Record<string, Json>>;

/** A line of event_view.py. */
export interface ViewedLine {
  readonly as: string;
  readonly event?: ViewedEvent;
  readonly subscribed?: number;
  readonly unsubscribed?: number;
  readonly failed?: NonNullable<ViewEntry["error"]>;
  readonly fault?: string;
}

/** An order to event_view.py. */
export interface ViewOrder {
  readonly do: "subscribe" | "unsubscribe" | "quit";
  readonly as?: string;
  readonly device?: string;
  readonly attr?: string;
  readonly event?: string;
  readonly stateless?: boolean;
}

/** A program that subscribes as it is told, and says what it sees. */
export interface EventView {
  /** All that it said, in order. */
  readonly lines: readonly ViewedLine[];
  tell(order: ViewOrder): void;
}

/** PyTango's view of events: event_view.py of one release. */
export class EventViewer implements EventView {
  /** All that it said, in order. */
  readonly lines: ViewedLine[] = [];
  /** What it said on its error output. */
  complaints = "";
  readonly #program: ChildProcessWithoutNullStreams;

  /** `onLine` is told of each line. */
  constructor(release: TangoRelease, device: string, onLine: (line: ViewedLine) => void = () => {}) {
    this.#program = eventProgram(release, "event_view.py", device);
    createInterface(this.#program.stdout).on("line", (text) => {
      const line = JSON.parse(text) as ViewedLine;
      this.lines.push(line);
      onLine(line);
    });
    this.#program.stderr.on("data", (chunk) => {
      this.complaints += chunk;
    });
  }

  /** Whether it still runs. */
  get isThere(): boolean {
    return this.#program.exitCode === null && this.#program.signalCode === null;
  }

  tell(order: ViewOrder): void {
    this.#program.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /** Freezes it, or lets it go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    process.kill(-this.#program.pid!, signal);
  }

  async stop(): Promise<void> {
    await end(this.#program, "SIGKILL");
  }
}
