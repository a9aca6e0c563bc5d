import assert from "node:assert/strict";
import { test } from "node:test";
import { DatabaseFileError } from "../../../../../src/tango/database-server/sql/database-file-error.ts";
import { SqlTokenizer } from "../../../../../src/tango/database-server/sql/sql-tokenizer.ts";

/** The words of a text, as `kind text`, fed in pieces of this size. */
function words(sql: string, size = sql.length || 1, tokenizer = new SqlTokenizer()): string[] {
  const octets = Buffer.from(sql, "latin1");
  const found: string[] = [];
  const take = () => {
    for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) {
      found.push(token.kind === "end" ? "end" : `${token.kind} ${token.text}`);
    }
  };
  for (let at = 0; at < octets.length; at += size) {
    tokenizer.push(octets.subarray(at, at + size));
    take();
  }
  tokenizer.finish();
  take();
  return found;
}

const CASES: readonly [sql: string, words: readonly string[]][] = [
  ["", []],
  ["-- nothing\n# nothing\n/* nothing */", []],
  ["SELECT a.b, 1.5;", ["word SELECT", "word a.b", "symbol ,", "word 1.5", "end"]],
  ["a-1", ["word a", "symbol -", "word 1", "end"]],
  ["`a``b`.`c\\`;", ["quoted a`b", "word .", "quoted c\\", "end"]],
  ["'it''s' 'a\\'b'", ["string it's", "string a'b", "end"]],
  [`"a""b'" 'a"b'`, [`string a"b'`, `string a"b`, "end"]],
  ["'\\0\\n\\r\\t\\b\\Z\\\\\\%\\_\\x'", ["string \0\n\r\t\b\x1a\\\\%\\_x", "end"]],
  ["'-- no' '/* no */' '# no; '", ["string -- no", "string /* no */", "string # no; ", "end"]],
  ["/*!40101 SET NAMES utf8 */;a", ["word SET", "word NAMES", "word utf8", "end", "word a", "end"]],
  ["/*M!100616 SET */;", ["word SET", "end"]],
  ["/*!50003 CREATE*/ /*!50020 X*/;", ["word CREATE", "word X", "end"]],
  ["/*!SET /* inner */ a*/;", ["word SET", "word a", "end"]],
  ["/*M!999999\\- enable the sandbox mode */ a", ["word a", "end"]],
  ["DELIMITER ;;\na;b;;\nDELIMITER ;\nc;", ["word a", "symbol ;", "word b", "end", "word c", "end"]],
  ["delimiter $$\r\nEND$$\r\ndelimiter ;\r\nc", ["word END", "end", "word c", "end"]],
  ["a delimiter b;", ["word a", "word delimiter", "word b", "end"]],
  ["'\u00c3\u00a9' \u00c3\u00a9", ["string \u00c3\u00a9", "word \u00c3\u00a9", "end"]],
  ["--", []],
  ["a --b", ["word a", "symbol -", "symbol -", "word b", "end"]],
];

test("cuts SQL into words, whatever the pieces it comes in", () => {
  for (const [sql, expected] of CASES) {
    for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(words(sql, size), expected, `${sql} by ${size}`);
  }
});

test("counts lines", () => {
  const tokenizer = new SqlTokenizer();
  tokenizer.push(Buffer.from("/* 1\n2 */ a\n'3\n4' -- \n`5\n`\n\nb"));
  tokenizer.finish();
  const lines: number[] = [];
  for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) lines.push(token.line);
  assert.deepEqual(lines, [2, 3, 5, 8, 8]);
});

test("says where a file ends within a word", () => {
  for (const sql of ["a;\n'b", "a;\n`b", 'a;\n"b', "a;\n/* b", "a;\n'b\\'", "a;\n'b\\"]) {
    assert.throws(
      () => words(sql, 3),
      (error) => error instanceof DatabaseFileError && error.line === 2 && /ends within/.test(error.message),
      sql,
    );
  }
});

test("refuses a word that is too long, and takes one that is not in time that grows with it alone", () => {
  const long = `'${"x".repeat(100_000)}'`;
  assert.equal(words(long, 10, new SqlTokenizer(200_000)).length, 2);
  assert.throws(() => words(long, 10, new SqlTokenizer(50_000)), /longer than 50000 octets/);
});
