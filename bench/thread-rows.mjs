// Six workers of Bandoneon and of PyTango, threads and processes, read the same device: PyTango's example of multiprocessing. Beside them the
// floor: six workers that only write the octets of that request and wait for those of the reply.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { recordedRead } from "./recorded-request.mjs";
import { atLeast, atMost, here, inTurns, median, megabytes, perSecond, ROUNDS, SECONDS } from "./turns.mjs";

const ATTRIBUTE = "double_scalar";
const WORKERS = {
  bandoneon: [process.execPath, here("./peers/bandoneon-workers.mjs")],
  pytango: ["/usr/bin/python3", here("./peers/pytango_workers.py")],
  floor: [here("./.build/floor_workers")],
};
const NAMES = { bandoneon: "Bandoneon", pytango: "PyTango", floor: "floor" };
/** By kind: how many times the reads of PyTango are wanted. */
const TARGETS = { thread: 5, process: 1.5 };
const WARM_TARGET_US = 1000;

export async function threadRows(device) {
  console.log(`\nSix workers that read ${ATTRIBUTE} of ${device}`);
  console.log(`${"".padEnd(22)} all reads  whole program  first read   memory each   task in a warm pool`);
  const { port, hex } = await recordedRead(device, ATTRIBUTE);
  const jobs = Object.keys(TARGETS).flatMap((kind) =>
    Object.keys(WORKERS).map((client) => ({
      client,
      kind,
      args: client === "floor" ? [port, kind, SECONDS, hex] : [device, kind, SECONDS],
    })),
  );
  const results = await inTurns(jobs, ROUNDS, run);
  for (const [kind, target] of Object.entries(TARGETS)) {
    const of = (client, member) =>
      median(
        results[jobs.findIndex((job) => job.client === client && job.kind === kind)].map(
          (run) => run[member],
        ),
      );
    for (const client of Object.keys(WORKERS)) {
      const own =
        client === "floor"
          ? ""
          : `${megabytes(of(client, "rssBytes"))}   ${of(client, "warmUs").toFixed(0).padStart(6)} us`;
      console.log(
        `${`${NAMES[client]}, 6 of ${kind}`.padEnd(22)} ${perSecond(of(client, "rate"))}      ${perSecond(of(client, "programRate"))}   ` +
          `${of(client, "firstMs").toFixed(0).padStart(6)} ms      ${own}`.trimEnd(),
      );
    }
    for (const [what, member] of [
      ["all reads", "rate"],
      ["whole program", "programRate"],
    ]) {
      const pytango = of("pytango", member);
      console.log(
        `  ${what}: ${atLeast(of("bandoneon", member) / pytango, target)} of PyTango; the floor ${(of("floor", member) / pytango).toFixed(2)}`,
      );
    }
    console.log(`  task: ${atMost(of("bandoneon", "warmUs"), WARM_TARGET_US)} us`);
  }
}

async function run({ client, kind, args }) {
  const [program, ...first] = WORKERS[client];
  const child = spawn(program, [...first, ...args.map(String)], { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`${client} with workers of the kind ${kind} failed with ${code}`);
  return JSON.parse(output);
}
