import type { ConnectionTarget, ResolvedTarget } from "../../client/connection-target.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";

/** The device of a database that is a file: there is none, and whoever calls it is told so. */
export class FileTarget implements ConnectionTarget {
  readonly name: string;

  constructor(path: string) {
    this.name = path;
  }

  resolve(): Promise<ResolvedTarget> {
    const desc = `The database ${this.name} is a file: it has no device that could be called`;
    return Promise.reject(
      new DevFailed([
        devError("API_NotSupported", desc, "Database"),
        devError("API_CantConnectToDatabase", `Failed to connect to database ${this.name}`, "Database"),
      ]),
    );
  }

  failure(): { readonly reason: Reason; readonly desc: string } {
    return { reason: "API_CantConnectToDatabase", desc: `Failed to connect to database ${this.name}` };
  }
}
