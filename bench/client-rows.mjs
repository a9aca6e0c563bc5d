// Bandoneon, PyTango and a C++ client of libtango as clients of the same TangoTest.
import { atLeast, atMost, CALLS, megabytes, perSecond, rates, STARTS } from "./turns.mjs";

/** By row: the least of PyTango's rate that is wanted. */
const TARGETS = { scalar: 1, ten: 1, command: 1, write: 1, image: 0.7 };

export async function clientRows(device) {
  const turns = (row) => ["bandoneon", "pytango", "cpp"].map((client) => ({ client, device, row }));
  console.log(`\nClients of ${device}`);
  console.log(
    `${"".padEnd(34)} bandoneon   PyTango       C++   bandoneon/PyTango    memory: bandoneon PyTango     C++`,
  );
  for (const { row, what } of CALLS) {
    const [ours, python, cpp] = await rates(turns(row));
    console.log(
      `${what.padEnd(34)} ${perSecond(ours.rate)} ${perSecond(python.rate)} ${perSecond(cpp.rate)}   ` +
        `${atLeast(ours.rate / python.rate, TARGETS[row]).padEnd(28)} ${megabytes(ours.rss)} ${megabytes(python.rss)} ${megabytes(cpp.rss)}`,
    );
  }
  const [inflight, cppInflight, cppScalar] = await rates([
    { client: "bandoneon", device, row: "inflight" },
    { client: "cpp", device, row: "inflight" },
    { client: "cpp", device, row: "scalar" },
  ]);
  console.log(
    `${"64 reads in flight".padEnd(34)} ${perSecond(inflight.rate)} ${"".padStart(9)} ${perSecond(cppInflight.rate)}   ` +
      `C++ sequential ${perSecond(cppScalar.rate).trim()}: ${atLeast(inflight.rate / cppScalar.rate, 2)}`,
  );
  const [ourStart, pythonStart, cppStart] = await rates(turns("first"), STARTS);
  console.log(
    `start to first value: bandoneon ${ourStart.firstMs.toFixed(0)} ms, PyTango ${pythonStart.firstMs.toFixed(0)} ms, ` +
      `C++ ${cppStart.firstMs.toFixed(0)} ms; ratio to PyTango ${atMost(ourStart.firstMs / pythonStart.firstMs, 1.2)}`,
  );
}
