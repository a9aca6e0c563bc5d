import { type ServerIdentity, serverName } from "../../naming/server-identity.ts";
import { newOwner, noProperties, type Properties, ServerContents } from "./server-contents.ts";

/** What a database file holds. */
export interface FileDatabase {
  /** The server whose file it is; null where no line declares a device. */
  readonly server: ServerIdentity | null;
  readonly contents: ServerContents;
}

/** The text is no database file. `FileServerDatabase` reports it as API_DatabaseFileError. */
export class BadDatabaseFileError extends Error {
  override readonly name = "BadDatabaseFileError";
  readonly code = "BAD_DATABASE_FILE";
  /** Where, from 1 on. */
  readonly line: number;

  constructor(problem: string, line: number) {
    super(problem);
    this.line = line;
  }
}

/**
 * Reads the text of a database file as cppTango has it (`-file=`):
 *
 * ```
 * Exec/inst/DEVICE/Class: "d/f/m",\
 *                         "d/f/m2"
 * d/f/m->property: value,\
 *                  "another value"
 * d/f/m/attribute->property: value
 * CLASS/Class->property: value
 * CLASS/Class/attribute->property: value
 * FREE/Object->property: value
 * ```
 * `#` begins a comment where a name could begin. Values are words, or any text in quotes, in which a backslash stands before a quote or another
 * backslash. Of a property that is there twice, the first counts. Throws a BadDatabaseFileError.
 */
export function parseDatabaseFile(text: string): FileDatabase {
  const reader = new FileReader(text);
  const contents = new ServerContents();
  let server: ServerIdentity | null = null;
  for (let word = reader.word(); word !== null; ) {
    const fields = [nameIn(word, reader)];
    let next = reader.word();
    while (isSymbol(next, "/")) {
      fields.push(nameIn(reader.word(), reader));
      next = reader.word();
    }
    if (isSymbol(next, ":") && fields.length === 4) {
      const [executable, instance, kind, className] = fields as [string, string, string, string];
      server ??= { executable, instance };
      const values = readValues(reader);
      contents.devicesOfClass.getOrMake(className, () => []);
      if (kind.toLowerCase() === "device")
        for (const name of values.lines) contents.addDevice(name, className);
      word = values.next;
      continue;
    }
    if (!isSymbol(next, "->")) throw reader.error("-> or / expected");
    const properties = propertiesOf(contents, fields);
    if (properties === null) throw reader.error(`${fields.join("/")} is no name of what has properties`);
    const name = nameIn(reader.word(), reader);
    if (!isSymbol(reader.word(), ":")) throw reader.error(": expected");
    const values = readValues(reader);
    if (properties.get(name) === undefined) properties.set(name, values.lines);
    word = values.next;
  }
  return { server, contents };
}

/** The text of a database file, laid out as cppTango does. A property without values is left out: the format has nothing for it. */
export function formatDatabaseFile({ server, contents }: FileDatabase): string {
  const parts: string[] = [];
  for (const [className, devices] of contents.devicesOfClass) {
    if (server !== null && devices.length > 0)
      parts.push(entry(`${serverName(server)}/DEVICE/${name(className)}: `, devices, quoted));
  }
  parts.push("\n");
  for (const className of union(contents.devicesOfClass.names(), contents.classes.names())) {
    const { properties, attributes } = contents.classes.get(className) ?? newOwner();
    const prefix = `CLASS/${name(className)}`;
    parts.push(`${RULER}# CLASS ${className}\n\n`, entries(prefix, properties), "\n");
    parts.push(`# CLASS ${className} attribute properties\n\n`);
    for (const [attribute, own] of attributes) parts.push(entries(`${prefix}/${name(attribute)}`, own));
    parts.push("\n");
  }
  parts.push("\n");
  const declared = [...contents.devicesOfClass].flatMap(([, devices]) => devices);
  for (const device of union(declared, contents.devices.names())) {
    const { properties, attributes } = contents.devices.get(device) ?? newOwner();
    const prefix = device.split("/").map(name).join("/");
    parts.push(`# DEVICE ${device} properties \n\n`, entries(prefix, properties), "\n");
    // cppTango does not survive attributes of a device that is not declared.
    if (!declared.includes(device)) continue;
    parts.push(`# DEVICE ${device} attribute properties\n\n`);
    for (const [attribute, own] of attributes) parts.push(entries(`${prefix}/${name(attribute)}`, own));
  }
  parts.push(`${RULER}# FREE OBJECT attributes\n\n`);
  for (const [object, { properties }] of contents.freeObjects) {
    parts.push(entries(`FREE/${name(object)}`, properties));
  }
  return parts.join("");
}

