// Compares Bandoneon with PyTango and libtango in one run: as clients of the same TangoTest, as servers of the same clients, in events
// from either to either, our database with the real one, and six
// workers each. Prints the median of each row, and what the targets ask.
//
//   TANGO_HOST=host:port node bench/run.mjs [clients|servers|events|database|threads] [DEVICE]      ROUNDS and SECONDS (of each turn) from the environment

import { clientRows } from "./client-rows.mjs";
import { databaseRows } from "./database-rows.mjs";
import { eventRows } from "./event-rows.mjs";
import { serverRows } from "./server-rows.mjs";
import { threadRows } from "./thread-rows.mjs";
import { ROUNDS, SECONDS } from "./turns.mjs";

const [part, device = "sys/tg_test/1"] = process.argv.slice(2);
console.log(`${ROUNDS} rounds of ${SECONDS} s in turns, medians`);
if (part === undefined || part === "clients") await clientRows(device);
if (part === undefined || part === "servers") await serverRows();
if (part === undefined || part === "events") await eventRows();
if (part === undefined || part === "database") await databaseRows();
if (part === undefined || part === "threads") await threadRows(device);
