import { Buffer } from "node:buffer";
import { performance } from "node:perf_hooks";
import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import { SystemException } from "../../src/giop/exception/system-exception.ts";
import { ProtocolError } from "../../src/giop/message/protocol-error.ts";
import { ZmtpError } from "../../src/tango/zmtp/zmtp-error.ts";
import { allocatedBy, allocationLimit } from "../support/allocation.ts";
import { collectGarbage } from "../support/garbage.ts";
import { mutate } from "./mutation.ts";
import { Random } from "./random.ts";
import type { FuzzTarget } from "./targets.ts";

/** What a run is told. */
export interface FuzzRun {
  readonly seed: number;
  /** The input to begin with; the whole run unless a single one is replayed. */
  readonly first: number;
  readonly seconds: number;
  /** Cell 0 is the number of the input under work: a watcher sees it stand still. */
  readonly progress: Int32Array;
}

/** What a run found. */
export interface FuzzResult {
  readonly inputs: number;
  readonly refused: number;
  /** The longest time one input took, in milliseconds. */
  readonly slowestMs: number;
  /** The largest part of its limit that one input allocated. */
  readonly largestShare: number;
  readonly failure: string | undefined;
}

/** Feeds the targets in turns with damaged inputs until the time is over or one fails. */
export function fuzz(targets: readonly FuzzTarget[], run: FuzzRun): FuzzResult {
  const everything = targets.flatMap((target) => target.corpus.slice(0, 4));
  const end = performance.now() + run.seconds * 1000;
  let [index, refused, slowestMs, largestShare] = [run.first, 0, 0, 0];
  let failure: string | undefined;
  for (; failure === undefined && (index === run.first || performance.now() < end); index++) {
    Atomics.store(run.progress, 0, index);
    const target = targets[index % targets.length]!;
    const random = Random.ofInput(run.seed, index);
    const input = makeInput(target, everything, random);
    const runSeed = random.bits();
    const trial = () => tryInput(target, input, runSeed);
    let outcome: Outcome = { kind: "decoded" };
    const started = performance.now();
    const allocated = allocatedBy(() => {
      outcome = trial();
    });
    slowestMs = Math.max(slowestMs, performance.now() - started);
    outcome = outcome as Outcome;
    if (outcome.kind === "refused") refused++;
    const limit = allocationLimit(input.length, target.bytesPerOctet);
    let share = allocated / limit;
    // What was compiled or counted in passing is not there when it is done again.
    if (share > 1) share = Math.min(...[1, 2, 3].map(() => collectedAndMeasured(trial) / limit));
    largestShare = Math.max(largestShare, share);
    if (outcome.kind === "failed") {
      failure = describe(
        target,
        run.seed,
        index,
        outcome.problem,
        minimise(target, input, runSeed, outcome.problem),
      );
    } else if (share > 1) {
      failure = describe(
        target,
        run.seed,
        index,
        `it allocates ${share.toFixed(1)} times what it may`,
        input,
      );
    }
  }
  return { inputs: index - run.first, refused, slowestMs, largestShare, failure };
}

type Outcome =
  | { readonly kind: "decoded" | "refused" }
  | { readonly kind: "failed"; readonly problem: string };

function makeInput(target: FuzzTarget, everything: readonly Uint8Array[], random: Random): Uint8Array {
  if (random.oneIn(50)) return random.bytes(random.below(256));
  return mutate(random.pick(target.corpus), random.oneIn(2) ? target.corpus : everything, random);
}

function tryInput(target: FuzzTarget, input: Uint8Array, runSeed: number): Outcome {
  try {
    target.run(new Uint8Array(input), new Random(runSeed));
    return { kind: "decoded" };
  } catch (error) {
    const isTyped =
      error instanceof MarshalError ||
      error instanceof ProtocolError ||
      error instanceof SystemException ||
      error instanceof ZmtpError;
    if (isTyped) return { kind: "refused" };
    return {
      kind: "failed",
      problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function collectedAndMeasured(trial: () => Outcome): number {
  collectGarbage();
  return allocatedBy(trial);
}

/** Drops and zeroes what the failure does not need; a failure counts as the same by the first line of its message. */
function minimise(target: FuzzTarget, input: Uint8Array, runSeed: number, problem: string): Uint8Array {
  const title = titleOf(problem);
  let tries = 3000;
  const stillFails = (candidate: Uint8Array): boolean => {
    if (tries-- <= 0) return false;
    const outcome = tryInput(target, candidate, runSeed);
    return outcome.kind === "failed" && titleOf(outcome.problem) === title;
  };
  let smallest = input;
  for (let size = smallest.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at + size <= smallest.length; ) {
      const shorter = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)]);
      if (stillFails(shorter)) smallest = new Uint8Array(shorter);
      else at += size;
    }
  }
  for (let at = 0; at < smallest.length; at++) {
    const simpler = new Uint8Array(smallest);
    simpler[at] = 0;
    if (smallest[at] !== 0 && stillFails(simpler)) smallest = simpler;
  }
  return smallest;
}

function titleOf(problem: string): string {
  return problem.slice(0, problem.indexOf("\n")).replace(/\d+/g, "#");
}

function describe(
  target: FuzzTarget,
  seed: number,
  index: number,
  problem: string,
  input: Uint8Array,
): string {
  const hex = Buffer.from(input).toString("hex");
  return `${target.name}, to be replayed with SEED=${seed}:${index}\n${problem}\n${input.length} octets: ${hex}`;
}