/** Where the properties of an owner belong, by the fields of its name; null where that is none. */
function propertiesOf(contents: ServerContents, fields: readonly string[]): Properties | null {
  const [first, second = "", third = "", fourth = ""] = fields;
  const kind = first?.toLowerCase();
  const device = fields.slice(0, 3).join("/");
  switch (fields.length) {
    case 2:
      if (kind === "class") return contents.classes.getOrMake(second, newOwner).properties;
      return kind === "free" ? contents.freeObjects.getOrMake(second, newOwner).properties : null;
    case 3:
      if (kind !== "class") return contents.devices.getOrMake(device, newOwner).properties;
      return contents.classes.getOrMake(second, newOwner).attributes.getOrMake(third, noProperties);
    case 4:
      return contents.devices.getOrMake(device, newOwner).attributes.getOrMake(fourth, noProperties);
    default:
      return null;
  }
}

function readValues(reader: FileReader): { readonly lines: string[]; readonly next: Word | null } {
  const lines = [reader.value()];
  let next = reader.word();
  while (isSymbol(next, ",") || isSymbol(next, "\\")) {
    lines.push(reader.value());
    next = reader.word();
  }
  return { lines, next };
}

/** A name, or one of the symbols between names. */
interface Word {
  readonly text: string;
  readonly isSymbol: boolean;
}

function isSymbol(word: Word | null, symbol: string): boolean {
  return word?.isSymbol === true && word.text === symbol;
}

function nameIn(word: Word | null, reader: FileReader): string {
  if (word === null || word.isSymbol) throw reader.error("a name expected");
  return word.text;
}

/** Takes a text apart: what is a word depends on whether a value is expected, so there is a method for each. */
class FileReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  error(problem: string, position = this.#position): BadDatabaseFileError {
    return new BadDatabaseFileError(problem, this.#text.slice(0, position).split("\n").length);
  }

  /** The next name or symbol; null at the end. */
  word(): Word | null {
    this.#take(/(?:[\0- ]+|#.*)*/y);
    if (this.#position >= this.#text.length) return null;
    const symbol = this.#take(/->|[:/,\\]/y);
    if (symbol !== "") return { text: symbol, isSymbol: true };
    const quoted = this.#take(/"[^"\n]*"/y);
    if (quoted !== "") return { text: quoted.slice(1, -1), isSymbol: false };
    const text = this.#take(/(?:(?!->)[^\0- :/\\,"])(?:(?!->)[^\0- :/\\,])*/y);
    if (text === "") throw this.error("a quote that is not closed");
    return { text, isSymbol: false };
  }

  /** The next value, behind a backslash that continues the line. */
  value(): string {
    this.#take(/[\0- ]*\\?[\0- ]*/y);
    const start = this.#position;
    const quoted = this.#take(/"(?:[^"\\]|\\.)*"/sy);
    if (quoted !== "") return quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
    const text = this.#take(/[^\0- ,\\"][^\0- ,\\]*/y);
    if (text === "") throw this.error("a value expected", start);
    return text;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#position += found.length;
    return found;
  }
}

function entries(owner: string, properties: Properties): string {
  return Array.from(properties, ([property, lines]) =>
    lines.length === 0 ? "" : entry(`${owner}->${name(property)}: `, lines, value),
  ).join("");
}

function entry(prefix: string, lines: readonly string[], format: (line: string) => string): string {
  return `${prefix}${lines.map(format).join(`,\\\n${" ".repeat(prefix.length)}`)}\n`;
}

/** A name as it can be read again: in quotes, where there are no escapes, if need be. */
function name(text: string): string {
  return /^(?!#)(?:(?!->)[!-~])+$/.test(text) && !/[:/\\,"]/.test(text)
    ? text
    : `"${text.replace(/["\n]/g, " ")}"`;
}

function value(text: string): string {
  return /^[!-~]+$/.test(text) && !/[,\\"]/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** The names of both, those of the first in front, each once whatever its case. */
function union(first: readonly string[], second: readonly string[]): string[] {
  const known = new Set(first.map((one) => one.toLowerCase()));
  return [...first, ...second.filter((one) => !known.has(one.toLowerCase()))];
}

const RULER = "#############################################\n";
