import assert from "node:assert/strict";
import { test } from "node:test";
import { commandWithDatabase } from "../../support/command-with-database.ts";

const DEVICE = "sys/tg_test/1";

test("gives a device an alias, shows and lists it, and takes it away", async (t) => {
  const { run, json } = await commandWithDatabase(t);
  assert.equal((await run("alias", "get", DEVICE)).out, `${DEVICE} has no alias\n`);
  assert.deepEqual(await run("alias", "put", DEVICE, "Tester"), { code: 0, out: "", err: "" });
  assert.deepEqual(await json("alias", "put", "tester", "tester"), { alias: "tester", device: DEVICE });
  assert.equal((await run("alias", "get", DEVICE)).out, "Tester\n");
  assert.equal((await run("alias", "get", "tester")).out, `${DEVICE}\n`);
  assert.deepEqual(await json("alias", "get", "tester"), { alias: "Tester", device: DEVICE });
  assert.deepEqual(await json("alias", "ls", "te*"), [{ alias: "Tester", device: DEVICE }]);
  assert.equal((await run("alias", "ls")).out, `ALIAS   DEVICE\nTester  ${DEVICE}\n`);
  assert.deepEqual(await json("alias", "rm", "tester"), { alias: "tester", device: DEVICE });
  assert.equal((await run("alias", "ls")).out, "no aliases\n");
  assert.equal((await run("device", "info", DEVICE)).code, 0);
});

test("replaces no alias, takes none from another device, and knows which there are", async (t) => {
  const { run, json } = await commandWithDatabase(t);
  await json("alias", "put", DEVICE, "tester");
  const cases: readonly [args: readonly string[], message: RegExp][] = [
    [["put", DEVICE, "other"], /sys\/tg_test\/1 has the alias tester; nothing .*'bandoneon alias rm tester'/],
    [["put", "sys/rest/0", "TESTER"], /TESTER is the alias of sys\/tg_test\/1; nothing was changed/],
    [["put", "no/such/device", "other"], /does not know no\/such\/device: 'bandoneon ls' lists the devices/],
    [["get", "other"], /does not know other: 'bandoneon alias ls' lists the aliases/],
    [["rm", "other"], /the database does not know other/],
  ];
  for (const [args, message] of cases) {
    const { code, out, err } = await run("alias", ...args);
    assert.deepEqual([code, out], [1, ""], args.join(" "));
    assert.match(err, message);
    assert.equal(err.split("\n").length, 2, err);
  }
  assert.equal((await run("alias", "rm", DEVICE)).code, 2);
  const wrong = ["", "a/b", "a/b/c", "a:b", "a->b", "a b", "a*", "a%", "a#b", "other#dbase=yes", "//other"];
  for (const name of wrong) {
    const { code, err } = await run("alias", "put", "sys/rest/0", name);
    assert.deepEqual([code, err.includes(`"${name}" is no NAME`)], [2, true], `${name}: ${err}`);
  }
  assert.deepEqual(await json("alias", "ls"), [{ alias: "tester", device: DEVICE }]);
});
