import { qualityText } from "../reading-description.ts";
import { printable } from "../value-text.ts";
import { failureText } from "./event-failure.ts";
import type { MonitoredRow } from "./monitored-row.ts";

/** The room for a table, and how it may look. */
export interface TableRoom {
  /** Characters of a line. */
  readonly columns: number;
  /** Lines, the heading included. */
  readonly rows: number;
  readonly hasColours: boolean;
}

/** Makes lines of rows, none longer than the room is wide. What does not fit is left out, the least needed first. */
export class TableLayout {
  /** The widest value so far: a column that moved with each value could not be read. */
  #valueWidth = LEAST_VALUE;

  /** The lines of the table, the heading first. */
  lines(rows: readonly MonitoredRow[], { columns, rows: height, hasColours }: TableRoom): readonly string[] {
    const isCut = rows.length + 1 > height;
    const shown = isCut ? rows.slice(0, Math.max(0, height - 2)) : rows;
    const plan = this.#plan(shown, columns);
    const lines = [headingLine(plan), ...shown.map((row) => rowLine(row, plan, hasColours))];
    if (isCut) lines.push(cut(`… ${rows.length - shown.length} more`, columns));
    return lines.slice(0, height);
  }

  /** Which columns there are, and how wide those are that can be more or less so. */
  #plan(rows: readonly MonitoredRow[], columns: number): Plan {
    const longest = rows.reduce((most, { name }) => Math.max(most, lengthOf(printable(name))), NAME.length);
    const nameWidth = Math.min(longest, Math.max(LEAST_NAME, Math.floor(columns * 0.4)));
    const left = [...COLUMNS];
    const rest = () =>
      columns - nameWidth - GAP.length - left.reduce((sum, { width }) => sum + width + GAP.length, 0);
    for (const dropped of DROPPED) {
      if (rest() < Math.min(this.#valueWidth, WANTED_VALUE)) left.splice(left.indexOf(dropped), 1);
    }
    const most = Math.max(1, rest());
    for (const { last } of rows) {
      if (last !== null)
        this.#valueWidth = Math.max(this.#valueWidth, lengthOf(last.text(Math.min(most, LONGEST_VALUE))));
    }
    return { columns, nameWidth, valueWidth: Math.min(most, this.#valueWidth, LONGEST_VALUE), cells: left };
  }
}

interface Plan {
  readonly columns: number;
  readonly nameWidth: number;
  readonly valueWidth: number;
  readonly cells: readonly Column[];
}

/** A column behind that of the values. */
interface Column {
  readonly heading: string;
  readonly width: number;
  readonly isRight?: boolean;
  text(row: MonitoredRow): string;
  colour?(row: MonitoredRow): string | undefined;
}

function headingLine({ nameWidth, valueWidth, cells, columns }: Plan): string {
  const titles = [
    fit(NAME, nameWidth),
    fit("VALUE", valueWidth),
    ...cells.map((cell) => place(cell.heading, cell)),
  ];
  return cut(titles.join(GAP).trimEnd(), columns);
}

function rowLine(
  row: MonitoredRow,
  { columns, nameWidth, valueWidth, cells }: Plan,
  hasColours: boolean,
): string {
  const name = fit(cutFront(printable(row.name), nameWidth), nameWidth);
  const room = columns - nameWidth - GAP.length;
  const coloured = (text: string, colour: string | undefined) =>
    hasColours && colour !== undefined ? `${colour}${text}${RESET}` : text;
  const { last } = row;
  // In a terminal that has no room for more than a name.
  if (room < 1) return cut(name, columns);
  if (last === null) return `${name}${GAP}${cut(WAITING, room)}`;
  if (last.errors.length > 0) {
    return `${name}${GAP}${coloured(cut(failureText(last.errors), room), RED)}`;
  }
  const value = fit(cut(last.text(valueWidth), valueWidth), valueWidth);
  const placed = cells.map((cell) => coloured(place(cell.text(row), cell), cell.colour?.(row)));
  return [name, value, ...placed].join(GAP).trimEnd();
}

function place(text: string, { width, isRight = false }: Column): string {
  const short = cut(text, width);
  const space = " ".repeat(width - lengthOf(short));
  return isRight ? space + short : short + space;
}

function rateText(row: MonitoredRow): string {
  const rate = row.perSecond();
  if (rate === 0) return "";
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
}

/** The time of the day here, which people compare with their clock. */
function timeText({ last }: MonitoredRow): string {
  if (last === null) return "";
  const date = last.time.toDate();
  const two = (value: number) => String(value).padStart(2, "0");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${time}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Characters, not UTF-16 units: half of one must not be cut off. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function fit(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - lengthOf(text)));
}

function cut(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** Of names the end tells most. */
function cutFront(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `…${characters.slice(characters.length - width + 1).join("")}`;
}

const NAME = "NAME";
const WAITING = "(waiting)";
const GAP = "  ";
const LEAST_NAME = 16;
const LEAST_VALUE = 12;
/** So much of a value is worth more than other columns. */
const WANTED_VALUE = 24;
const LONGEST_VALUE = 72;
const RED = "\u001b[31m";
const RESET = "\u001b[39m";
const QUALITY_COLOURS: ReadonlyMap<string, string> = new Map([
  ["ATTR_VALID", "\u001b[32m"],
  ["ATTR_INVALID", "\u001b[35m"],
  ["ATTR_ALARM", RED],
  ["ATTR_WARNING", "\u001b[33m"],
  ["ATTR_CHANGING", "\u001b[36m"],
]);
const QUALITY: Column = {
  heading: "QUALITY",
  width: "CHANGING".length,
  text: ({ last }) => qualityText(last?.quality ?? ""),
  colour: ({ last }) => QUALITY_COLOURS.get(last?.quality ?? ""),
};
const TIME: Column = { heading: "TIME", width: "00:00:00.000".length, text: timeText };
const EVENTS: Column = { heading: "EVENTS", width: 7, isRight: true, text: ({ count }) => String(count) };
const RATE: Column = { heading: "RATE", width: 7, isRight: true, text: rateText };
const TREND_WIDTH = 16;
const TREND: Column = { heading: "TREND", width: TREND_WIDTH, text: (row) => row.trend(TREND_WIDTH) };
const COLUMNS: readonly Column[] = [QUALITY, TIME, EVENTS, RATE, TREND];
const DROPPED: readonly Column[] = [EVENTS, TREND, RATE, TIME, QUALITY];
