/** What stands behind a backslash and means another octet; any other character means itself (MySQL 8 Reference Manual, "String Literals"). */
const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\x1a",
  // These two keep their backslash outside of patterns.
  "%": "\\%",
  _: "\\_",
};

/** The text that stands between quotes: escapes replaced, the quote that stands twice once. */
export function unescapeSqlText(quoted: string, quote: number, hasEscapes: boolean): string {
  const mark = String.fromCharCode(quote);
  if (!hasEscapes) return quoted.replaceAll(mark + mark, mark);
  const pattern = mark === "'" ? /\\([\s\S])|''/g : /\\([\s\S])|""/g;
  return quoted.replace(pattern, (_, escaped: string | undefined) =>
    escaped === undefined ? mark : (ESCAPES[escaped] ?? escaped),
  );
}

/** A text as it stands in SQL, in quotes and escaped as mysqldump does. */
export function quoteSqlText(text: string): string {
  return `'${text.replace(/["'\\]|[^ -\uffff]/g, (character) => ESCAPED[character] ?? character)}'`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\n": "\\n",
  "\r": "\\r",
  "\x1a": "\\Z",
  '"': '\\"',
  "'": "\\'",
  "\\": "\\\\",
};
