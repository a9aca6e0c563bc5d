import type { Command } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon access-control`: what stands behind it is the command line of a device server, but for `--data`. */
export const accessControl: Command = {
  usage: ["INSTANCE [--data DIR] [server options]"],
  summary: "run a TangoAccessControl device server",
  details: `Keeps who may write to which devices from which hosts. Clients of a Tango system
heed it when it is registered there: command RegisterService of its device. With
--enforce-access-control our device servers do so themselves.

Runs until it is interrupted, or killed by its admin device,
dserver/TangoAccessControl/INSTANCE. The database must know this server and its
device, usually sys/access_control/1. Its rules are kept by itself:

  --data DIR                         in this folder; :memory: forgets them

It understands the options of every Tango server, as tangotest does. In a new
folder everybody may write.`,
  examples: [
    { line: "access-control 1 --data rules", what: "as the database knows TangoAccessControl/1" },
    { line: "access-control 1 --data :memory:", what: "with rules that it forgets at its end" },
    { line: "cmd sys/access_control/1 RegisterService", what: "let it count for all clients" },
  ],
  async run({ args, tango }) {
    const { data, rest } = withoutData(args);
    const { DevFailed, runAccessControl } = await tango();
    try {
      await runAccessControl({ data, args: rest, raises: true });
    } catch (error) {
      const { reason, desc } = (error instanceof DevFailed && error.errors[0]) || { reason: "", desc: "" };
      if (reason === "API_WrongCmdLineArgs") throw new UsageError(desc, { cause: error });
      throw error;
    }
  },
};

/** The folder for the rules, and the arguments of the server. */
function withoutData(args: readonly string[]): { readonly data: string; readonly rest: readonly string[] } {
  const rest = [...args];
  const at = rest.findIndex((arg) => arg === "--data" || arg.startsWith("--data="));
  if (at < 0) throw new UsageError("access-control wants --data DIR: where to keep its rules");
  const [option, value] = rest[at] === "--data" ? rest.splice(at, 2) : rest.splice(at, 1)[0]!.split(/=(.*)/s);
  if (value === undefined || value === "") throw new UsageError(`${option} wants a folder, or :memory:`);
  return { data: value, rest };
}
