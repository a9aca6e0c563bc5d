import type { Terminal } from "../terminal.ts";
import type { MonitorDisplay } from "./monitor-display.ts";
import { MonitoredRow } from "./monitored-row.ts";
import type { Observation } from "./observation.ts";
import { TableLayout } from "./table-layout.ts";

/**
 * Shows what comes as a table that stays where it is: on the second screen of the terminal, so that what was on the first is there again at the end,
 * with the last state of the table behind it. Draws at most ten times a second, and only lines that have changed.
 */
export class LiveTable implements MonitorDisplay {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #rows: readonly MonitoredRow[];
  readonly #stopListening: () => void;
  /** Rates fall while nothing comes. */
  readonly #ticking: NodeJS.Timeout;
  #layout = new TableLayout();
  /** The lines that are on the screen. */
  #drawn: readonly string[] = [];
  #drawnAt: number;
  #planned: NodeJS.Timeout | undefined;

  /** Begins to draw. `now` is a clock in milliseconds that never goes back. */
  constructor(terminal: Terminal, names: readonly string[], now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#rows = names.map((name) => new MonitoredRow(name, now));
    terminal.write(BEGIN);
    this.#stopListening = terminal.onResize(() => {
      this.#layout = new TableLayout();
      this.#drawn = [];
      terminal.write(CLEAR);
      this.#plan();
    });
    this.#ticking = setInterval(() => this.#plan(), TICK_MS);
    this.#drawnAt = now();
    this.#draw();
  }

  show(index: number, observation: Observation): void {
    this.#rows[index]!.take(observation);
    this.#plan();
  }

  end(): void {
    clearInterval(this.#ticking);
    clearTimeout(this.#planned);
    this.#stopListening();
    this.#terminal.write(END);
    const { columns, hasColours } = this.#terminal;
    const lines = this.#layout.lines(this.#rows, { columns, hasColours, rows: Number.POSITIVE_INFINITY });
    this.#terminal.write(`${lines.join("\n")}\n`);
  }

  #plan(): void {
    if (this.#planned !== undefined) return;
    const wait = Math.max(0, this.#drawnAt + LEAST_MS - this.#now());
    this.#planned = setTimeout(() => this.#draw(), wait);
  }

  #draw(): void {
    this.#planned = undefined;
    this.#drawnAt = this.#now();
    const lines = this.#layout.lines(this.#rows, this.#terminal);
    const changed = lines.flatMap((line, i) =>
      line === this.#drawn[i] ? [] : [`${at(i)}${CLEAR_LINE}${line}`],
    );
    // What is below the table, where it has become shorter.
    if (lines.length < this.#drawn.length) changed.push(`${at(lines.length)}${CLEAR_BELOW}`);
    this.#drawn = lines;
    if (changed.length > 0) this.#terminal.write(changed.join(""));
  }
}

/** To the beginning of a line, the first of which is 0. */
function at(line: number): string {
  return `\u001b[${line + 1};1H`;
}

const LEAST_MS = 100;
const TICK_MS = 1000;
const CLEAR = "\u001b[2J";
// In front of the line: behind one that is as long as the screen is wide it would take its last character.
const CLEAR_LINE = "\u001b[2K";
const CLEAR_BELOW = "\u001b[J";
/** The second screen, no cursor, and what is too long is not continued in the next line; and all of that back. */
const BEGIN = `\u001b[?1049h\u001b[?25l\u001b[?7l${CLEAR}`;
const END = "\u001b[?7h\u001b[?25h\u001b[?1049l";
