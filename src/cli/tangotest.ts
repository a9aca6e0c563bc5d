import type { Command } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon tangotest`: everything behind it is the command line of a device server. */
export const tangotest: Command = {
  usage: ["INSTANCE [server options]"],
  summary: "run a TangoTest device server",
  details: `Runs until it is interrupted, or killed by its admin device, dserver/TangoTest/INSTANCE.
It understands the options of every Tango server:

  -nodb -dlist DEVICE,...            without a database, with these devices
  -file=PATH                         with a file for a database
  -ORBendPoint giop:tcp:HOST:PORT    where to listen; at a free port where PORT is 0
  -v[LEVEL]                          log more: 1 to 5

Once it serves it prints "Ready to accept request", before that the address if
the port was left to it.`,
  examples: [
    { line: "tangotest test", what: "as the database knows TangoTest/test" },
    { line: "tangotest test -nodb -dlist sys/tg_test/1", what: "without a database" },
  ],
  async run({ args, tango }) {
    const { DevFailed, runServer, TangoTest } = await tango();
    try {
      await runServer([TangoTest], { args, executable: "TangoTest", raises: true });
    } catch (error) {
      const { reason, desc } = (error instanceof DevFailed && error.errors[0]) || { reason: "", desc: "" };
      if (reason === "API_WrongCmdLineArgs") throw new UsageError(desc, { cause: error });
      throw error;
    }
  },
};
