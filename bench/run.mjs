// Compares Bandoneon with PyTango and libtango in one run: as clients of the same TangoTest, and as servers of the same clients. Prints the
// median of each row, and what the targets ask.
//
//   TANGO_HOST=host:port node bench/run.mjs [clients|servers] [DEVICE]      ROUNDS and SECONDS (of each turn) from the environment
import { clientRows } from "./client-rows.mjs";
import { serverRows } from "./server-rows.mjs";
import { ROUNDS, SECONDS } from "./turns.mjs";

const [part, device = "sys/tg_test/1"] = process.argv.slice(2);
console.log(`${ROUNDS} rounds of ${SECONDS} s in turns, medians`);
if (part !== "servers") await clientRows(device);
if (part !== "clients") await serverRows();
