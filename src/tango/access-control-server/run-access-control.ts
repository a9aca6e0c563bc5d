import { openStore } from "../database-server/store/open-store.ts";
import { type RunServerOptions, runServer } from "../server/run-server.ts";
import { AccessRules } from "./access-rules.ts";
import { accessControlClass } from "./tango-access-control.ts";

/** How an access control runs as a program of its own. */
export interface RunAccessControlOptions extends Omit<RunServerOptions, "executable" | "serialModel"> {
  /** The folder in which its rules are kept; `:memory:` for rules that end with the program. */
  readonly data: string;
}

/**
 * Runs the device server `TangoAccessControl/INSTANCE` with rules of its own, with the command line of every Tango server, until it is ended. In
 * a folder that is new everybody may write, as in a new database.
 */
export async function runAccessControl({ data, ...options }: RunAccessControlOptions): Promise<void> {
  const store = await openStore(data, { report: (line) => process.stderr.write(`${line}\n`) });
  try {
    await new AccessRules(store).letEverybodyWriteAtFirst();
    const deviceClass = accessControlClass({ store });
    // Rules are asked without a wait, and a change is one step: calls need not be held back for each other.
    await runServer([deviceClass], { ...options, executable: "TangoAccessControl", serialModel: "NO_SYNC" });
  } finally {
    await store.close();
  }
}
