// Runs the fuzzer in a thread of its own, so that an input that hangs can be named by the thread that waits.
import { parentPort, workerData } from "node:worker_threads";
import { goldenFiles } from "../support/golden-corpus.ts";
import { connectionTargets } from "./connection-targets.ts";
import { eventTargets } from "./event-targets.ts";
import { type FuzzRun, fuzz } from "./fuzz.ts";
import { messageTargets } from "./message-targets.ts";
import { pictureTargets } from "./picture-targets.ts";
import { referenceTargets } from "./reference-targets.ts";
import { valueTargets } from "./value-targets.ts";
import { zmtpTargets } from "./zmtp-targets.ts";

const files = goldenFiles();
const targets = [
  ...messageTargets(files),
  ...valueTargets(files),
  ...referenceTargets(),
  ...eventTargets(),
  ...pictureTargets(),
  // These are few but stand at the door: each turn of the others gives them ten.
  ...Array.from({ length: 10 }, () => [...connectionTargets(files), ...zmtpTargets()]).flat(),
];
parentPort!.postMessage(fuzz(targets, workerData as FuzzRun));
