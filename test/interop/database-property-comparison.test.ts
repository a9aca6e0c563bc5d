import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { OrbContext } from "../../src/index.ts";
import { PROPERTY_COMMANDS } from "../../src/tango/database-server/commands/property-commands.ts";
import { toUtf8Bytes } from "../../src/tango/value/utf8-text.ts";
import { Random } from "../fuzz/random.ts";
import { comparable, isSameAnswer, type Release } from "./database/compare-answers.ts";
import { type Answer, isError, OurDatabase, RealDatabase, type Step } from "./database/compared-database.ts";
import { PROPERTY_CASES } from "./database/property-cases.ts";
import { COMPARED_KINDS, differingOwner, historyOf, removeAllOf } from "./database/property-kinds.ts";
import { randomStep } from "./database/property-steps.ts";

// The commands for properties, asked of a real database and of ours one after the other, with the same arguments.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST" },
  { release: "10.0", variable: "TANGO10_HOST" },
] as const;
const STEPS = Number(process.env.STEPS ?? 2500);
const SEED = Number(process.env.SEED ?? 20261128);

/** Its history is compared alone: nothing else is put there. */
const HISTORY_OWNER = "dbprops-history";

for (const { release, variable } of RELEASES) {
  describe(`properties beside the database of Tango ${release}`, { timeout: 600_000 }, () => {
    let context: OrbContext;
    let real: RealDatabase;
    let ours: OurDatabase;

    const clear = async () => {
      for (const kind of COMPARED_KINDS) {
        for (const owner of [...kind.owners, differingOwner(kind)]) {
          await real.ask(removeAllOf(kind, owner));
          await ours?.ask(removeAllOf(kind, owner));
        }
      }
    };

    before(async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`);
      context = new OrbContext();
      real = new RealDatabase(host, context);
      await clear();
      ours = new OurDatabase();
      await takeHistory(real, ours);
    });
    after(async () => {
      await clear();
      await context?.close();
    });

    for (const { title, kind, steps, releases, difference } of PROPERTY_CASES) {
      if (releases !== undefined && !releases.includes(release)) continue;
      it(difference === undefined ? title : `${title}: ${difference}`, async () => {
        let differences = 0;
        for (const step of steps) {
          const answers = [await ours.ask(step), await real.ask(step)] as const;
          if (difference === undefined) assertSame(step, ...answers, release);
          else if (!isSameAnswer(step, ...answers, release)) differences++;
        }
        if (difference === undefined) return;
        assert.ok(differences > 0, "the difference is gone");
        const clean = removeAllOf(kind, differingOwner(kind));
        await ours.ask(clean);
        await real.ask(clean);
      });
    }

    it("keeps the last ten entries of a history, in the order of their dates", async () => {
      const put = (value: number): Step => ["DbPutProperty", [HISTORY_OWNER, "1", "p", "1", String(value)]];
      const askBoth = async (step: Step) =>
        assertSame(step, await ours.ask(step), await real.ask(step), release);
      for (let i = 0; i < 3; i++) await askBoth(put(i));
      await nextSecond();
      for (let i = 3; i < 12; i++) await askBoth(put(i));
      await nextSecond();
      await askBoth(["DbDeleteProperty", [HISTORY_OWNER, "p"]]);
      const history: Step = ["DbGetPropertyHist", [HISTORY_OWNER, "p"]];
      const [mine, theirs] = [await ours.ask(history), await real.ask(history)];
      for (const answer of [mine, theirs]) {
        assert.ok(answer !== null && !isError(answer));
        assert.deepEqual(answer.slice(-3).with(1, "date"), ["p", "date", "0"]);
        const values = answer.slice(0, -3).filter((_, i) => i % 4 === 3);
        assert.deepEqual([...values].sort(), ["10", "11", "3", "4", "5", "6", "7", "8", "9"]);
      }
    });

    it("describes its commands in the same words", async () => {
      for (const { cmdName, inType, outType, inTypeDesc, outTypeDesc } of await real.commands()) {
        const command = PROPERTY_COMMANDS[cmdName as keyof typeof PROPERTY_COMMANDS];
        if (command === undefined) continue;
        const { dtypeIn, dtypeOut, docIn, docOut } = command;
        const isReworded = release === "9.3" && cmdName === "DbGetClassPropertyList";
        const theirs = [inType, outType, isReworded ? "The class" : inTypeDesc, outTypeDesc];
        assert.deepEqual([dtypeIn, dtypeOut, docIn, docOut], theirs, cmdName);
      }
    });

    it(`answers ${STEPS} random steps the same, seed ${SEED}`, async () => {
      const random = new Random(SEED);
      for (let i = 0; i < STEPS; i++) {
        const step = randomStep(random);
        assertSame(step, await ours.ask(step), await real.ask(step), release, `step ${i}: `);
      }
      for (const kind of COMPARED_KINDS) {
        for (const owner of kind.owners) {
          const step = historyOf(kind, owner);
          assertSame(step, await ours.ask(step), await real.ask(step), release);
        }
      }
    });
  });
}

function assertSame(step: Step, ours: Answer, theirs: Answer, release: Release, where = ""): void {
  if (isSameAnswer(step, ours, theirs, release)) return;
  assert.deepEqual(
    comparable(step, ours, release),
    comparable(step, theirs, release),
    `${where}${JSON.stringify(step)}\nours:  ${JSON.stringify(ours)}\ntheirs: ${JSON.stringify(theirs)}`,
  );
}

/** Gives ours the history that the names of this test have in the real database from runs before: nothing there deletes it. */
async function takeHistory(real: RealDatabase, ours: OurDatabase): Promise<void> {
  let id = 0;
  for (const kind of COMPARED_KINDS) {
    const table = ours.tables.properties[kind.table];
    for (const owner of kind.owners) {
      const texts = await real.ask(historyOf(kind, owner));
      assert.ok(texts !== null && !isError(texts), JSON.stringify(texts));
      const rest = [...texts];
      const entries: { member: string | null; name: string; values: string[] | null }[] = [];
      while (rest.length > 0) {
        const member = kind.hasMembers ? rest.shift()! : null;
        const [name, , count] = rest.splice(0, 3);
        const values = rest.splice(0, Number(count));
        entries.push({ member, name: name!, values: values.length === 0 ? null : values });
      }
      await ours.tables.write(() => {
        for (const { member, name, values } of entries) {
          id++;
          table.history.put(String(id), {
            id,
            date: id,
            owner: toUtf8Bytes(owner),
            member: member === null ? null : toUtf8Bytes(member),
            name: toUtf8Bytes(name),
            values: values?.map(toUtf8Bytes) ?? null,
          });
        }
        table.lastHistoryId.put("id", { id });
      });
    }
  }
}

/** Resolves when the clock of this machine, which the databases are on, shows another second. */
async function nextSecond(): Promise<void> {
  await setTimeout(1000 - (Date.now() % 1000) + 5);
}
