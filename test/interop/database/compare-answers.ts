import { isDeepStrictEqual } from "node:util";
import { type Answer, isError, type Step } from "./compared-database.ts";

/** Which real database. */
export type Release = "9.3" | "10.0";

/**
 * Whether two databases answer the same. Left out are dates, and what SQL leaves open: the order of what is not ordered, which of two spellings
 * a list has, and of errors of SQL all but what column was too small. MariaDB orders names in the real database of Tango 10 otherwise than in
 * that of 9.3, which is our order: `_` before letters. Nor is the order of names compared that are not ASCII: for both these are letters.
 */
export function isSameAnswer(step: Step, ours: Answer, theirs: Answer, release: Release): boolean {
  return isDeepStrictEqual(comparable(step, ours, release), comparable(step, theirs, release));
}

/** An answer without what is not compared. */
export function comparable([command, argument]: Step, answer: Answer, release: Release): unknown {
  if (answer === null) return null;
  if (isError(answer)) return comparableError(answer);
  const texts = [...answer];
  if (command.endsWith("Hist")) return comparableHistory(texts, argument.length === 3);
  if (/List(Wildcard|ForDevice)?$/.test(command)) return comparableList(command, texts, release);
  if (/^DbGet(Class|Device)(Attribute|Pipe)Property/.test(command)) return comparableMembers(command, texts);
  return comparableProperties(texts, argument as readonly string[]);
}

function comparableError({
  reason,
  desc,
  origin,
}: {
  reason: string;
  desc: string;
  origin: string;
}): unknown {
  if (reason !== "DB_SQLError") return { reason, desc, origin };
  const column = /Data too long for column '\w+'/.exec(desc)?.[0] ?? "not to be compared";
  return { reason, column, origin: origin.replace("()", "") };
}

function comparableList(command: string, texts: string[], release: Release): string[] {
  if (/ForDevice$/.test(command)) {
    const triples = Array.from({ length: texts.length / 3 }, (_, i) =>
      texts.slice(3 * i, 3 * i + 3).join("\0"),
    );
    return triples.sort();
  }
  const names = texts.map((text) => text.toLowerCase());
  const isOrdered = release === "9.3" && !/^DbGetClass(Attribute|Pipe)List$/.test(command) && isAscii(names);
  return isOrdered ? names : names.sort();
}

function isAscii(texts: readonly string[]): boolean {
  return texts.every((text) => !/[\x80-\uffff]/.test(text));
}

/** owner, count, and for each name it, how many values, these. Where several properties match, their values are in no order. */
function comparableProperties(texts: string[], [, ...asked]: readonly string[]): unknown {
  const [owner, count, ...rest] = texts;
  const properties = asked.map(() => {
    const [name, length] = [rest.shift()!, Number(rest.shift())];
    const wild = /[*%]/.test(name);
    const values = rest.splice(0, length);
    return {
      name,
      values: wild ? values.sort() : values,
      placeholder: length === 0 && rest[0] === " " ? rest.shift() : null,
    };
  });
  return { owner, count, properties, rest };
}

/**
 * owner, count, and for each member it, how many properties or values, these. Where several members match, properties of the same name are one
 * unless they are spelled differently, and their values in no order.
 */
function comparableMembers(command: string, texts: string[]): unknown {
  const single = /AttributeProperty$/.test(command);
  const [owner, count, ...rest] = texts;
  const members = [];
  while (rest.length > 0) {
    const [member, length] = [rest.shift()!, Number(rest.shift())];
    const severalMatch = member.includes("%");
    const properties: Record<string, string[]> = {};
    for (let i = 0; i < length; i++) {
      const name = severalMatch ? rest.shift()!.toLowerCase() : rest.shift()!;
      properties[name] = [...(properties[name] ?? []), ...rest.splice(0, single ? 1 : Number(rest.shift()))];
    }
    if (severalMatch) for (const values of Object.values(properties)) values.sort();
    members.push({ member, properties });
  }
  return { owner, count, members };
}

/**
 * The entries of each property, without their dates. Within a second they have no order in the real database, nor is it told which of them is
 * too old. One whose values were written as a second ended is there twice. So entries are compared as a set, while they are clearly fewer than are kept.
 */
function comparableHistory(texts: string[], hasMembers: boolean): unknown {
  const histories: Record<string, string[]> = {};
  const rest = [...texts];
  while (rest.length > 0) {
    const names = rest.splice(0, hasMembers ? 2 : 1);
    const [date = "", count] = rest.splice(0, 2);
    const entry = [...names, DATE.test(date), count, ...rest.splice(0, Number(count))];
    const key = names.join("\0").toLowerCase();
    histories[key] = [...(histories[key] ?? []), JSON.stringify(entry)];
  }
  return Object.fromEntries(
    Object.entries(histories).map(([key, entries]) => [
      key,
      entries.length < HISTORY_DEPTH - 2 ? [...new Set(entries)].sort() : "as many as are kept, or nearly",
    ]),
  );
}

const HISTORY_DEPTH = 10;
const DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
