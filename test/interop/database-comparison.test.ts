import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { OrbContext } from "../../src/index.ts";
import { DatabaseServer } from "../../src/tango/database-server/database-server.ts";
import { Random } from "../fuzz/random.ts";
import { AskedDatabase, type Question } from "./database/asked-database.ts";
import { comparableReply, isSameReply } from "./database/compare-replies.ts";
import { DEVICE_MAKERS, QUESTIONS, RESET, randomQuestion } from "./database/device-questions.ts";

// The real database and ours are asked the same, and give the same replies. docs/interop.md has what differs.

const RELEASES = [
  { release: "9.3", variable: "TANGO93_HOST", inOrder: true },
  // Its MariaDB orders by the Unicode collation, in which `_` comes before letters.
  { release: "10.0", variable: "TANGO10_HOST", inOrder: false },
] as const;

const STEPS = Number(process.env.DATABASE_STEPS ?? 5000);
const SEED = Number(process.env.DATABASE_SEED ?? 20261128);

for (const { release, variable, inOrder } of RELEASES) {
  describe(`our database beside that of Tango ${release}`, { timeout: 600_000 }, () => {
    let context: OrbContext;
    let server: DatabaseServer;
    let ours: AskedDatabase;
    let theirs: AskedDatabase;

    before(async () => {
      const host = process.env[variable];
      assert.ok(host, `${variable} is not set: these tests need Tango ${release}, see test/interop/run.sh`);
      context = new OrbContext();
      server = await DatabaseServer.start({ port: 0, data: ":memory:" });
      ours = new AskedDatabase(server.tangoHost, context);
      theirs = new AskedDatabase(host, context);
    });
    after(async () => {
      if (theirs !== undefined) await reset();
      await context?.close();
      await server?.stop();
    });

    const reset = async () => {
      for (const question of RESET) await Promise.all([ours.ask(question), theirs.ask(question)]);
    };
    /** Asks both; gives what differs, with what was asked last, for people. */
    const compare = async (question: Question, before: readonly Question[]): Promise<string | null> => {
      const [our, their] = await Promise.all([ours.ask(question), theirs.ask(question)]);
      if (isSameReply(question, our, their, inOrder)) return null;
      const show = (value: unknown) => JSON.stringify(value);
      const shown = [our, their].map((reply) => show(comparableReply(question, reply, inOrder)));
      return [...before.map(show), `${show(question)}\n  ours:   ${shown[0]}\n  theirs: ${shown[1]}`].join(
        "\n",
      );
    };

    it("answers each command as it does, right arguments and wrong ones", async () => {
      await reset();
      const differences: string[] = [];
      for (const question of QUESTIONS) {
        const difference = await compare(question, []);
        if (difference !== null) differences.push(difference);
      }
      assert.deepEqual(differences, []);
    });

    it(`stays the same through ${STEPS} random steps (DATABASE_SEED=${SEED})`, async () => {
      await reset();
      const asked: Question[] = [];
      for (let step = 0; step < STEPS; step++) {
        const question = randomQuestion(DEVICE_MAKERS, Random.ofInput(SEED, step));
        const difference = await compare(question, asked.slice(-30));
        assert.equal(difference, null, `step ${step}:\n${difference}`);
        asked.push(question);
      }
    });
  });
}
